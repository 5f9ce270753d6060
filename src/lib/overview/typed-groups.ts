/** Typed country groups: a name, and two-letter codes separated by spaces or commas. */
import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';

export interface TypedGroup {
  name: string;
  codes: string;
}

interface ReadGroup {
  readonly name: string;
  readonly countries: readonly CountryCode[];
  readonly unknown: readonly string[];
  readonly problem: 'name' | 'codes' | null;
}

const MAX_NAME_LENGTH = 120;

export function readCodes({ name, codes }: TypedGroup): ReadGroup {
  const typed = codes
    .toUpperCase()
    .split(/[\s,;،、]+/)
    .filter((code) => code !== '');
  const unknown = typed.filter((code) => !isCountry(code));
  const countries = [...new Set(typed.filter(isCountry))];
  const trimmed = name.normalize('NFC').trim().replace(/\s+/g, ' ');
  const hasName = trimmed !== '' && trimmed.length <= MAX_NAME_LENGTH;
  const problem = !hasName ? 'name' : unknown.length > 0 || countries.length === 0 ? 'codes' : null;
  return { name: trimmed, countries, unknown, problem };
}
