/**
 * Regional bodies, their totals and lists, in `accounts`. Consent is read from each country's own database at every
 * request. A month's total is written once; of two servers that fix it at the same moment the first counts.
 */
import { inTurns } from '#couch/base/turns.ts';
import type { Person } from '#couch/accounts/person.ts';
import { Records, type AccountDocument } from '#couch/accounts/stored-document.ts';
import { storedAs } from '#couch/database/documents.ts';
import { readLeaves, type Engine } from '#couch/engine/engine.ts';
import { listStandings } from '#couch/registration/standings.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import {
  consentIn,
  consentSettingId,
  isRegionalId,
  MAX_REGIONAL_BODIES,
  MAX_REGIONAL_ITEMS,
  type Consent,
  type HeldBody,
  type HeldItem,
  type RegionalBody,
  type RegionalItem
} from '#lib/domain/regional/regional-body.ts';
import {
  fixedMonths,
  fixMonth,
  viewMember,
  viewTotal,
  type Member,
  type MembersView,
  type MonthTotal
} from '#lib/domain/regional/regional-figures.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { refuse, accept, type Result } from '#lib/domain/result.ts';
import { parseUsage, usageId } from '#lib/domain/usage/usage-record.ts';
import type { Month } from '#lib/domain/usage/usage-rows.ts';

const UNKNOWN = refuse({ code: 'regional.unknown' });
const CHANGED_MEANWHILE = refuse({ code: 'regional.changedMeanwhile' });
const parseRecord = storedAs(parseUsage);

/** `revision`: the one on which the change is based, 0 for something new. */
type Based<T> = T & { readonly revision: unknown };

/** A record without a count is at its first. */
function revisionOf(held: { readonly revision?: number } | null): number {
  return held ? (held.revision ?? 1) : 0;
}

function isWithdrawn(item: RegionalItem): boolean {
  return item.is === 'announcement' && item.withdrawn;
}

export class RegionalBodies {
  readonly #engine: Engine;
  readonly #clock: () => number;
  readonly #bodies: Records<'regional-body'>;
  readonly #months: Records<'regional-month'>;
  readonly #items: Records<'regional-item'>;

  constructor({ engine, clock }: { readonly engine: Engine; readonly clock: () => number }) {
    this.#engine = engine;
    this.#clock = clock;
    const database = engine.open('accounts');
    this.#bodies = new Records(database, 'regional-body');
    this.#months = new Records(database, 'regional-month');
    this.#items = new Records(database, 'regional-item');
  }

