/**
 * Which country an address names, so that an importer or exporter in another country than the form says is asked
 * about. Names come from outside (`lib/i18n`): the domain knows codes alone. It is a question and never a bar, for
 * towns and streets bear the names of countries too.
 */
import type { CountryCode } from '../ids.ts';
import { foldText } from './typed-text.ts';

/** From a name as `nameToKey` makes it to the countries that are called so. */
export type CountriesByName = ReadonlyMap<string, readonly CountryCode[]>;

export function nameToKey(name: string): string {
  return foldText(name.replace(/[^\p{L}\p{N}]+/gu, ' '));
}

/** Codes are left out: "CA" is California as well as Canada. */
export function isNameInAddresses(name: string): boolean {
  return !/^[A-Za-z]{0,3}$/.test(name);
}

/** A country that the address names and that is not the expected one; null where it names that one, or none. */
export function findOtherCountry(
  address: string,
  expected: CountryCode,
  names: CountriesByName | undefined
): CountryCode | null {
  if (!names) return null;
  const found = partsOf(address).map((part) => names.get(part) ?? []);
  if (found.some((countries) => countries.includes(expected))) return null;
  return found.flat()[0] ?? null;
}

/**
 * What stands between commas, brackets and line breaks, without postal codes, and what the whole address ends with:
 * "1000 Brussels Belgium". Of "Newark, New Jersey" the end is not Jersey.
 */
function partsOf(address: string): readonly string[] {
  const parts = address.split(/[\n,;()،、]/).map(nameToKey);
  const last = parts.filter((part) => part !== '').pop() ?? '';
  const words = last.split(' ');
  const ends = words.flatMap((_, at) =>
    at === 0 || words[at - 1] === 'new' ? [] : [words.slice(at).join(' ')]
  );
  return [...parts, ...parts.map((part) => withoutFigures(part)), ...ends];
}

function withoutFigures(part: string): string {
  return part
    .split(' ')
    .filter((word) => !/\p{N}/u.test(word))
    .join(' ');
}
