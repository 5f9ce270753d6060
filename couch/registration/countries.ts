/** INCB suspends, resumes and closes a country, and names a successor if it has locked itself out. Records stay. */
import type { Audit } from '#couch/accounts/audit.ts';
import type { AuditVerb } from '#couch/accounts/audit-entry.ts';
import type { Handed, Invitations } from '#couch/accounts/invitations.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import type { SuccessorRequest } from '#lib/domain/registration/request.ts';
import {
  changeStanding,
  standingProblem,
  type Standing,
  type StandingChange
} from '#lib/domain/registration/standing.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import type { CountryPeople } from './country-people.ts';
import type { Notices } from './notices.ts';
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

  /** Takes effect immediately for every request of the country's people, including open feeds. */
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

  /** Numbers are reserved there, or here again, from that moment; INCB asks the country first. */
  async noteOwnServer(
    country: CountryCode,
    isOn: boolean,
    { by, reason }: { readonly by: string; readonly reason: string }
  ): Promise<Result<Standing>> {
    const { standings } = this.#tools;
    const standing = await standings.read(country);
    const problem = standing ? standingProblem(standing) : NOT_REGISTERED;
    if (problem) return refuse(problem);
    await this.#note('country.ownServer', country, by, reason, { ownServer: isOn ? 'yes' : 'no' });
    const written = await standings.change(country, (held) => {
      if (!held) return null;
      const { ownServer: _before, ...rest } = held;
      return isOn ? { ...rest, ownServer: true } : rest;
    });
    return written ? accept(written) : refuse(NOT_REGISTERED);
  }

  /** Current administrators stay, and are notified. */
  async invite(country: CountryCode, request: SuccessorRequest, by: string): Promise<Result<Handed>> {
    const { standings, invitations, notices, now } = this.#tools;
    const standing = await standings.read(country);
    const problem = standing ? standingProblem(standing) : NOT_REGISTERED;
    if (problem) return refuse(problem);
    const { name, email, reason } = request;
    const person = { name, function: request.function, email };
    await this.#note('country.successor', country, by, reason, { name });
    const handed = await invitations.create({ authority: country, role: 'administrator', ...person, by });
    if (!handed.ok) return handed;
    await notices.tell(country, { kind: 'successor', about: handed.value.id, at: now(), ...person, reason });
    return handed;
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
