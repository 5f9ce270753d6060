/** The date field: what is pasted, and which keys are its own. */
import { describe, expect, test } from 'vitest';
import { figureTyped, isDateKey, parsePastedDate } from '#lib/ui/date-segments.ts';

const DAY_FIRST = ['day', 'month', 'year'] as const;
const MONTH_FIRST = ['month', 'day', 'year'] as const;

describe('a pasted date', () => {
  test.each([
    ['2027-03-09', DAY_FIRST],
    ['2027/3/9', MONTH_FIRST],
    ['09.03.2027', DAY_FIRST],
    ['3/9/2027', MONTH_FIRST],
    ['٩/٣/٢٠٢٧', DAY_FIRST]
  ] as const)(
    '%s is read, the year first by its four figures, else in the order of the language',
    (text, order) => {
      expect(parsePastedDate(text, order)).toBe('2027-03-09');
    }
  );

  test.each(['', 'tomorrow', '9 March 2027', '31.02.2027', '9.3.27', '2027-03'])('"%s" is none', (text) => {
    expect(parsePastedDate(text, DAY_FIRST)).toBeNull();
  });
});

test('figures, arrows and what deletes are the date field’s own keys; Enter and Escape are the page’s', () => {
  for (const key of ['7', 'ArrowUp', 'Backspace', 'Tab']) expect(isDateKey({ key })).toBe(true);
  for (const key of ['Enter', 'Escape', 'a', 'F5', '?']) expect(isDateKey({ key })).toBe(false);
});

test('a figure of an Arabic or Persian keyboard is the figure that it is', () => {
  expect(['٣', '۷'].map((key) => figureTyped({ key }))).toEqual(['3', '7']);
  for (const key of ['3', '٫', 'ض', 'Enter']) expect(figureTyped({ key })).toBeNull();
});
