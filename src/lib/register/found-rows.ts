import type { RegisterRow, RowStatus } from '#lib/store/api.ts';
import { KeptNames } from '#lib/domain/groups.ts';
import type { RegisterParams } from './register-params.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { foldText } from '#lib/domain/act/typed-text.ts';
import type { EditionIndex } from '#lib/domain/goods/substance.ts';
import { namesOf } from '#lib/domain/goods/substance-search.ts';
import { loadSearchNames } from '#lib/i18n/country-tables.ts';
import { editionShown } from '#lib/lists/edition-shown.svelte.ts';
import { wholeName } from '#lib/ui/form/fuzzy.ts';

export type Filters = Omit<RegisterParams, 'tab' | 'sort'>;

export interface Sought {
  readonly text: string;
  readonly countries: CountryWords;
  readonly company?: string | null;
}

export function isAsked(
  row: RegisterRow,
  { direction, partner, substance, status, from, until }: Filters,
  company: string | null
): boolean {
  return (
    (direction === null || row.direction === direction) &&
    (partner === null || row.partner === partner) &&
    (substance === null || row.totals.some((one) => one.substance === substance)) &&
    (status === null || hasStatus(row, status)) &&
    (company === null || row.importer === company || row.exporter === company) &&
    (from === null || row.issuedOn >= from) &&
    (until === null || row.issuedOn <= until)
  );
}

export function hasStatus(row: RegisterRow, status: RowStatus): boolean {
  return row.status === status || (status === 'suspended' && row.isSuspended);
}

export type CountryWords = ReadonlyMap<string, string>;

export const NO_COUNTRY_WORDS: CountryWords = new Map();

/** Empty if the tables cannot be loaded; the words of the records are searched nevertheless. */
export async function loadCountryWords(): Promise<CountryWords> {
  const names = await loadSearchNames().catch(() => NO_COUNTRY_WORDS as ReadonlyMap<string, never>);
  return new Map([...names].map(([code, all]) => [code, ` ${all.map(wholeName).join(' ')} `]));
}

interface Searched {
  /** Folded (`foldText`). */
  readonly haystack: string;
  readonly partner: CountryCode | null;
  readonly totals: readonly { readonly substance: string }[];
}

export interface WordsSought {
  readonly words: readonly SoughtWord[];
  /** Substances that all words together call: a trade name or a code such as `NM 009` can be several words. */
  readonly whole: ReadonlySet<string>;
}

export function wordsSought(text: string, countries: CountryWords): WordsSought {
  const words = foldText(text).split(/\s+/).filter(Boolean);
  return {
    words: words.map((word) => ({
      word,
      countries: new Set(countriesCalled(word, countries)),
      substances: new Set(substancesCalled(word, editionShown()))
    })),
    whole: new Set(words.length > 1 ? substancesCalled(words.join(' '), editionShown()) : [])
  };
}

export function searchRows<R extends Searched>(
  rows: readonly R[],
  text: string,
  countries: CountryWords
): readonly R[] {
  const sought = wordsSought(text, countries);
  return sought.words.length === 0 ? rows : rows.filter((row) => isFound(row, sought));
}

export function isFound({ haystack, partner, totals }: Searched, { words, whole }: WordsSought): boolean {
  const hasOneOf = (substances: ReadonlySet<string>): boolean =>
    substances.size > 0 && totals.some(({ substance }) => substances.has(substance));
  return (
    hasOneOf(whole) ||
    words.every(
      ({ word, countries, substances }) =>
        haystack.includes(word) || (partner !== null && countries.has(partner)) || hasOneOf(substances)
    )
  );
}

/** Folded (`foldText`), with what it is called otherwise. */
export interface SoughtWord {
  readonly word: string;
  readonly countries: ReadonlySet<CountryCode>;
  readonly substances: ReadonlySet<string>;
}

const namesByEdition = new WeakMap<EditionIndex, readonly (readonly [key: string, words: string])[]>();

/** By names in other languages, synonyms, trade names and INCB codes: the documents have the designation only. */
function substancesCalled(word: string, edition: EditionIndex): readonly string[] {
  const known =
    namesByEdition.get(edition) ??
    edition.edition.rows.map(
      (one) => [one.key, foldText([...namesOf(one), one.incbIdsCode ?? ''].join(' '))] as const
    );
  namesByEdition.set(edition, known);
  // One or two Latin letters are in too many names.
  return /^[ -~]{0,2}$/.test(word)
    ? []
    : known.flatMap(([key, words]) => (words.includes(word) ? [key] : []));
}

export function countriesCalled(text: string, countries: CountryWords): readonly CountryCode[] {
  const name = wholeName(text);
  if (name === '') return [];
  // One or two letters begin too many names: they must be a code or a whole name.
  const sought = name.length < 3 ? ` ${name} ` : ` ${name}`;
  return [...countries].flatMap(([code, all]) => (all.includes(sought) ? [code as CountryCode] : []));
}

export function registerNames() {
  return {
    partners: new KeptNames((row: RegisterRow) => [row.partner]),
    substances: new KeptNames((row: RegisterRow) => row.totals.map(({ substance }) => substance)),
    statuses: new KeptNames((row: RegisterRow) =>
      row.isSuspended ? [row.status, 'suspended' as const] : [row.status]
    ),
    companies: new KeptNames((row: RegisterRow) => [row.importer, row.exporter])
  };
}

export function matchingFirst(substances: readonly string[], text: string): readonly string[] {
  const words = foldText(text).split(/\s+/).filter(Boolean);
  const isMeant = (name: string): boolean => words.some((word) => foldText(name).includes(word));
  return [...substances.filter(isMeant), ...substances.filter((name) => !isMeant(name))];
}
