/**
 * Form or factor differs: lawful, but the returns of two countries can then show different anhydrous
 * base, so it is a class of its own and never an exact match.
 */
import type { Line } from '../act/body.ts';
import { FINE } from '../own-choices.ts';
import { microgramsOf, multiplyMicrograms } from '../quantity.ts';

/** Another salt or hydrate than on the import authorization, or base by another factor. */
export function isOtherForm(line: Line, target: Line): boolean {
  if (line.form !== target.form) return true;
  if (line.factor.value === target.factor.value) return false;
  return baseBy(line, target) !== microgramsOf(line.base);
}

/** Base of these goods by the factor of the import authorization. */
export function baseBy({ stated }: Pick<Line, 'stated'>, { factor }: Pick<Line, 'factor'>): number {
  return multiplyMicrograms(microgramsOf(stated), factor.value);
}

/** The smaller figure is the larger one divided by the units in a pack. */
export function looksLikePacks(larger: number, smaller: number, content: Line['content']): boolean {
  const times = content?.unitsPerPack ?? 1;
  return times > 1 && smaller > 0 && isNear(Math.floor(larger / times), smaller, FINE);
}

/**
 * A whole percentage is an ordinary order or part of one. It is no sign of a figure in base, although 90 % of a salt with
 * factor 0.9 is the same figure.
 */
export function isWholeShare(larger: number, smaller: number): boolean {
  return larger > 0 && larger % 100 === 0 && smaller % (larger / 100) === 0;
}

/** Differs by at most that part of the larger; zero is near nothing. */
export function isNear(a: number, b: number, part: number): boolean {
  if (a === 0 || b === 0) return a === b;
  return Math.abs(a - b) <= Math.floor(Math.max(a, b) / part);
}
