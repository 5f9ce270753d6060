/**
 * Which line of the import authorization a line of an export authorization draws on, and whether it draws
 * too much. Over-shipment has no tolerance (1961 art. 31(1), rule R8).
 */
import type { Quantities } from './dossier.ts';

interface Goods {
  /** Undefined while a form is being typed. */
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
 * The line it names, if that is the same substance; else the same substance and form, of two such the one in its
 * pharmaceutical form where that is known; else the same substance.
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

/** Two statements in the same form compare as stated; otherwise only anhydrous base can be compared. */
export function comparedAs(line: Pick<Goods, 'form'>, target: Pick<Target, 'form'>): keyof Quantities {
  return line.form === target.form ? 'stated' : 'base';
}

/** `drawn` in all, of what is `allowed`. */
export function isOverdrawn(basis: keyof Quantities, drawn: Quantities, allowed: Quantities): boolean {
  return drawn[basis] > allowed[basis];
}
