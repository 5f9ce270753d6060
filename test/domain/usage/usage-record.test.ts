import { describe, expect, test } from 'vitest';
import type { CountryCode } from '#lib/domain/ids.ts';
import { checkBoardDocument } from '#lib/domain/exchange/system-structure.ts';
import { isSameUsage, parseUsage, usageText, type UsageRecord } from '#lib/domain/usage/usage-record.ts';
import { medianDays } from '#lib/domain/usage/figures.ts';
import { aUsage } from '../../samples/usage.ts';

const AU = 'AU' as CountryCode;

describe('a month of usage', () => {
  test('is read as it is written', () => {
    expect(parseUsage(aUsage(AU, '2026-10')).ok).toBe(true);
  });

  test.each<[string, Record<string, unknown>]>([
    ['is of another country than its id says', { country: 'CH' }],
    ['is of another month than its id says', { month: '2026-11' }],
    ['has a negative count', { imports: -1 }],
    ['has a count that is no whole number', { imports: 1.5 }],
    ['was active in another month', { lastActive: '2026-11-01' }],
    ['counts days that nobody can count', { daysToAnswer: { soon: 1 } }],
    ['has languages that are sentences', { languages: { 'Ajax GmbH, 5 kg': 1 } }],
    ['is not signed', { signature: '' }]
  ])('is none where it %s', (_name, over) => {
    expect(parseUsage({ ...aUsage(AU, '2026-10'), ...over }).ok).toBe(false);
  });

  test('the Board’s database takes it, and takes no word beside its counts', () => {
    expect(checkBoardDocument(aUsage(AU, '2026-10'), null).ok).toBe(true);
    expect(checkBoardDocument({ ...aUsage(AU, '2026-10'), substance: 'morphine' }, null).ok).toBe(false);
    expect(checkBoardDocument({ ...aUsage(AU, '2026-10'), imports: 'twelve' }, null).ok).toBe(false);
  });

  test('what is signed is every count, under a kind that no act has', () => {
    const usage = aUsage(AU, '2026-10');
    const keys = Object.keys(usage).filter((key) => key !== '_id' && key !== 'signature');
    expect(Object.keys(JSON.parse(usageText(usage)) as object).sort()).toEqual([...keys, 'kind'].sort());
    expect(usageText({ ...usage, imports: usage.imports + 1 })).not.toBe(usageText(usage));
  });

  test('counted again to the same figures it is the same', () => {
    const usage = aUsage(AU, '2026-10');
    const again = {
      ...usage,
      at: '2026-12-01T00:00:00.000Z' as UsageRecord['at'],
      signature: 'T'.repeat(86)
    };
    expect(isSameUsage(usage, again)).toBe(true);
    expect(isSameUsage(usage, { ...again, answered: usage.answered + 1 })).toBe(false);
  });
});

describe('medians of days', () => {
  test('of nothing there is none', () => {
    expect(medianDays({})).toBeNull();
  });

  test('are of all months and countries together', () => {
    expect(medianDays({ 1: 1, 9: 1 }, { 2: 3 })).toBe(2);
    expect(medianDays({ 0: 2, 30: 2 })).toBe(15);
  });
});
