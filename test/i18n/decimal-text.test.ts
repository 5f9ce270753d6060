import { describe, expect, it } from 'vitest';
import { parseDecimalText } from '#lib/i18n/decimal-text.ts';
import type { Locale } from '#lib/i18n/locale.ts';

describe('a typed number', () => {
  it.each<[Locale, string, string]>([
    ['en', '11.50', '11.50'],
    ['en', '11,5', '11.5'],
    ['en', '1,234,567.5', '1234567.5'],
    ['en', '1 500', '1500'],
    ['fr', '1 500,25', '1500.25'],
    ['fr', '1,500', '1.500'],
    ['es', '1.234.567,5', '1234567.5'],
    ['ar', '١٢٫٥', '12.5'],
    ['en', '007', '7'],
    ['en', '5.', '5']
  ])('in %s: %s is read as %s', (locale, typed, expected) => {
    expect(parseDecimalText(typed, 'q', locale)).toEqual({ ok: true, value: expected });
  });

  it.each<[Locale, string]>([
    ['en', '1,500'],
    ['es', '1.500']
  ])('in %s: %s has two readings and is not guessed', (locale, typed) => {
    const result = parseDecimalText(typed, 'q', locale);
    expect(result.ok ? [] : result.problems.map((problem) => problem.code)).toEqual(['number.ambiguous']);
  });

  it.each(['-5', '1e6', '0x10', 'ten', '1.2.3', '5 g'])('%s is refused as no number', (typed) => {
    const result = parseDecimalText(typed, 'q', 'en');
    expect(result.ok ? [] : result.problems.map((problem) => problem.code)).toEqual(['number.malformed']);
  });

  it('that is empty is something to do, not a mistake', () => {
    expect(parseDecimalText('  ', 'q', 'en')).toMatchObject({ problems: [{ weight: 'todo' }] });
  });
});