  async list(): Promise<readonly HeldBody[]> {
    return (await this.#bodies.list()).map((one) => this.#toBody(one));
  }

  async read(id: unknown): Promise<Result<HeldBody>> {
    const held = isRegionalId(id) ? await this.#bodies.read(id) : null;
    return held ? accept(this.#toBody(held)) : UNKNOWN;
  }

  /** Of one of its people; null for everyone else, and when the body has ended. */
  async bodyOf({ role, body }: Pick<Person, 'role' | 'body'>): Promise<HeldBody | null> {
    if (!may({ role }, 'region')) return null;
    const held = await this.read(body);
    return held.ok && !held.value.ended ? held.value : null;
  }

  async write(
    id: string,
    { body, revision }: Based<{ readonly body: RegionalBody }>,
    by: string
  ): Promise<Result<HeldBody>> {
    const all = await this.#bodies.list();
    if (all.length >= MAX_REGIONAL_BODIES && !all.some((one) => this.#bodies.nameOf(one) === id))
      return refuse({ code: 'regional.tooMany', values: { most: MAX_REGIONAL_BODIES } });
    const changed = await this.#bodies.change(id, (held) =>
      revisionOf(held) === revision ? { ...body, by, at: this.#now(), revision: revisionOf(held) + 1 } : null
    );
    return changed ? accept(this.#toBody(changed)) : CHANGED_MEANWHILE;
  }

  async consentOf(id: string, country: CountryCode): Promise<Consent> {
    const name = authorityToDatabase(country) ?? '';
    if (!(await this.#engine.exists(name))) return 'open';
    const versions = await readLeaves(this.#engine.open(name), consentSettingId(id));
    return consentIn(versions.filter(({ _deleted }) => _deleted !== true));
  }

  /** `fixes`: a person of the body looks. INCB’s looks decide nothing about totals, since they come before any consent. */
  async members({ id, countries }: HeldBody, fixes: boolean): Promise<MembersView> {
    const today = instantToDate(this.#now());
    const months = fixedMonths(today);
    const answers = new Map<CountryCode, Consent>();
    await inTurns(countries, async (one) => void answers.set(one, await this.consentOf(id, one)));
    const standings = new Map((await listStandings(this.#engine)).map((one) => [one.country, one]));
    const keys = countries.flatMap((country) => months.map((month) => usageId(country, month)));
    const { rows } = await this.#engine.open('incb').allDocs({ keys, include_docs: true });
    const usage = rows.flatMap((row) => parseRecord('doc' in row ? row.doc : null) ?? []);
    const members = countries.map((country): Member => ({
      country,
      consents: answers.get(country) === 'given',
      standing: standings.get(country) ?? null,
      usage: usage.filter((one) => one.country === country)
    }));
    const totals = await this.#totals(id, months, members, fixes);
    return {
      members: members.map((one) => ({
        ...viewMember(one, totals, today),
        answer: answers.get(one.country) ?? 'open'
      })),
      totals: totals.map(viewTotal)
    };
  }

  async items(id: string): Promise<readonly HeldItem[]> {
    const held = (await this.#items.list(`${id}:`)).filter(({ item }) => !isWithdrawn(item));
    return held.map((one) => ({
      ...one.item,
      id: this.#items.nameOf(one).slice(id.length + 1),
      at: one.at,
      revision: revisionOf(one)
    }));
  }

  async writeItem(
    id: string,
    item: string,
    { content, revision }: Based<{ readonly content: RegionalItem }>,
    by: string
  ): Promise<Result<null>> {
    const name = `${id}:${item}`;
    const held = await this.#items.list(`${id}:`);
    const before = held.find((one) => this.#items.nameOf(one) === name);
    if (
      before === undefined &&
      held.filter(({ item: one }) => !isWithdrawn(one)).length >= MAX_REGIONAL_ITEMS
    )
      return refuse({ code: 'regional.tooMany', values: { most: MAX_REGIONAL_ITEMS } });
    if (before !== undefined && before.item.is !== content.is) return UNKNOWN;
    // Sent again because the answer was lost.
    if (before?.by === by && canonicalJson(before.item) === canonicalJson(content)) return accept(null);
    const changed = await this.#items.change(name, (one) =>
      revisionOf(one) === revision
        ? { item: content, by, at: one?.at ?? this.#now(), revision: revisionOf(one) + 1 }
        : null
    );
    return changed ? accept(null) : CHANGED_MEANWHILE;
  }

  async #totals(
    id: string,
    months: readonly Month[],
    members: readonly Member[],
    fixes: boolean
  ): Promise<readonly MonthTotal[]> {
    const held = await this.#months.readAll(months.map((month) => `${id}:${month}`));
    const fixed: MonthTotal[] = [];
    for (const [index, month] of months.entries()) {
      const name = `${id}:${month}`;
      const before = held[index] ?? null;
      const total = before ?? fixMonth(month, members);
      const made = before || !fixes ? total : await this.#months.insert(name, total);
      const { countries, told } = made ?? (await this.#months.read(name)) ?? { countries: [], told: null };
      fixed.push({ month, countries, told });
    }
    return fixed;
  }

  #toBody(document: AccountDocument<'regional-body'>): HeldBody {
    const { name, countries, ended } = document;
    return { id: this.#bodies.nameOf(document), name, countries, ended, revision: revisionOf(document) };
  }

  #now(): Instant {
    return new Date(this.#clock()).toISOString() as Instant;
  }
}
