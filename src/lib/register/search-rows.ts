/**
 * What is typed in a search of the register: each word stands in the record, or begins a name of its partner in one
 * of the six languages, a former one or a code, as where a country is chosen.
 */
import type { CountryCode } from '#lib/domain/ids.ts';
import { loadSearchNames } from '#lib/i18n/country-names.ts';
import { wholeName } from '#lib/ui/fuzzy.ts';

/** All that a country is called, each name between blanks. */
export type CountryWords = ReadonlyMap<string, string>;

export const NO_COUNTRY_WORDS: CountryWords = new Map();

/** Empty where the tables cannot be had just now: the words of the records are searched all the same. */
export async function loadCountryWords(): Promise<CountryWords> {
  const names = await loadSearchNames().catch(() => NO_COUNTRY_WORDS as ReadonlyMap<string, never>);
  return new Map([...names].map(([code, all]) => [code, ` ${all.map(wholeName).join(' ')} `]));
}

interface Searched {
  readonly haystack: string;
  readonly partner: CountryCode | null;
}

export function searchRows<R extends Searched>(
  rows: readonly R[],
  text: string,
  countries: CountryWords
): readonly R[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const named = words.map((word) => new Set<string | null>(countriesCalled(word, countries)));
  return rows.filter(({ haystack, partner }) =>
    words.every((word, at) => haystack.includes(word) || named[at]?.has(partner))
  );
}

export function countriesCalled(text: string, countries: CountryWords): readonly CountryCode[] {
  const name = wholeName(text);
  if (name === '') return [];
  // A letter or two begin too many names: they are a code, or the whole of a name.
  const sought = name.length < 3 ? ` ${name} ` : ` ${name}`;
  return [...countries].flatMap(([code, all]) => (all.includes(sought) ? [code as CountryCode] : []));
}
