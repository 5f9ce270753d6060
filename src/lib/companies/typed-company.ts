import { cleanText } from '#lib/domain/act/typed-text.ts';
import {
  parseCompany,
  type Company,
  type CompanyRole,
  type Licence,
  type Operation
} from '#lib/domain/company/company.ts';
import { judgeCompany } from '#lib/domain/company/judge-company.ts';
import { findSubstance, type EditionIndex } from '#lib/domain/goods/substance.ts';
import { keyOfSubstance } from '#lib/domain/goods/substance-search.ts';
import { isCalendarDate } from '#lib/domain/calendar-date.ts';
import type { Scan } from '#lib/domain/file/scan.ts';
import type { CalendarDate, SubstanceKey } from '#lib/domain/ids.ts';
import { parseGrams } from '#lib/domain/quantity.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { microgramsToDecimal } from '#lib/i18n/format.ts';

export interface TypedLicence {
  number: string;
  operations: Operation[];
  /** Names, separated by semicolons. */
  substances: string;
  schedules: string[];
  validFrom: string;
  validUntil: string;
  premises: string;
  conditions: string;
  scan: Scan | null;
}

interface TypedQuota {
  substance: string;
  operation: Operation;
  year: string;
  grams: string;
}

interface TypedCompany {
  name: string;
  address: string;
  country: string;
  nationalNumber: string;
  roles: CompanyRole[];
  responsible: string;
  office: string;
  confirmedBy: string;
  confirmedOn: string;
  premises: { name: string; address: string }[];
  licences: TypedLicence[];
  quotas: TypedQuota[];
}

export function toTyped(one: Partial<Company>, edition: EditionIndex): TypedCompany {
  const nameOf = (key: string): string => findSubstance(key, edition)?.name ?? key;
  return {
    name: one.name ?? '',
    address: one.address ?? '',
    country: one.country ?? '',
    nationalNumber: one.nationalNumber ?? '',
    roles: [...(one.roles ?? [])],
    responsible: one.responsible?.name ?? '',
    office: one.responsible?.office ?? '',
    confirmedBy: one.confirmed?.by ?? '',
    confirmedOn: one.confirmed?.on ?? '',
    premises: (one.premises ?? []).map((place) => ({ ...place })),
    licences: (one.licences ?? []).map((licence) => ({
      ...licence,
      operations: [...licence.operations],
      schedules: [...licence.schedules],
      substances: licence.substances.map(nameOf).join('; '),
      premises: licence.premises ?? '',
      conditions: licence.conditions ?? '',
      scan: licence.scan ?? null
    })),
    quotas: (one.quotas ?? []).map(({ substance, operation, year, base }) => ({
      substance: nameOf(substance),
      operation,
      year: String(year),
      grams: microgramsToDecimal(base, 'g')
    }))
  };
}

export const emptyLicence = (today: CalendarDate): TypedLicence => ({
  number: '',
  operations: [],
  substances: '',
  schedules: [],
  validFrom: today,
  validUntil: '',
  premises: '',
  conditions: '',
  scan: null
});

/** `held`: id, history and members that the form does not show. */
export function fromTyped(
  typed: TypedCompany,
  held: Pick<Company, '_id'> & Partial<Company>,
  { edition, today }: { readonly edition: EditionIndex; readonly today: CalendarDate }
): Result<Company> {
  const problems: Problem[] = [];
  const keyOf = (name: string, path: string): SubstanceKey[] => {
    const key = keyOfSubstance(name, edition);
    if (key === null) problems.push({ code: 'company.substance.unknown', path, values: { found: name } });
    return key === null ? [] : [key as SubstanceKey];
  };
  const licences = typed.licences.map((one, at) => toLicence(one, `licences.${at}`, keyOf, problems));
  const quotas = typed.quotas.flatMap(({ substance, operation, year, grams }, at) => {
    const amount = parseGrams(grams);
    if (!amount.ok || !/^20\d\d$/.test(year))
      problems.push({ code: 'company.quota.malformed', path: `quotas.${at}` });
    const base = amount.ok ? amount.value : '0';
    return keyOf(substance, `quotas.${at}`).map((key) => ({
      substance: key,
      operation,
      year: Number(year),
      base
    }));
  });
  const isConfirmed = typed.confirmedBy.trim() !== '';
  if (isConfirmed && !isCalendarDate(typed.confirmedOn))
    problems.push({ code: 'company.date.missing', path: 'confirmedOn' });
  const optional = {
    nationalNumber: cleanText(typed.nationalNumber),
    responsible: typed.responsible.trim() && {
      name: cleanText(typed.responsible),
      ...(typed.office.trim() ? { office: cleanText(typed.office) } : {})
    },
    confirmed: isConfirmed && { by: cleanText(typed.confirmedBy), on: typed.confirmedOn }
  };
  const { responsible: _r, confirmed: _c, nationalNumber: _n, ...rest } = held;
  const company = {
    ...rest,
    schema: 1,
    history: held.history ?? [{ status: held.retired ? 'ended' : 'active', on: today }],
    name: cleanText(typed.name),
    address: cleanText(typed.address, true),
    country: typed.country,
    roles: typed.roles,
    premises: typed.premises.map(({ name, address }) => ({
      name: cleanText(name),
      address: cleanText(address, true)
    })),
    licences,
    quotas,
    ...Object.fromEntries(Object.entries(optional).filter(([, value]) => value))
  } as Company;
  const judged = problems.length > 0 ? [] : judgeCompany(company);
  if (problems.length + judged.length > 0) return refuse(...problems, ...judged);
  return parseCompany(company).ok ? accept(company) : refuse({ code: 'company.form.unreadable' });
}

function toLicence(
  {
    number,
    operations,
    substances,
    schedules,
    validFrom,
    validUntil,
    premises,
    conditions,
    scan
  }: TypedLicence,
  path: string,
  keyOf: (name: string, path: string) => SubstanceKey[],
  problems: Problem[]
): Licence {
  const tell = (code: string, member: string): void =>
    void problems.push({ code, path: `${path}.${member}` });
  if (number.trim() === '') tell('company.licence.number.missing', 'number');
  if (operations.length === 0) tell('company.licence.operations.missing', 'operations');
  if (!isCalendarDate(validFrom)) tell('company.date.missing', 'validFrom');
  if (!isCalendarDate(validUntil)) tell('company.date.missing', 'validUntil');
  const names = substances.split(';').map((one) => one.trim());
  return {
    number: cleanText(number),
    operations,
    substances: names.filter((name) => name !== '').flatMap((name) => keyOf(name, `${path}.substances`)),
    schedules,
    validFrom: validFrom as CalendarDate,
    validUntil: validUntil as CalendarDate,
    ...(premises ? { premises } : {}),
    ...(conditions.trim() ? { conditions: cleanText(conditions, true) } : {}),
    ...(scan ? { scan } : {})
  };
}
