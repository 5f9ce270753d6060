/** Records stay. The country's people are notified, and locked out before a closed country returns. */
import type { Accounts } from '#couch/accounts/accounts.ts';
import type { Audit, AuditVerb } from '#couch/accounts/audit.ts';
import type { Handed, Invitations } from '#couch/accounts/invitations.ts';
import { documentToPerson, PersonRecords } from '#couch/accounts/person.ts';
import { listDocuments } from '#couch/database/documents.ts';
import { putUnlessChanged, type Engine } from '#couch/engine/engine.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  NOTICE_PREFIX,
  parseNotice,
  type NewNotice,
  type Told,
  type RegistrationNotice
} from '#lib/domain/registration/notice.ts';
import type { SuccessorRequest } from '#lib/domain/registration/request.ts';
import {
  changeStanding,
  standingProblem,
  type Standing,
  type StandingChange
} from '#lib/domain/registration/standing.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import type { Standings } from './standings.ts';

interface CountriesTools {
  readonly standings: Standings;
  readonly invitations: Invitations;
  readonly countryPeople: CountryPeople;
  readonly notices: Notices;
  readonly audit: Audit;
  readonly now: () => Instant;
}

const VERBS: Readonly<Record<StandingChange, AuditVerb>> = {
  suspend: 'country.suspended',
  resume: 'country.resumed',
  close: 'country.closed'
};

export class Countries {
  readonly #tools: CountriesTools;

  constructor(tools: CountriesTools) {
    this.#tools = tools;
  }

  async change(
    country: CountryCode,
    change: StandingChange,
    { by, reason }: { readonly by: string; readonly reason: string }
  ): Promise<Result<Standing>> {
    const { standings, countryPeople, now } = this.#tools;
    const judged = judgeChange(await standings.read(country), change);
    if (!judged.ok) return judged;
    await this.#note(VERBS[change], country, by, reason);
    let refused: readonly Problem[] = [];
    const written = await standings.change(country, (held) => {
      const next = judgeChange(held, change);
      refused = next.ok ? [] : next.problems;
      return held && next.ok ? { ...held, state: next.value, since: now(), by, reason } : null;
    });
    if (!written) return refuse(...refused);
    if (change === 'close') await countryPeople.revokeInvitations(country, by);
    return accept(written);
  }

  /** Numbers are reserved there, or here again, from that moment. */
  async noteOwnServer(
    country: CountryCode,
    isOn: boolean,
    { by, reason }: { readonly by: string; readonly reason: string }
  ): Promise<Result<Standing>> {
    const { standings } = this.#tools;
    const problem = await this.#problemOf(country);
    if (problem) return refuse(problem);
    await this.#note('country.ownServer', country, by, reason, { ownServer: isOn ? 'yes' : 'no' });
    const written = await standings.change(country, (held) => {
      if (!held) return null;
      const { ownServer: _before, ...rest } = held;
      return isOn ? { ...rest, ownServer: true } : rest;
    });
    return written ? accept(written) : refuse(NOT_REGISTERED);
  }

  async invite(country: CountryCode, request: SuccessorRequest, by: string): Promise<Result<Handed>> {
    const { invitations, notices, now } = this.#tools;
    const problem = await this.#problemOf(country);
    if (problem) return refuse(problem);
    const { name, email, reason } = request;
    const person = { name, function: request.function, email };
    await this.#note('country.successor', country, by, reason, { name });
    const handed = await invitations.create({ authority: country, role: 'administrator', ...person, by });
    if (!handed.ok) return handed;
    await notices.tell(country, { kind: 'successor', about: handed.value.id, at: now(), ...person, reason });
    return handed;
  }

