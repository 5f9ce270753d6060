/**
 * Finds the country that an address names, to question an unexpected one. Never a refusal: towns and streets have
 * country names too. `lib/i18n` gives the names.
 */
import type { CountryCode } from '../ids.ts';
import { foldText } from '../act/typed-text.ts';

export type CountriesByName = ReadonlyMap<string, readonly CountryCode[]>;

export function nameToKey(name: string): string {
  return foldText(name.replace(/[^\p{L}\p{N}]+/gu, ' '));
}

export function isNameInAddresses(name: string): boolean {
  return !/^[A-Za-z]{0,3}$/.test(name);
}

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
 * Parts between commas, brackets and line breaks without postal codes, and the end of the address: "1000 Brussels
 * Belgium". The end of "Newark, New Jersey" is not Jersey.
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
