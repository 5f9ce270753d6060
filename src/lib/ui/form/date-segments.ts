/** In the language's order, unjudged. `domain/calendar-date.ts` checks that the complete date exists. */
import { latinDigits } from '#lib/i18n/decimal-text.ts';

export type DatePart = 'day' | 'month' | 'year';
export type TypedDate = Readonly<Record<DatePart, string>>;

export const PART_DIGITS: Readonly<Record<DatePart, number>> = { day: 2, month: 2, year: 4 };

const EMPTY: TypedDate = { day: '', month: '', year: '' };

export function textToTyped(text: string): TypedDate {
  const [, year = '', month = '', day = ''] = /^(\d{0,4})-(\d{0,2})-(\d{0,2})$/.exec(text) ?? [];
  return { year, month, day };
}

export function typedToText({ year, month, day }: TypedDate): string {
  if (year + month + day === '') return '';
  return [year, padded(month), padded(day)].join('-');
}

export function padded(digits: string): string {
  return digits.length === 1 ? `0${digits}` : digits;
}

/** Both digits are there, or the first allows no second one. */
export function isFull(part: DatePart, digits: string): boolean {
  if (digits.length >= PART_DIGITS[part]) return true;
  return (part === 'day' && digits > '3') || (part === 'month' && digits > '1');
}

interface Typing {
  readonly typed: TypedDate;
  readonly part: DatePart;
}

/**
 * Pasted, dictated or programmatic. A whole date is read year first by its four figures, else in the language's order;
 * other text as if typed by character.
 */
export function typeText(
  typed: TypedDate,
  order: readonly DatePart[],
  start: DatePart,
  text: string
): Typing {
  const characters = latinDigits(text).trim();
  const yearFirst = /^(\d{4})\D+(\d{1,2})\D+(\d{1,2})$/.exec(characters);
  if (yearFirst) {
    const [, year = '', month = '', day = ''] = yearFirst;
    return { typed: { year, month: padded(month), day: padded(day) }, part: order.at(-1) ?? start };
  }
  const isWhole = characters.replace(/\D/g, '').length >= 6;
  return typeEach(isWhole ? EMPTY : typed, order, isWhole ? (order[0] ?? start) : start, characters);
}

function typeEach(before: TypedDate, order: readonly DatePart[], start: DatePart, text: string): Typing {
  const typed = { ...before };
  let part = start;
  // The first digit replaces the part's content; a separator moves on only after typed digits.
  let isBegun = false;
  const goOn = (): boolean => {
    const next = order[order.indexOf(part) + 1];
    if (next) [part, isBegun] = [next, false];
    return next !== undefined;
  };
  for (const character of text) {
    if (!/\d/.test(character)) {
      if (isBegun) goOn();
      continue;
    }
    if (isBegun && isFull(part, typed[part]) && !goOn()) break;
    typed[part] = isBegun ? typed[part] + character : character;
    isBegun = true;
  }
  return { typed, part };
}

const RANGES: Readonly<Record<DatePart, readonly [min: number, max: number]>> = {
  day: [1, 31],
  month: [1, 12],
  year: [1900, 2199]
};

/** Wraps around; an empty part begins with today's. */
export function stepPart(typed: TypedDate, part: DatePart, by: 1 | -1, today: TypedDate): TypedDate {
  const [min, max] = RANGES[part];
  const from = Number(typed[part]);
  const next = typed[part] === '' ? Number(today[part]) : from + by;
  const number = next > max ? min : next < min ? max : next;
  return { ...typed, [part]: padded(String(number)) };
}
