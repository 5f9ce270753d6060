import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { multiplyExactly, parseGrams } from '#lib/domain/quantity.ts';
import { parseShare } from '#lib/domain/authorization/judge-line.ts';
import {
  parseTypedCount,
  parseTypedDecimal,
  parseTypedQuantity,
  parseUnit,
  quantityToText,
  QUANTITY_UNITS,
  splitTypedQuantity,
  type QuantityUnit
} from '#lib/domain/authorization/typed-quantity.ts';
import type { Result } from '#lib/domain/result.ts';

const codeOf = (result: Result<unknown>): string | undefined =>
  result.ok ? undefined : result.problems[0]?.code;
const read = (typed: string, unit: QuantityUnit = 'g'): unknown => {
  const result = parseTypedQuantity(typed, unit);
  return result.ok ? Number(result.value) : result.problems[0]?.code;
};

describe('a typed quantity', () => {
  test.each([
    ['500', 500_000_000],
    ['0.5', 500_000],
    ['0,5', 500_000],
    ['.5', 500_000],
    ['10,', 10_000_000],
    ['0.500', 500_000],
    ['0,125', 125_000],
    ['1234.567', 1_234_567_000],
    ['1 234,567', 1_234_567_000],
    ['1\u202f234.567', 1_234_567_000],
    ['1\u2009000', 1_000_000_000],
    ['1’000.5', 1_000_500_000],
    ['1,234.5', 1_234_500_000],
    ['1.234,5', 1_234_500_000],
    ['1,234,567', 1_234_567_000_000],
    ['1.2340', 1_234_000],
    ['١٢٫٥', 12_500_000],
    ['１２．５', 12_500_000],
    ['0', 0],
    [' 007 ', 7_000_000]
  ])('"%s" g is one figure', (typed, micrograms) => {
    expect(read(typed)).toBe(micrograms);
  });

  test.each(['1.234', '1,234', '12,345', '999.999', '1.000'])(
    '"%s" can be read in two ways and is refused',
    (typed) => {
      expect(read(typed)).toBe('quantity.ambiguous');
    }
  );

  test('both readings are named', () => {
    const result = parseTypedQuantity('1,234', 'g');
    expect(result.ok ? null : result.problems[0]?.values).toEqual({
      typed: '1,234',
      one: '1.234',
      second: '1234'
    });
  });

  test.each([
    '',
    'abc',
    '1.2.3',
    '1,2,3',
    '12 34',
    '1 2345',
    '-5',
    '1e6',
    'kg',
    '.',
    '1,23.4',
    '1.234.5',
    '10 000 00'
  ])('"%s" is no figure', (typed) => {
    expect(read(typed)).toBe('quantity.unreadable');
  });

  test.each([
    ['1,5 kg', 1_500_000_000],
    ['1,5kg', 1_500_000_000],
    ['5 g', 5_000_000],
    ['750mg', 750_000],
    ['20 µg', 20],
    ['20 mcg', 20],
    ['1 234,5 kg', 1_234_500_000_000],
    ['1’000 KG', 1_000_000_000_000],
    ['２．５ｋｇ', 2_500_000_000],
    ['2,5 кг', 2_500_000_000],
    ['3 克', 3_000_000],
    ['١٢٫٥ كغ', 12_500_000_000]
  ])('"%s" says its unit itself, whatever is chosen beside it', (typed, micrograms) => {
    for (const chosen of QUANTITY_UNITS) expect(read(typed, chosen)).toBe(micrograms);
  });

  test.each([
    ['5 lb', 'lb'],
    ['1.5 Mg', 'Mg'],
    ['30 tablets', 'tablets'],
    ['5 constructor', 'constructor']
  ])('"%s" has no unit of mass used here, and that is what is said', (typed, unit) => {
    const result = parseTypedQuantity(typed, 'g', 'strength');
    const problem = { code: 'quantity.unit.unknown', path: 'strength', values: { typed: unit } };
    expect(result).toMatchObject({ ok: false, problems: [problem] });
  });

  test('a unit makes nothing readable that is not, and settles no comma', () => {
    for (const typed of ['1.2.3 kg', '-5 g', 'about 5 g']) expect(read(typed)).toBe('quantity.unreadable');
    expect(read('1,500 kg')).toBe('quantity.ambiguous');
    expect(read('0.5 µg', 'kg')).toBe('quantity.tooFine');
  });

  test('figure and unit come apart as they were typed', () => {
    expect(splitTypedQuantity(' 1,5 kg ')).toEqual({ figure: '1,5', unit: 'kg' });
    expect(splitTypedQuantity('1 234,5')).toEqual({ figure: '1 234,5', unit: '' });
    expect(splitTypedQuantity('')).toEqual({ figure: '', unit: '' });
    expect(splitTypedQuantity('12 %')).toEqual({ figure: '12 %', unit: '' });
  });

  test('is never rounded: what is finer than a microgram is refused', () => {
    expect(read('0.0000005')).toBe('quantity.tooFine');
    expect(read('0.5', 'µg')).toBe('quantity.tooFine');
    expect(read('5.0', 'µg')).toBe(5);
  });

  test('above 1,000 tonnes is a slip of units', () => {
    expect(read('1000000', 'kg')).toBe(1e15);
    expect(read('1000000.000001', 'kg')).toBe('quantity.tooLarge');
    expect(read('9'.repeat(30), 'kg')).toBe('quantity.tooLarge');
  });

  test('what is printed reads back as the same quantity, in every unit', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e15 }), (micrograms) => {
        const [figure = '', unit = ''] = quantityToText(micrograms).split(' ');
        const parsed = parseTypedQuantity(figure, unit as QuantityUnit);
        expect(parsed.ok ? Number(parsed.value) : codeOf(parsed)).toSatisfy(
          (value: unknown) =>
            value === micrograms || (value === 'quantity.ambiguous' && /\.\d{3}$/.test(figure))
        );
      })
    );
  });

  test('comma and point mean the same wherever they are decimal signs', () => {
    fc.assert(
      fc.property(
        fc.nat(99999),
        fc.integer({ min: 0, max: 99 }),
        fc.constantFrom(...QUANTITY_UNITS),
        (a, b, unit) => {
          const fraction = String(b).padStart(2, '0');
          expect(read(`${a},${fraction}`, unit)).toBe(read(`${a}.${fraction}`, unit));
        }
      )
    );
  });

  test('the micro sign in all its spellings is one unit', () => {
    for (const unit of ['µg', 'μg', 'mcg', 'ug']) expect(parseUnit(unit)).toBe('µg');
    for (const word of ['ton', 'Mg', '', 'constructor']) expect(parseUnit(word)).toBeNull();
  });
});

