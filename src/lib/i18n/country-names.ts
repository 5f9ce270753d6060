/**
 * United Nations (M49, six languages). Browser names (`Intl`) differ from these and from each other ("Turkey", "Ivory
 * Coast", "Congo - Kinshasa"), so they only serve until the table loads. Source and exceptions:
 * `country-names/README.md`.
 */
import { createSubscriber } from 'svelte/reactivity';
import {
  isNameInAddresses,
  nameToKey,
  type CountriesByName
} from '#lib/domain/authorization/address-country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { Locale } from './paraglide/runtime.js';

type CountryNames = Readonly<Record<string, string>>;

const IMPORTS: Record<Locale, () => Promise<{ readonly default: CountryNames }>> = {
  en: () => import('./country-names/en.json'),
  fr: () => import('./country-names/fr.json'),
  es: () => import('./country-names/es.json'),
  ru: () => import('./country-names/ru.json'),
  zh: () => import('./country-names/zh.json'),
  ar: () => import('./country-names/ar.json')
};

const held: Partial<Record<Locale, CountryNames>> = {};
const redraws = new Set<() => void>();
const watch = createSubscriber((redraw) => {
  redraws.add(redraw);
  return () => void redraws.delete(redraw);
});

/** Renders names again after loading. On a first visit offline `Intl` stays. */
export async function openCountryNames(locale: Locale): Promise<void> {
  if (held[locale]) return;
  const names = await IMPORTS[locale]().catch(() => null);
  if (names === null) return;
  held[locale] = names.default;
  for (const redraw of redraws) redraw();
}

export function countryNamesOf(locale: Locale): CountryNames | undefined {
  watch();
  return held[locale];
}

/** All six languages, alpha-3 code, former and common names. Never shown. */
export async function loadSearchNames(): Promise<ReadonlyMap<string, readonly string[]>> {
  const [others, ...languages] = await Promise.all([
    import('./country-names/other-names.json'),
    ...Object.values(IMPORTS).map((load) => load())
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
