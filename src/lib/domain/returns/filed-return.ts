/** What a return is when it is filed, and what has changed since. */
import type { CountryCode, SubstanceKey } from '../ids.ts';
import { microgramsToText } from '../quantity.ts';
import type { ComputedReturn } from './compute-return.ts';
import { figureKey, type Column, type FiledFigure, type FiledReturn } from './return-document.ts';

/** “No information” is filed as no figure. Without any figure it is a nil return. */
export function toFiledFigures({ figures }: ComputedReturn): readonly FiledFigure[] {
  return figures.flatMap(({ substance, column, partner, micrograms }) =>
    micrograms === null
      ? []
      : [{ substance, column, ...(partner ? { partner } : {}), micrograms: microgramsToText(micrograms) }]
  );
}

export interface ChangedFigure {
  readonly substance: SubstanceKey;
  readonly column: Column;
  readonly partner: CountryCode | null;
  /** Micrograms; null where it was or is not in the return. */
  readonly filed: number | null;
  readonly now: number | null;
}

export function changedSince(filed: FiledReturn, now: ComputedReturn): readonly ChangedFigure[] {
  const before = new Map(filed.figures.map((one) => [figureKey(one), one]));
  const after = new Map(toFiledFigures(now).map((one) => [figureKey(one), one]));
  return Array.from(new Set([...before.keys(), ...after.keys()])).flatMap((key) => {
    const [was, is] = [before.get(key), after.get(key)];
    const { substance, column, partner = null } = (was ?? is)!;
    if (was?.micrograms === is?.micrograms) return [];
    return [{ substance, column, partner, filed: numberOf(was), now: numberOf(is) }];
  });
}

function numberOf(figure: FiledFigure | undefined): number | null {
  return figure ? Number(figure.micrograms) : null;
}
