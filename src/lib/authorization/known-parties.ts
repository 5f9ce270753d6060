import type { Act, Party } from '#lib/domain/act/body.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import { foldText } from '#lib/domain/act/typed-text.ts';
import type { CompanyBook } from '#lib/domain/company/company-book.ts';
import { statusOn, type Operation } from '#lib/domain/company/company.ts';
import { covers } from '#lib/domain/company/coverage.ts';
import type { Substance } from '#lib/domain/goods/substance.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import type { Company } from '#lib/store/api.ts';

export type PartyRole = 'importer' | 'exporter';

export interface KnownParty extends Omit<Party, 'country'> {
  /** Country in the act or on its authorization; empty for a listed company without one. */
  readonly country: string;
}

export interface KnownParties {
  readonly importer: readonly KnownParty[];
  readonly exporter: readonly KnownParty[];
}

export function listKnownParties(acts: readonly Act[], companies: readonly Company[]): KnownParties {
  const own = companies
    .filter((company) => !company.retired)
    .map(({ name, address, licence, licences, country = '' }) => ({
      name,
      address,
      country,
      licence: newestLicence(licences) ?? licence ?? ''
    }));
  const latest = [...acts].sort((a, b) => (a.body.at < b.body.at ? 1 : -1));
  return {
    importer: withoutRepetition([...latest.flatMap((act) => partyOf(act, 'importer')), ...own]),
    exporter: withoutRepetition([...latest.flatMap((act) => partyOf(act, 'exporter')), ...own])
  };
}

function newestLicence(licences: Company['licences'] = []): string | undefined {
  return [...licences].sort((a, b) => (a.validUntil < b.validUntil ? 1 : -1))[0]?.number;
}

function partyOf({ body }: Act, role: PartyRole): KnownParty[] {
  if (body.kind === 'import-authorization') {
    return [{ country: role === 'importer' ? body.issuer : body.exportingCountry, ...body[role] }];
  }
  if (body.kind === 'export-authorization' || body.kind === 'export-declaration') {
    return [{ country: role === 'exporter' ? body.issuer : body.importingCountry, ...body[role] }];
  }
  return [];
}

function withoutRepetition(parties: readonly KnownParty[]): readonly KnownParty[] {
  const seen = new Map<string, KnownParty>();
  for (const { name, address, licence, country } of parties) {
    const key = [foldText(name), foldText(address), country].join('|');
    if (!seen.has(key)) seen.set(key, { name, address, country, ...(licence ? { licence } : {}) });
  }
  return [...seen.values()];
}

/** The party at home is in the own country or list, the party abroad is not. */
export function partiesFor(kind: AuthorizationKind, country: CountryCode, known: KnownParties): KnownParties {
  const home = (party: KnownParty): boolean => party.country === '' || party.country === country;
  const abroad = (party: KnownParty): boolean => party.country !== country;
  const isImport = kind === 'import-authorization';
  return {
    importer: known.importer.filter(isImport ? home : abroad),
    exporter: known.exporter.filter(isImport ? abroad : home)
  };
}

export function partiesIn(country: string, known: readonly KnownParty[]): readonly KnownParty[] {
  return country === '' ? known : known.filter((party) => party.country === '' || party.country === country);
}

/** Those whose licences cover all the goods; the officer can still type another name. */
export function licensedOnly(
  parties: readonly KnownParty[],
  { companyOf }: CompanyBook,
  substances: readonly Substance[],
  operation: Operation,
  date: CalendarDate
): readonly KnownParty[] {
  return parties.filter(({ name, address }) => {
    const company = companyOf({ name, address });
    if (!company || statusOn(company, date) !== 'active') return false;
    return substances.every(
      (substance) => covers(company, { substance, operation, date, address }).state === 'covered'
    );
  });
}

export function findKnownParty(name: string, known: readonly KnownParty[]): KnownParty | null {
  const folded = foldText(name);
  return folded === '' ? null : (known.find((party) => foldText(party.name) === folded) ?? null);
}

/** An address filled in by a name can be replaced with the next name. */
export function isKnownAddress(address: string, known: readonly KnownParty[]): boolean {
  const folded = foldText(address);
  return folded === '' || known.some((party) => foldText(party.address) === folded);
}
