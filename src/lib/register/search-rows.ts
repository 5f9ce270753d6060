/** Each word must be in the record, or begin a name of its partner in six languages, a former name or a code. */
import type { CountryCode } from '#lib/domain/ids.ts';
import { foldText } from '#lib/domain/act/typed-text.ts';
import { loadSearchNames } from '#lib/i18n/country-names.ts';
import { wholeName } from '#lib/ui/form/fuzzy.ts';

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
}

export function searchRows<R extends Searched>(
  rows: readonly R[],
  text: string,
  countries: CountryWords
): readonly R[] {
  const words = foldText(text).split(/\s+/).filter(Boolean);
  const named = words.map((word) => new Set<string | null>(countriesCalled(word, countries)));
  return rows.filter(({ haystack, partner }) =>
    words.every((word, at) => haystack.includes(word) || named[at]?.has(partner))
  );
}

export function countriesCalled(text: string, countries: CountryWords): readonly CountryCode[] {
  const name = wholeName(text);
  if (name === '') return [];
  // One or two letters begin too many names: they must be a code or a whole name.
  const sought = name.length < 3 ? ` ${name} ` : ` ${name}`;
  return [...countries].flatMap(([code, all]) => (all.includes(sought) ? [code as CountryCode] : []));
}