describe('other typed figures', () => {
  test('a decimal keeps no zeros at its ends', () => {
    expect(parseTypedDecimal('02,50')).toEqual({ ok: true, value: '2.5' });
  });

  test('a count is whole and within its bound', () => {
    expect(parseTypedCount('1 000', 5000)).toEqual({ ok: true, value: 1000 });
    expect(codeOf(parseTypedCount('1.5', 10))).toBe('count.malformed');
    expect(codeOf(parseTypedCount('11', 10))).toBe('count.malformed');
    for (const nonsense of ['abc', '-3', '5 kg'])
      expect(codeOf(parseTypedCount(nonsense, 10))).toBe('count.malformed');
  });

  test.each([
    ['0,12', '0.12'],
    ['12 %', '0.12'],
    ['12.345 %', '0.12345'],
    ['100%', '1'],
    ['0.5%', '0.005'],
    ['1', '1'],
    ['12', null],
    ['0', null],
    ['101 %', null],
    ['a lot', null]
  ])('the share "%s" is %s', (typed, share) => {
    expect(parseShare(typed)).toBe(share);
  });
});

describe('an exact product', () => {
  test('agrees with arbitrary precision, rounding half up', () => {
    const factor = fc.integer({ min: 1, max: 1e9 });
    fc.assert(
      fc.property(
        factor,
        factor,
        fc.integer({ min: 1, max: 1e4 }),
        fc.integer({ min: 1, max: 1e4 }),
        (a, b, c, d) => {
          const [numerator, divisor] = [BigInt(a) * BigInt(b) * BigInt(c), BigInt(d)];
          const expected = (numerator * 2n + divisor) / (divisor * 2n);
          expect(multiplyExactly([a, b, c], [d])).toBe(
            expected > 1000000000000000n ? null : Number(expected)
          );
        }
      ),
      { numRuns: 500 }
    );
  });
});

describe('grams in a box of their own', () => {
  test.each([
    ['11.5', '11500000'],
    ['0', '0'],
    ['1000000000', '1000000000000000'],
    ['1000000001', null],
    ['99999999999999999999', null],
    ['', null],
    ['-1', null],
    ['1e9', null]
  ])('%s', (typed, expected) => {
    const read = parseGrams(typed);
    expect(read.ok ? read.value : null).toBe(expected);
  });
});
