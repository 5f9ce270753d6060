/** Quantities in lists, each with its drug: a quantity of two drugs together has no meaning. */
import type { SubstanceTotal } from '#lib/domain/goods/substance-totals.ts';
import { findSubstance } from '#lib/domain/goods/substance.ts';
import { formatQuantity, formatSeries } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';

export function substanceName(key: string): string {
  return findSubstance(key)?.name ?? key;
}

export function totalText({ base }: SubstanceTotal): string {
  return formatQuantity(String(base));
}

/** For one line: the quantity of the only substance, or how many substances there are. */
export function totalsText(totals: readonly SubstanceTotal[]): string {
  const [only] = totals;
  return only && totals.length === 1 ? totalText(only) : m.register_substances({ count: totals.length });
}

/** Each substance with its total. */
export function totalsTitle(totals: readonly SubstanceTotal[]): string {
  return totals.map((one) => formatSeries([substanceName(one.substance), totalText(one)])).join('\n');
}

/** Grams, for a column whose head says so. */
export function toGrams(micrograms: number): number {
  return micrograms / 1e6;
}
