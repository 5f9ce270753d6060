/** Finds the company of a party. An authorization names its company in words, so a name never leaves the register. */
import type { AuthorizationAct, Party } from '../act/body.ts';
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

/** `acts`: the authority's own that count. */
export function openBook(companies: readonly Company[], acts: readonly AuthorizationAct[]): CompanyBook {
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
      sums ??= sumUse(acts, companyOf);
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

function sumUse(
  acts: readonly AuthorizationAct[],
  companyOf: CompanyBook['companyOf']
): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { body } of acts) {
    const isImport = body.kind === 'import-authorization';
    const company = companyOf(isImport ? body.importer : body.exporter);
    const operation: Operation = isImport ? 'import' : 'export';
    for (const { substance, base } of company ? body.lines : []) {
      const key = [company?._id, operation, substance, yearOf(body)].join(' ');
      sums.set(key, (sums.get(key) ?? 0) + microgramsOf(base));
    }
  }
  return sums;
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
