/** Totals over all dossiers are kept by this difference: a dossier that changed is another object. */
import type { Dossier } from './dossier.ts';

interface Changed {
  /** The former objects, of dossiers that changed too. */
  readonly gone: readonly Dossier[];
  readonly fresh: readonly Dossier[];
}

/** Dossiers keep their order, so the first comparison of two places usually finds them the same. */
export function changedDossiers(before: readonly Dossier[], now: readonly Dossier[]): Changed {
  if (before === now) return { gone: [], fresh: [] };
  const [left, came]: [Dossier[], Dossier[]] = [[], []];
  for (let at = 0; at < Math.max(before.length, now.length); at++) {
    const [one, other] = [before[at], now[at]];
    if (one === other) continue;
    if (one) left.push(one);
    if (other) came.push(other);
  }
  const [wasHere, isHere] = [new Set(left), new Set(came)];
  return { gone: left.filter((one) => !isHere.has(one)), fresh: came.filter((one) => !wasHere.has(one)) };
}
