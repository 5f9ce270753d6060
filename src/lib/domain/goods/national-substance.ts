/**
 * Substances that one country controls by its own law, such as tramadol: neither Convention lists them. They are never
 * shown as controlled by treaty.
 */
import { isCountry } from '../country.ts';
import type { CalendarDate, CountryCode, FormKey, SubstanceKey } from '../ids.ts';
import { decimal, pattern, shaped, text, type Checked } from '../shape/shape.ts';
import { slug } from '../shape/references.ts';
import type { EditionIndex, NationalListing, Substance } from './substance-edition.ts';

const KEY = /^national-([a-z]{2})-([a-z0-9]+(?:-[a-z0-9]+)*)$/;

/** One substance in one form. A second form of it is another row with the same key, name and schedule. */
export const nationalSubstance = shaped({
  required: {
    key: pattern<SubstanceKey>(KEY, 'act.slug.malformed'),
    name: text(1, 120),
    /** Name of the schedule in the country's own law. */
    schedule: text(1, 80),
    form: slug<FormKey>(),
    formName: text(1, 120),
    /** Anhydrous base per unit of this form. */
    factor: decimal
  }
});
export type NationalSubstance = Checked<typeof nationalSubstance>;

/** The key names the country, so that no device takes it for another country's or a treaty's substance. */
export function nationalKey(country: CountryCode, name: string): SubstanceKey | null {
  const words = toSlug(name);
  return words === '' ? null : (`national-${country.toLowerCase()}-${words}` as SubstanceKey);
}

export function toSlug(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
    .slice(0, 60)
    .replace(/-$/, '');
}

export function countryOfNational(key: string): CountryCode | null {
  const code = KEY.exec(key)?.[1]?.toUpperCase();
  return isCountry(code) ? code : null;
}

/** A country's entry without its practice: its key gives country and name. It has no form, so no new line can use it. */
export function unlistedNational(key: string): Substance | null {
  const country = countryOfNational(key);
  const words = KEY.exec(key)?.[2] ?? '';
  return country && toSubstance(key as SubstanceKey, words.replace(/-/g, ' '), { country, schedule: null });
}

function toSubstance(key: SubstanceKey, name: string, national: NationalListing): Substance {
  return {
    key,
    name,
    innSource: null,
    synonyms: [],
    convention: null,
    schedules: [],
    scheduleSource: '',
    cas: null,
    casSource: null,
    formula: null,
    formulaSource: null,
    mw: null,
    hs6: null,
    atc: null,
    incbIdsCode: null,
    forms: [],
    national
  };
}

export interface NationalList {
  readonly country: CountryCode;
  readonly effectiveFrom: CalendarDate;
  readonly substances: readonly NationalSubstance[];
}

/** The edition with the entries of countries. The edition's own rows keep their place before them. */
export function withNational(index: EditionIndex, lists: readonly NationalList[]): EditionIndex {
  const rows = lists.flatMap(toSubstances);
  if (rows.length === 0) return index;
  const byKey = new Map(index.byKey);
  for (const row of rows) byKey.set(row.key, row);
  return { edition: { ...index.edition, rows: index.edition.rows.concat(rows) }, byKey };
}

function toSubstances({ country, effectiveFrom, substances }: NationalList): Substance[] {
  const source = { edition: `${country} ${effectiveFrom}`, date: effectiveFrom };
  const keys = substances.map(({ key }) => key).filter((key, at, all) => all.indexOf(key) === at);
  return keys.flatMap((key) => {
    const own = substances.filter((one) => one.key === key);
    const [first] = own;
    if (!first) return [];
    const forms = own.map(
      ({ form, formName, factor }) =>
        ({ key: form, name: formName, factor, factorSource: 'national', source }) as const
    );
    return [{ ...toSubstance(key, first.name, { country, schedule: first.schedule }), forms }];
  });
}
