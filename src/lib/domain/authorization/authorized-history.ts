/**
 * Past totals of one authority by substance, in micrograms of anhydrous base, to compare a typed figure with. They are
 * computed when acts change, never on each keystroke.
 */
import type { AuthorizationAct, AuthorizationBody } from '../act/body.ts';
import type { AuthorizationKind } from '../act/number.ts';
import type { ActId, AuthorityCode } from '../ids.ts';
import { medianOfSorted } from '../median.ts';
import { microgramsOf } from '../quantity.ts';

export interface SubstanceHistory {
  readonly atOnce: number;
  readonly byYear: ReadonlyMap<number, number>;
}

export interface AuthorizedHistory {
  /** Covers only the kind that is being typed: imports compare with imports. */
  readonly bySubstance: ReadonlyMap<string, SubstanceHistory>;
  /** Median of all lines of both kinds over all substances; null without lines. */
  readonly median: number | null;
}

/** `isVoid`: cancelled or not verified. A cancelled mistake must not make the next one look usual. */
export function readHistory(
  kind: AuthorizationKind,
  issuer: AuthorityCode,
  acts: Iterable<Pick<AuthorizationAct, '_id' | 'body'>>,
  isVoid: (id: ActId) => boolean
): AuthorizedHistory {
  const bySubstance = new Map<string, { atOnce: number; byYear: Map<number, number> }>();
  const amounts: number[] = [];
  for (const { _id, body } of acts) {
    if (body.issuer !== issuer || isVoid(_id)) continue;
    for (const line of body.lines) amounts.push(microgramsOf(line.base));
    if (body.kind !== kind) continue;
    for (const [substance, sum] of sumBySubstance(body.lines)) {
      const known = bySubstance.get(substance) ?? { atOnce: 0, byYear: new Map<number, number>() };
      const year = Number(body.issuedOn.slice(0, 4));
      known.atOnce = Math.max(known.atOnce, sum);
      known.byYear.set(year, (known.byYear.get(year) ?? 0) + sum);
      bySubstance.set(substance, known);
    }
  }
  return { bySubstance, median: middleOf(amounts) };
}

function sumBySubstance(lines: AuthorizationBody['lines']): ReadonlyMap<string, number> {
  const sums = new Map<string, number>();
  for (const { substance, base } of lines)
    sums.set(substance, (sums.get(substance) ?? 0) + microgramsOf(base));
  return sums;
}

/** Rounded to whole micrograms: smaller amounts do not matter for a question. */
function middleOf(amounts: readonly number[]): number | null {
  const median = medianOfSorted(Float64Array.from(amounts).sort());
  return median === null ? null : Math.floor(median);
}

export function mostInAYear({ byYear }: SubstanceHistory): number {
  return Math.max(0, ...byYear.values());
}
