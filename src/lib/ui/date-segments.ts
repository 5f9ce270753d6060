/** What the date field needs besides its library: the pasted date, and the names of its parts in the reader's language. */
import { isCalendarDate } from '#lib/domain/calendar-date.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { latinDigits } from '#lib/i18n/decimal-text.ts';

export type DatePart = 'day' | 'month' | 'year';

/**
 * A pasted date: year first by its four figures, else in the order in which the language writes the parts. Null for
 * what is none, so that nothing is guessed.
 */
export function parsePastedDate(text: string, order: readonly DatePart[]): CalendarDate | null {
  const figures = /^\D*(\d{1,4})\D+(\d{1,2})\D+(\d{1,4})\D*$/.exec(latinDigits(text).trim())?.slice(1);
  if (!figures) return null;
  const parts: readonly DatePart[] = figures[0]?.length === 4 ? ['year', 'month', 'day'] : order;
  const [year, month, day] = (['year', 'month', 'day'] as const).map((part) => figures[parts.indexOf(part)]);
  const date = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  return isCalendarDate(date) ? date : null;
}

/** Keys that the parts act upon themselves; all others are the form's and the page's. */
export function isDateKey({ key }: Pick<KeyboardEvent, 'key'>): boolean {
  return /^(?:\d|Arrow(?:Up|Down|Left|Right)|Backspace|Delete|Tab)$/.test(key);
}

/** The figure that was typed where a keyboard writes its own, which the library does not know; null for all else. */
export function figureTyped({ key }: Pick<KeyboardEvent, 'key'>): string | null {
  const figure = latinDigits(key);
  return figure !== key && /^\d$/.test(figure) ? figure : null;
}
