/**
 * Totals of goods by substance, in micrograms of anhydrous base. Quantities of different drugs are never added:
 * estimates, returns and limits are per drug (1961 art. 19 and 20, 1971 art. 16), and without preparations of 1961
 * Schedule III (art. 31(16)).
 */
import type { Line } from './goods.ts';

export interface TotalledGoods {
  readonly substance: string;
  readonly stated: number;
  readonly base: number;
  readonly isExempt?: true;
}

/** Marked by its authority; the door judges the limits (`schedule-three.ts`). */
export function exemptOf({ scheduleThree }: Pick<Line, 'scheduleThree'>): { readonly isExempt?: true } {
  return scheduleThree ? { isExempt: true } : {};
}

export interface SubstanceTotal {
  readonly substance: string;
  readonly base: number;
}

/** Editions give factors with four digits. */
const FACTOR_DIGITS = 4;

/**
 * Rounds a computed base to the digits of the entered quantity, or of the factor if those are more: 1,234 g × 0.7366 is
 * 908.9644 g. Only for totals, never for signed figures and limits.
 */
export function roundedBase({ stated, base }: Pick<TotalledGoods, 'stated' | 'base'>): number {
  const entered = String(stated).replace(/0+$/, '').length;
  return Number(base.toPrecision(Math.max(FACTOR_DIGITS, entered)));
}

export function totalsBySubstance(goods: Iterable<TotalledGoods>): readonly SubstanceTotal[] {
  const totals = new Map<string, number>();
  for (const one of goods)
    if (!one.isExempt) totals.set(one.substance, (totals.get(one.substance) ?? 0) + roundedBase(one));
  return Array.from(totals, ([substance, base]) => ({ substance, base })).sort(compareTotals);
}

function compareTotals(a: SubstanceTotal, b: SubstanceTotal): number {
  return b.base - a.base || (a.substance < b.substance ? -1 : 1);
}
