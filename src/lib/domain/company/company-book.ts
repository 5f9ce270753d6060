/** Finds the company of a party. An authorization names its company in words, so a name never leaves the register. */
import type { AuthorizationAct, AuthorizationBody, Party } from '../act/body.ts';
import type { ActId } from '../ids.ts';
import { foldText } from '../act/typed-text.ts';
import { yearOf } from '../balance/claims.ts';
import { addTo } from '../groups.ts';
import { microgramsOf } from '../quantity.ts';
import type { Company, Operation, Quota } from './company.ts';

type NamedParty = Pick<Party, 'name'> & Partial<Pick<Party, 'address' | 'country'>>;

export interface CompanyBook {
  readonly isUsed: boolean;
  /** Day from which the register says whose licences count; empty for all days. */
  readonly usedSince: string;
  companyOf(party: NamedParty): Company | null;
  /** Null if two companies have that name and neither has this address: a company must not see the authorization of another. */
  surelyOf(party: NamedParty): Company | null;
  /** The company itself, or the one that it was merged into. */
  left(id: string): Company | null;
  /** Micrograms of base in the company's authorizations of the year. */
  used(company: Company, quota: Omit<Quota, 'base'>): number;
}

/** `replaced` gives its quantity back. */
export function openBook(
  companies: readonly Company[],
  use = new QuotaUse(),
  replaced: AuthorizationAct | null = null
): CompanyBook {
  const byId = new Map(companies.map((one) => [one._id, one]));
  const byName = new Map<string, Company[]>();
  for (const one of companies)
    for (const name of [one.name, ...(one.earlierNames ?? [])]) addTo(byName, foldText(name), one);
  const namedBy = (party: NamedParty): readonly Company[] =>
    (byName.get(foldText(party.name)) ?? []).filter(
      ({ country }) => !country || !party.country || country === party.country
    );
  const isAt = ({ address }: Company, party: NamedParty): boolean =>
    foldText(address) === foldText(party.address ?? '');
  const companyOf = (party: NamedParty): Company | null => {
    const named = namedBy(party);
    const found = named.find((one) => isAt(one, party)) ?? named[0];
    return found ? followMerges(found, byId) : null;
  };
  const surelyOf = (party: NamedParty): Company | null => {
    const named = namedBy(party);
    const there = named.filter((one) => isAt(one, party));
    const [found, ...others] = new Set(
      (there.length > 0 ? there : named).map((one) => followMerges(one, byId))
    );
    return found && others.length === 0 ? found : null;
  };
  const licensed = companies.filter(({ licences = [] }) => licences.length > 0);
  let sums: ReadonlyMap<string, number> | null = null;
  return {
    isUsed: licensed.length > 0,
    usedSince: licensed.reduce(
      (first, { changedOn = '' }) => (changedOn < first ? changedOn : first),
      '9999'
    ),
    companyOf,
    surelyOf,
    left: (id) => {
      const found = byId.get(id);
      return found ? followMerges(found, byId) : null;
    },
    used: (company, { operation, substance, year }) => {
      sums ??= use.byCompany(companyOf, replaced);
      return sums.get([company._id, operation, substance, year].join(' ')) ?? 0;
    }
  };
}

/** Null where no quota is set. */
export function quotaLeft(company: Company, quota: Omit<Quota, 'base'>, book: CompanyBook): number | null {
  const set = (company.quotas ?? []).find(
    (one) => one.substance === quota.substance && one.operation === quota.operation && one.year === quota.year
  );
  return set ? microgramsOf(set.base) - book.used(company, quota) : null;
}

/** One party's, by operation, substance and year. */
interface PartyUse {
  readonly party: Party;
  readonly sums: Map<string, number>;
}

/** What an authority's own authorizations take from quotas, in micrograms of base, as they are issued and cancelled. */
export class QuotaUse {
  readonly #issuer: string | null;
  readonly #acts = new Map<ActId, AuthorizationAct>();
  /** By the words that name the party: which company it is depends on the register. */
  readonly #parties = new Map<string, PartyUse>();

  /** Null if only the acts of one authority are added. */
  constructor(issuer: string | null = null) {
    this.#issuer = issuer;
  }

  add(act: AuthorizationAct): void {
    if (this.#acts.has(act._id) || (this.#issuer !== null && act.body.issuer !== this.#issuer)) return;
    this.#acts.set(act._id, act);
    this.#count(act, 1);
  }

  remove(id: ActId): void {
    const act = this.#acts.get(id);
    if (!act) return;
    this.#acts.delete(id);
    this.#count(act, -1);
  }

  #count({ body }: AuthorizationAct, by: 1 | -1): void {
    const party = partyIn(body);
    const words = [party.name, party.address, party.country].join('\n');
    const use = this.#parties.get(words) ?? { party, sums: new Map<string, number>() };
    this.#parties.set(words, use);
    for (const [key, base] of takenBy(body)) use.sums.set(key, (use.sums.get(key) ?? 0) + by * base);
  }

  byCompany(
    companyOf: CompanyBook['companyOf'],
    replaced: AuthorizationAct | null
  ): ReadonlyMap<string, number> {
    const sums = new Map<string, number>();
    const take = (party: Party, uses: Iterable<readonly [string, number]>, by: 1 | -1): void => {
      const company = companyOf(party);
      if (!company) return;
      for (const [key, base] of uses) {
        const name = `${company._id} ${key}`;
        sums.set(name, (sums.get(name) ?? 0) + by * base);
      }
    };
    this.#parties.forEach((use) => take(use.party, use.sums, 1));
    if (replaced && this.#acts.has(replaced._id)) take(partyIn(replaced.body), takenBy(replaced.body), -1);
    return sums;
  }
}

export function useOf(acts: Iterable<AuthorizationAct>): QuotaUse {
  const use = new QuotaUse();
  for (const act of acts) use.add(act);
  return use;
}

function partyIn(body: AuthorizationBody): Party {
  return body.kind === 'import-authorization' ? body.importer : body.exporter;
}

function takenBy(body: AuthorizationBody): readonly (readonly [string, number])[] {
  const operation: Operation = body.kind === 'import-authorization' ? 'import' : 'export';
  return body.lines.map(({ substance, base }) => [
    [operation, substance, yearOf(body)].join(' '),
    microgramsOf(base)
  ]);
}

/** Two devices can merge two companies into each other; then the one with the first id is left on both. */
function followMerges(start: Company, byId: ReadonlyMap<string, Company>): Company {
  const passed: Company[] = [];
  for (let one: Company | undefined = start; one; one = byId.get(one.mergedInto ?? '')) {
    const turn = passed.indexOf(one);
    if (turn >= 0) return passed.slice(turn).reduce((first, next) => (next._id < first._id ? next : first));
    passed.push(one);
  }
  return passed[passed.length - 1] as Company;
}

/** The companies that were not merged into another one. */
export function leftCompanies(companies: readonly Company[]): readonly Company[] {
  const byId = new Map(companies.map((one) => [one._id, one]));
  return companies.filter((one) => one.mergedInto === undefined || followMerges(one, byId) === one);
}
