/** Summary of each line before signing, because signed figures cannot be undone. */
import type { ActualLine } from '#lib/domain/act/body.ts';
import { microgramsOf } from '#lib/domain/quantity.ts';
import { formatQuantity } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { judgeActuals } from '#lib/domain/authorization/judge-actual.ts';
import { problemText } from '#lib/i18n/problem-text.ts';

export type Earlier = 'authorized' | 'shipped';

/** `earlier` in micrograms of the entered form, like `actual.stated`; null while a line is not understood. */
export function summarizeActual(actual: ActualLine | null, earlier: number, of: Earlier): string {
  if (actual === null) return m.dossier_sum_open();
  const difference = microgramsOf(actual.stated) - earlier;
  const values = {
    quantity: formatQuantity(actual.stated),
    difference: formatQuantity(String(Math.abs(difference)))
  };
  if (of === 'authorized') {
    if (difference === 0) return m.dossier_sum_equal_authorized(values);
    return difference < 0 ? m.dossier_sum_less_authorized(values) : m.dossier_sum_more_authorized(values);
  }
  if (difference === 0) return m.dossier_sum_equal_shipped(values);
  return difference < 0 ? m.dossier_sum_less_shipped(values) : m.dossier_sum_more_shipped(values);
}

export function questionsBeforeSigning(
  lines: readonly (ActualLine | null)[],
  before: (no: number) => number,
  doubtAt: (no: number) => string | undefined
): readonly string[] {
  return lines.flatMap((line) => {
    const doubt = line ? doubtAt(line.no) : undefined;
    return [...judgeActuals([line], before).map(problemText), ...(doubt === undefined ? [] : [doubt])];
  });
}
