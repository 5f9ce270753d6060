/** The tables of `country-names/`, each loaded on demand; the server reads them too. */
import {
  isNameInAddresses,
  nameToKey,
  type CountriesByName
} from '#lib/domain/authorization/address-country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { Language } from './plain-format.ts';

export type CountryNames = Readonly<Record<string, string>>;

export const COUNTRY_TABLES: Record<Language, () => Promise<{ readonly default: CountryNames }>> = {
  en: () => import('./country-names/en.json', { with: { type: 'json' } }),
  fr: () => import('./country-names/fr.json', { with: { type: 'json' } }),
  es: () => import('./country-names/es.json', { with: { type: 'json' } }),
  ru: () => import('./country-names/ru.json', { with: { type: 'json' } }),
  zh: () => import('./country-names/zh.json', { with: { type: 'json' } }),
  ar: () => import('./country-names/ar.json', { with: { type: 'json' } })
};

/** All six languages, alpha-3 code, former and common names. Never shown. */
export async function loadSearchNames(): Promise<ReadonlyMap<string, readonly string[]>> {
  const [others, ...languages] = await Promise.all([
    import('./country-names/other-names.json', { with: { type: 'json' } }),
    ...Object.values(COUNTRY_TABLES).map((load) => load())
  ]);
  const known = Object.entries(others.default as Readonly<Record<string, readonly string[]>>);
  return new Map(
    known.map(([code, names]) => [
      code,
      [...new Set([code, ...names, ...languages.map(({ default: table }) => table[code] ?? code)])]
    ])
  );
}

export async function loadNamesInAddresses(): Promise<CountriesByName> {
  const byName = new Map<string, CountryCode[]>();
  for (const [code, names] of await loadSearchNames()) {
    for (const name of names.filter(isNameInAddresses)) {
      const key = nameToKey(name);
      const known = byName.get(key) ?? [];
      if (!known.includes(code as CountryCode)) byName.set(key, [...known, code as CountryCode]);
    }
  }
  return byName;
}
