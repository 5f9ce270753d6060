/** What is about to be signed of each line, in words: a figure that cannot be taken back is read before it is stated. */
import type { ActualLine } from '#lib/domain/act/body.ts';
import { microgramsOf } from '#lib/domain/quantity.ts';
import { formatQuantity } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';

/** What the figure is held against: what was authorized, or what was stated as shipped. */
export type Earlier = 'authorized' | 'shipped';

/** `earlier` in micrograms of the stated form, as `actual.stated` is; null where nothing is understood yet. */
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
