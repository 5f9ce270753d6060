/**
 * The part of the Conventions that the goods of one document fall under. Art. 12(1) and (3) of 1971 are about Schedules I
 * and II only: Schedule III has the exporter's declaration (12(2)), Schedule IV records.
 */
import { NATIONAL_PRACTICE } from '../result.ts';
import { regimeOf, type Substance } from './substance.ts';

export type Ground = 1961 | 1971 | 'declaration' | 'records';

/** The strictest of all goods; unknown or no goods count as 1961. */
export function groundOf(substances: readonly (Substance | null)[]): Ground {
  const grounds = substances.map(groundOfOne);
  return ([1961, 1971, 'declaration', 'records'] as const).find((one) => grounds.includes(one)) ?? 1961;
}

function groundOfOne(substance: Substance | null): Ground {
  if (substance === null || substance.convention === 1961) return 1961;
  const { instrument } = regimeOf(substance);
  return instrument === 'authorization' ? 1971 : instrument;
}

/** An article for Schedules I and II, as the goods need it. `isDeclared`: the declaration has the same content. */
export function articleOn(article: string, ground: Ground, isDeclared: boolean): string {
  if (ground === 1961 || ground === 1971 || !/^1971:12\.[13]/.test(article)) return article;
  return ground === 'declaration' && isDeclared ? '1971:12.2(a)' : NATIONAL_PRACTICE;
}
