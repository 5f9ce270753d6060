/** A difference between the two sides as a sentence; its figures come as micrograms and are read as quantities. */
import type { Problem } from '#lib/domain/result.ts';
import { formatQuantity } from '#lib/i18n/format.ts';
import { problemText } from '#lib/i18n/problem-text.ts';

const FIGURES: readonly string[] = ['micrograms', 'exported', 'imported'];

export function differenceText({ code, values = {} }: Problem): string {
  const worded = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'number' && FIGURES.includes(name) ? formatQuantity(String(value)) : value
  ]);
  return problemText({ code, values: Object.fromEntries(worded) as NonNullable<Problem['values']> });
}
