/**
 * United Nations (M49, six languages). Browser names (`Intl`) differ from these and from each other ("Turkey", "Ivory
 * Coast", "Congo - Kinshasa"), so they only serve until the table loads. Source and exceptions:
 * `country-names/README.md`.
 */
import { createSubscriber } from 'svelte/reactivity';
import { COUNTRY_TABLES, type CountryNames } from './country-tables.ts';
import type { Locale } from './paraglide/runtime.js';

const held: Partial<Record<Locale, CountryNames>> = {};
const redraws = new Set<() => void>();
const watch = createSubscriber((redraw) => {
  redraws.add(redraw);
  return () => void redraws.delete(redraw);
});

/** Renders names again after loading. On a first visit offline `Intl` stays. */
export async function openCountryNames(locale: Locale): Promise<void> {
  if (held[locale]) return;
  const names = await COUNTRY_TABLES[locale]().catch(() => null);
  if (names === null) return;
  held[locale] = names.default;
  for (const redraw of redraws) redraw();
}

export function countryNamesOf(locale: Locale): CountryNames | undefined {
  watch();
  return held[locale];
}
