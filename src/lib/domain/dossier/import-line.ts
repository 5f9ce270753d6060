/**
 * Chooses the import line that an export line draws on, and detects overdrawing. No tolerance (1961 art. 31(1), rule
 * R8).
 */
import type { Quantities } from './dossier.ts';

interface Goods {
  readonly substance: string | undefined;
  readonly form: string | undefined;
  readonly pharmaceuticalForm?: string | null;
}

interface Target {
  readonly no: number;
  readonly substance: string;
  readonly form: string;
  readonly pharmaceuticalForm?: string;
}

/**
 * The named line if its substance matches; else the same substance and form, preferring the same pharmaceutical form;
 * else the same substance.
 */
export function importLineOf<T extends Target>(
  line: Goods & { readonly importLine?: number },
  targets: readonly T[]
): T | null {
  let alike: T | null = null;
  let same: T | null = null;
  for (const target of targets) {
    if (target.substance !== line.substance) continue;
    if (target.no === line.importLine) return target;
    if (line.importLine !== undefined) continue;
    if (target.form === line.form) {
      if (target.pharmaceuticalForm === line.pharmaceuticalForm) return target;
      same = same ?? target;
    }
    alike = alike ?? target;
  }
  return same ?? alike;
}

/** Equal forms compare as stated, others only as anhydrous base. */
export function comparedAs(line: Pick<Goods, 'form'>, target: Pick<Target, 'form'>): keyof Quantities {
  return line.form === target.form ? 'stated' : 'base';
}

export function isOverdrawn(basis: keyof Quantities, drawn: Quantities, allowed: Quantities): boolean {
  return drawn[basis] > allowed[basis];
}