  async #problemOf(country: CountryCode): Promise<Problem | null> {
    const standing = await this.#tools.standings.read(country);
    return standing ? standingProblem(standing) : NOT_REGISTERED;
  }

  async #note(
    what: AuditVerb,
    country: CountryCode,
    by: string,
    reason: string,
    more: Readonly<Record<string, string>> = {}
  ): Promise<void> {
    const values = { country, reason, ...more };
    for (const authority of ['INCB', country] as const)
      await this.#tools.audit.note({ authority, by, what, about: country, values });
  }
}

const NOT_REGISTERED: Problem = { code: 'country.notRegistered', path: 'country' };

function judgeChange(standing: Standing | null, change: StandingChange): Result<Standing['state']> {
  return standing ? changeStanding(standing.state, change) : refuse(NOT_REGISTERED);
}

export class CountryPeople {
  readonly #records: PersonRecords;
  readonly #accounts: Pick<Accounts, 'suspendPerson'>;
  readonly #invitations: Invitations;

  constructor(engine: Engine, accounts: Pick<Accounts, 'suspendPerson'>, invitations: Invitations) {
    this.#records = new PersonRecords(engine.open('accounts'));
    this.#accounts = accounts;
    this.#invitations = invitations;
  }

  async hasActive(country: CountryCode): Promise<boolean> {
    return (await this.#records.listOf(country)).some(({ suspended }) => !suspended);
  }

  async shutOut(country: CountryCode): Promise<void> {
    await this.revokeInvitations(country, 'server');
    const people = await this.#records.listOf(country);
    for (const person of people.filter(({ suspended }) => !suspended))
      await this.#accounts.suspendPerson(documentToPerson(person).id);
  }

  async revokeInvitations(country: CountryCode, by: string): Promise<void> {
    for (const { id } of await this.#invitations.list(country))
      await this.#invitations.revoke(country, id, by);
  }
}

/**
 * A country's own server writes reports of its people, and the central one everything else. Neither knows the other's
 * last number: one of two notices with the same number would hide the other.
 */
const FIRST_REPORT = 500_000_001;
const FIRST_FROM_ABROAD = 700_000_001;

function nextOf({ kind, authority }: NewNotice, held: readonly number[]): number {
  const [first, end] =
    kind !== 'form-report'
      ? [1, FIRST_REPORT]
      : authority === undefined
        ? [FIRST_REPORT, FIRST_FROM_ABROAD]
        : [FIRST_FROM_ABROAD, Infinity];
  return Math.max(first - 1, ...held.filter((number) => number >= first && number < end)) + 1;
}

/** One person, or one country abroad. */
function isLike(one: NewNotice, other: NewNotice): boolean {
  const [day, otherDay] = [instantToDate(one.at), instantToDate(other.at)];
  const isSame = other.authority ? one.authority === other.authority : one.email === other.email;
  return one.kind === other.kind && isSame && day === otherDay;
}

/** Reports of one person, or of one country abroad, on one day: each goes to every device of the country. */
export const MAX_REPORTS = 50;

export class Notices {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** `tooMany` after `mostADay` of one kind by one person, or by one country abroad, on one day. */
  async tell(country: CountryCode, notice: NewNotice, mostADay = Infinity): Promise<Told> {
    const name = authorityToDatabase(country) ?? '';
    if (!(await this.#engine.exists(name))) return 'none';
    const database = this.#engine.open(name);
    for (;;) {
      const held = await listDocuments(database, NOTICE_PREFIX, (document) => document as RegistrationNotice);
      const told = held.map(parseNotice);
      if (told.some((one) => one.ok && one.value.about === notice.about)) return 'told';
      if (told.filter((one) => one.ok && isLike(one.value, notice)).length >= mostADay) return 'tooMany';
      const numbers = held.map(({ _id }) => Number(_id.slice(NOTICE_PREFIX.length)));
      const document: RegistrationNotice = {
        _id: NOTICE_PREFIX + nextOf(notice, numbers),
        schema: 1,
        ...notice
      };
      if (await putUnlessChanged(database, document)) return 'told';
    }
  }
}
