import { describe, expect, it } from 'vitest';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import {
  bestUnit,
  countryName,
  formatDate,
  formatDaysFrom,
  formatDecimal,
  formatMassWords,
  formatQuantity,
  formatRelative,
  formatSeries,
  isolate,
  joinSentences,
  microgramsToDecimal
} from '#lib/i18n/format.ts';

// West of Greenwich, where a date that passes through the zone of the device becomes the day before.
process.env.TZ = 'America/Lima';

const bare = (text: string): string => text.replace(/[\u2068\u2069]/g, '').replace(/[\u00a0\u202f]/g, ' ');
const date = (text: string): CalendarDate => text as CalendarDate;
const instant = (text: string): Instant => text as Instant;

describe('a quantity', () => {
  it.each([
    ['11500000000', 'kg', '11.5'],
    ['20000000', 'g', '20'],
    ['500', 'mg', '0.5'],
    ['1', 'mg', '0.001'],
    ['0', 'g', '0'],
    ['1234567890', 'kg', '1.23456789'],
    ['999999999', 'g', '999.999999']
  ])('of %s micrograms is said in %s as %s, and no digit is lost', (micrograms, unit, text) => {
    expect(bestUnit(micrograms)).toBe(unit);
    expect(microgramsToDecimal(micrograms, bestUnit(micrograms))).toBe(text);
  });

  it('keeps its own direction inside an Arabic line', () => {
    expect(formatQuantity('20000000', 'g', 'ar')).toBe('\u206820\u00a0غ\u2069');
  });

  it('keeps the unit it is compared in', () => {
    expect(bare(formatQuantity('20000000', 'kg', 'en'))).toBe('0.02 kg');
  });

  it('shows a shortfall with a minus sign', () => {
    expect(bare(formatQuantity('-20000000', undefined, 'en'))).toBe('−20 g');
  });

  it('has sixteen digits without becoming a float', () => {
    expect(bare(formatDecimal('9007199254740993.10', 'en'))).toBe('9,007,199,254,740,993.10');
  });
});

describe('figures and dates', () => {
  it('are Latin digits in every language, also in Arabic', () => {
    expect(formatDecimal('1234.5', 'ar')).toMatch(/^1.?234.5$/);
    expect(formatDate(date('2026-11-24'), 'ar')).toMatch(/24.*2026/);
  });

  it('follow the reader: 1 234,5 in French', () => {
    expect(bare(formatDecimal('1234.5', 'fr'))).toBe('1 234,5');
  });

  it('do not move a calendar date by the zone of the device', () => {
    expect(formatDate(date('2026-01-01'), 'en')).toBe('1 Jan 2026');
  });

  it('tell how long ago in words, and under a minute "now"', () => {
    const now = instant('2026-11-24T12:00:00.000Z');
    expect(formatRelative(instant('2026-11-21T12:00:00.000Z'), now, 'en')).toBe('3\u00a0days ago');
    expect(formatRelative(instant('2026-11-24T11:59:30.000Z'), now, 'en')).toBe('now');
    expect(formatDaysFrom(date('2026-12-06'), date('2026-11-24'), 'en')).toBe('in 12\u00a0days');
  });

  it('keep a figure and what it counts on one line, in Arabic too', () => {
    expect(formatDaysFrom(date('2026-11-12'), date('2026-11-24'), 'ar')).toBe('قبل 12\u00a0يومًا');
  });

  it('set what belongs to one thing in a row, with the comma of the language', () => {
    expect(formatSeries(['A', 'B'], 'en')).toBe(`${isolate('A')}, ${isolate('B')}`);
    expect(formatSeries(['A', 'B'], 'ar')).toBe(`${isolate('A')}، ${isolate('B')}`);
    expect(formatSeries(['A', 'B'], 'zh')).toBe(`${isolate('A')}，${isolate('B')}`);
  });

  it('set sentences in a row, without a space where Chinese is read', () => {
    expect(joinSentences(['One.', 'Two.'], 'fr')).toBe('One. Two.');
    expect(joinSentences(['一。', '二。'], 'zh')).toBe('一。二。');
  });

  it('name a country in the reader’s language and leave an unknown code as it is', () => {
    expect(countryName('CH', 'fr')).toBe('Suisse');
    expect(countryName('nowhere', 'fr')).toBe('nowhere');
  });
});

describe('a mass in words', () => {
  it.each([
    ['en', '900 thousand kilograms'],
    ['fr', '900 mille kilogrammes'],
    ['es', '900 mil kilogramos'],
    ['ru', '900 тысяч килограмм'],
    ['zh', '90万千克'],
    ['ar', '900 ألف كيلوغرام']
  ] as const)('is read aloud in the reader’s language: %s', (locale, words) => {
    expect(bare(formatMassWords('900000000000000', locale))).toBe(words);
  });

  it('is never rounded, and small ones are told in grams', () => {
    expect(bare(formatMassWords('1234567800000', 'en'))).toBe('1,234.5678 kilograms');
    expect(bare(formatMassWords('20000000', 'en'))).toBe('20 grams');
    expect(bare(formatMassWords('500', 'en'))).toBe('0.0005 grams');
  });
});
