/** Quantities in lists, each with its drug: a quantity of two drugs together has no meaning. */
import type { SubstanceTotal } from '#lib/domain/goods/substance-totals.ts';
import { findSubstance } from '#lib/domain/goods/substance.ts';
import { countryName, formatQuantity, formatSeries } from '#lib/i18n/format.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { editionShown, nameShown } from '#lib/lists/edition-shown.svelte.ts';

export function substanceName(key: string): string {
  const found = findSubstance(key, editionShown());
  if (!found?.national) return nameShown(key);
  return m.substance_national({ name: found.name, country: countryName(found.national.country) });
}

function hasOnlyEnglish(key: string): boolean {
  const locale = readLocale();
  return locale !== 'en' && findSubstance(key, editionShown())?.names?.[locale] === undefined;
}

/** The mark of names that are in English because INCB's list has none in the reader's language. */
export function englishNamesText(keys: readonly string[]): string | null {
  return keys.some(hasOnlyEnglish) ? m.substance_names_english() : null;
}

/** The same for the heading of names in a file. */
export function substanceHead(): string {
  const head = m.register_file_substance();
  const isMarked = [...editionShown().byKey.keys()].some(hasOnlyEnglish);
  return isMarked ? formatSeries([head, m.authorization_name_english()]) : head;
}

export function totalText({ base }: SubstanceTotal): string {
  return formatQuantity(String(base));
}

export function totalsText(totals: readonly SubstanceTotal[]): string {
  const [only] = totals;
  return only && totals.length === 1 ? totalText(only) : m.register_substances({ count: totals.length });
}

export function totalsTitle(totals: readonly SubstanceTotal[]): string {
  return totals.map((one) => formatSeries([substanceName(one.substance), totalText(one)])).join('\n');
}

export function toGrams(micrograms: number): number {
  return micrograms / 1e6;
}
