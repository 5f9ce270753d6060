/** One definition of the median for every figure of this system, and the same in each engine. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DecimalText } from '#lib/domain/ids.ts';
import { meanOfDecimals, medianOfSorted, spreadOf } from '#lib/domain/median.ts';
import { parseDecimal } from '#lib/domain/quantity.ts';
import { spreadOf as spreadOfAnswers } from '#lib/domain/survey/sum-up.ts';
import { medianDays } from '#lib/domain/usage/figures.ts';
import { overwriteGetLocale, baseLocale, type Locale } from '#lib/i18n/paraglide/runtime.js';
import { daysWord } from '#lib/overview/use-words.ts';
import { daysText, spreadText } from '#lib/partners/partner-words.ts';

const days = fc.array(fc.nat(400), { minLength: 1, maxLength: 40 });

/** As a textbook has it, written apart from what is tested. */
function textbook(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return Number.isInteger(half) ? (sorted[half - 1]! + sorted[half]!) / 2 : sorted[Math.floor(half)]!;
}

describe('the median', () => {
  test('of 2 and 4 days is 3 days; of 2 and 3 it is two and a half; of none there is none', () => {
    expect([medianOfSorted([2, 4]), medianOfSorted([2, 3]), medianOfSorted([7]), medianOfSorted([])]).toEqual(
      [3, 2.5, 7, null]
    );
    expect(spreadOf([4, 2])?.median).toBe(3);
    expect(medianDays({ 2: 1 }, { 4: 1 })).toBe(3);
    expect(spreadOfAnswers(['2', '4'] as DecimalText[])?.median).toBe('3');
  });

  test('of a partner’s days and of a usage record, which counts days, is that of a textbook', () => {
    fc.assert(
      fc.property(days, (all) => {
        const counted: Record<string, number> = {};
        for (const one of all) counted[one] = (counted[one] ?? 0) + 1;
        expect(spreadOf(all)?.median).toBe(textbook(all));
        expect(medianDays(counted)).toBe(textbook(all));
      })
    );
  });

  test('of what countries answered is that of a textbook to the last decimal, and can be signed in a closing', () => {
    const figure = fc
      .tuple(fc.nat(99999), fc.nat(999))
      .map(([whole, rest]) => `${whole}.${rest}` as DecimalText);
    fc.assert(
      fc.property(fc.array(figure, { minLength: 1, maxLength: 12 }), (all) => {
        const median = spreadOfAnswers(all)?.median;
        expect(Number(median)).toBeCloseTo(textbook(all.map(Number)), 6);
        expect(parseDecimal(median).ok).toBe(true);
      })
    );
  });

  test('lies within the middle half of the days', () => {
    fc.assert(
      fc.property(days, (all) => {
        const { low, median, high } = spreadOf(all)!;
        expect(low <= median && median <= high).toBe(true);
      })
    );
  });
});

test.each([
  ['2', '2.5', '2.25'],
  ['9.9', '10.1', '10'],
  ['0', '0.0000000001', '0'],
  ['9999999999', '9999999999', '9999999999'],
  ['0.1', '0.2', '0.15'],
  ['7.50', '7.5', '7.5']
])('between %s and %s lies %s', (a, b, mean) => {
  expect(meanOfDecimals(a as DecimalText, b as DecimalText)).toBe(mean);
});

describe('half a day in words', () => {
  test.each<[Locale, string]>([
    ['en', '2.5 days'],
    ['fr', '2,5 jours'],
    ['es', '2,5 días'],
    ['ru', '2,5 дня'],
    ['zh', '2.5天'],
    ['ar', '2.5 يوم']
  ])('is written in %s as its readers write it, and a whole day without a decimal', (locale, words) => {
    overwriteGetLocale(() => locale);
    try {
      expect([daysText(2.5), daysWord(2.5)]).toEqual([words, words]);
      expect(daysText(3)).not.toMatch(/[.,]/);
      expect(spreadText({ count: 4, low: 1, median: 2.5, high: 9 })).toContain(words.slice(0, 3));
    } finally {
      overwriteGetLocale(() => baseLocale);
    }
  });
});

describe('the middle half beside a median', () => {
  test.each<[Locale, string]>([
    ['en', '1 day; the middle half 0 to 3'],
    ['fr', '1 jour\u00a0; la moitié médiane de 0 à 3'],
    ['es', '1 día; la mitad central, de 0 a 3'],
    ['ru', 'медиана: 1 день; средняя половина 0–3'],
    ['zh', '中位 1天；中间半数 0 至 3 天'],
    ['ar', 'الوسيط: يوم واحد؛ والنصف الأوسط من 0 إلى 3']
  ])('says in %s of one day that it is one', (locale, words) => {
    overwriteGetLocale(() => locale);
    try {
      expect(spreadText({ count: 4, low: 0, median: 1, high: 3 })).toBe(words);
    } finally {
      overwriteGetLocale(() => baseLocale);
    }
  });
});
