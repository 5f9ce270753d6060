import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { roundedBase, totalsBySubstance, type TotalledGoods } from '#lib/domain/goods/substance-totals.ts';

const grams = (stated: number, base: number) => ({ stated: stated * 1e6, base: Math.round(base * 1e6) });

describe('the base of a total', () => {
  test.each([
    ['1,234 g of codeine phosphate', grams(1234, 908.9644), 909],
    ['500 g by a factor of four digits', grams(500, 368.3), 368.3],
    ['1 kg by a factor of four digits', grams(1000, 736.6), 736.6],
    ['1,234.567 g', grams(1234.567, 909.3820522), 909.3821],
    ['a base itself', grams(818.694118, 818.694118), 818.694118],
    ['nothing', grams(0, 0), 0]
  ])('of %s has no more digits than were entered', (_name, entered, base) => {
    expect(roundedBase(entered) / 1e6).toBe(base);
  });
});

const someGoods: fc.Arbitrary<TotalledGoods> = fc.record({
  substance: fc.constantFrom('codeine', 'morphine', 'methylphenidate'),
  stated: fc.nat(1e12),
  base: fc.nat(1e12)
});

describe('totals by substance', () => {
  test('of one substance do not change with the goods of another', () => {
    fc.assert(
      fc.property(fc.array(someGoods), fc.constantFrom('codeine', 'morphine'), (goods, substance) => {
        const own = goods.filter((one) => one.substance === substance);
        const total = totalsBySubstance(goods).filter((one) => one.substance === substance);
        expect(total).toEqual(totalsBySubstance(own));
      })
    );
  });

  test('leave out preparations of 1961 Schedule III (art. 31(16))', () => {
    fc.assert(
      fc.property(fc.array(someGoods), fc.array(someGoods), (goods, others) => {
        const exempt = others.map((one) => ({ ...one, isExempt: true }) as const);
        expect(totalsBySubstance([...exempt, ...goods])).toEqual(totalsBySubstance(goods));
      })
    );
  });

  test('name each substance once, the largest first, in whatever order the goods come', () => {
    fc.assert(
      fc.property(fc.array(someGoods), (goods) => {
        const totals = totalsBySubstance(goods);
        expect(new Set(totals.map(({ substance }) => substance)).size).toBe(totals.length);
        expect(totals.map(({ base }) => base)).toEqual(totals.map(({ base }) => base).sort((a, b) => b - a));
        expect(totalsBySubstance([...goods].reverse())).toEqual(totals);
      })
    );
  });
});
