import { describe, expect, test } from 'vitest';
import type { ActualLine } from '#lib/domain/act/body.ts';
import { judgeActuals } from '#lib/domain/authorization/judge-actual.ts';

const GRAM = 1e6;

function codes(grams: number, before: number): string[] {
  const line = { no: 1, stated: String(grams * GRAM), base: '0' } as unknown as ActualLine;
  return judgeActuals([line], () => before * GRAM).map(({ code }) => code);
}

describe('a quantity that is shipped or received', () => {
  test.each([
    [3495, 349.5, 'actual.quantity.more'],
    [360, 349.5, 'actual.quantity.more'],
    [0.3495, 349.5, 'actual.quantity.fraction'],
    [34.9, 349.5, 'actual.quantity.fraction']
  ])('of %d g for %d g is asked about once more', (grams, before, code) => {
    expect(codes(grams, before)).toEqual([code]);
  });

  test.each([
    [349.5, 349.5],
    [350, 349.5],
    [300, 349.5],
    [0, 349.5]
  ])('of %d g for %d g is signed with one press', (grams, before) => {
    expect(codes(grams, before)).toEqual([]);
  });

  test('that is not understood yet is not asked about', () => {
    expect(judgeActuals([null], () => GRAM)).toEqual([]);
  });
});
