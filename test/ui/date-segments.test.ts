/** The date field without a browser: a text that comes at once, steps by one, and the text that a form is given. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findDateProblem, isCalendarDate } from '#lib/domain/calendar-date.ts';
import { stepPart, textToTyped, typedToText, typeText, type DatePart } from '#lib/ui/form/date-segments.ts';

const ORDERS = [
  ['day', 'month', 'year'],
  ['month', 'day', 'year'],
  ['year', 'month', 'day']
] as const satisfies readonly (readonly DatePart[])[];
const BLANK = textToTyped('');
const BEFORE = textToTyped('2027-02-28');

const aDate = fc.record({
  year: fc.integer({ min: 1900, max: 2199 }).map(String),
  month: fc.integer({ min: 0, max: 13 }).map((number) => String(number).padStart(2, '0')),
  day: fc.integer({ min: 0, max: 32 }).map((number) => String(number).padStart(2, '0'))
});
const aSeparator = fc.constantFrom('', '/', '.', '-', ' ', '. ', ' / ', '年');
const ARABIC = '٠١٢٣٤٥٦٧٨٩';

describe('a date that comes at once', () => {
  test('is kept digit by digit in every order, with every sign, over every date that was there', () => {
    fc.assert(
      fc.property(
        aDate,
        fc.constantFrom(...ORDERS),
        aSeparator,
        fc.constantFrom(BLANK, BEFORE),
        fc.boolean(),
        (date, order, separator, before, isArabic) => {
          const text = order.map((part) => date[part]).join(separator);
          const keyed = isArabic ? text.replace(/\d/g, (digit) => ARABIC.charAt(Number(digit))) : text;
          const { typed } = typeText(before, order, order[0], keyed);
          expect(typedToText(typed)).toBe(`${date.year}-${date.month}-${date.day}`);
        }
      ),
      { numRuns: 3000 }
    );
  });

  test.each([
    ['2027-03-09', 0, '2027-03-09'],
    ['2027/3/9', 1, '2027-03-09'],
    ['9.3.2027', 0, '2027-03-09'],
    ['3/9/2027', 1, '2027-03-09'],
    ['31.02.2027', 0, '2027-02-31'],
    ['9.3.27', 0, '27-03-09'],
    ['tomorrow', 0, '2027-02-28']
  ] as const)('"%s" in order %i becomes %s', (text, order, expected) => {
    const { typed } = typeText(BEFORE, ORDERS[order], ORDERS[order][0], text);
    expect(typedToText(typed)).toBe(expected);
  });
});

test('the text of a typed date keeps what is impossible and what is not complete, and is empty if nothing is typed', () => {
  expect(typedToText(textToTyped('2027-02-31'))).toBe('2027-02-31');
  expect(typedToText({ day: '', month: '2', year: '' })).toBe('-02-');
  expect(typedToText(BLANK)).toBe('');
  fc.assert(
    fc.property(aDate, ({ year, month, day }) => {
      const text = `${year}-${month}-${day}`;
      expect(findDateProblem(text) === null).toBe(isCalendarDate(text));
    })
  );
});

test('an arrow steps from the last to the first again, and begins an empty part with today', () => {
  const today = { day: '29', month: '11', year: '2026' };
  expect(stepPart(textToTyped('2027-12-31'), 'month', 1, today).month).toBe('01');
  expect(stepPart(textToTyped('2027-12-01'), 'day', -1, today).day).toBe('31');
  expect(stepPart(BLANK, 'year', -1, today).year).toBe('2026');
});
