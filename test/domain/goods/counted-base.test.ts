import { describe, expect, test } from 'vitest';
import { countedBase, incbFactorOf } from '#lib/domain/goods/counted-base.ts';
import type { Line } from '#lib/domain/goods/goods.ts';
import bundled from '#lib/domain/goods/incb-factors.json' with { type: 'json' };
import { CURRENT_EDITION, findForm, findSubstance } from '#lib/domain/goods/substance.ts';
import { toBase } from '#lib/domain/quantity.ts';

function lineOf(
  substance: string,
  form: string,
  grams: number,
  value: string,
  more: Partial<Line> = {}
): Line {
  const stated = String(grams * 1e6) as Line['stated'];
  const factor = { value, source: 'computed', edition: '2026-1', date: '2026-11-24' } as Line['factor'];
  const base = toBase(stated, factor.value);
  return { no: 1, substance, form, designation: substance, stated, base, factor, ...more } as Line;
}

const grams = (line: Line, stated?: number) => (countedBase(line, stated)?.micrograms ?? 0) / 1e6;

describe('INCB counts', () => {
  test.each([
    ['methadone hydrochloride with 90 %', lineOf('methadone', 'hydrochloride', 1000, '0.8946'), 900],
    ['fentanyl citrate with 64 %', lineOf('fentanyl', 'citrate-1-1', 1000, '0.6365'), 640],
    [
      'morphine sulfate pentahydrate with 75 %',
      lineOf('morphine', 'sulfate-2-1-pentahydrate', 1000, '0.752'),
      750
    ],
    ['flurazepam hydrochloride with 91.0 %', lineOf('flurazepam', 'hydrochloride-1-1', 1000, '0.9141'), 910],
    ['a kilogram of tincture of opium as 100 g of opium', lineOf('opium', 'tincture', 1000, '1'), 100],
    ['a kilogram of extract of opium as 2 kg of opium', lineOf('opium', 'extract', 1000, '1'), 2000],
    ['a kilogram of tincture of coca leaf as 200 g of leaf', lineOf('coca-leaf', 'tincture', 1000, '1'), 200],
    ['a base as it is', lineOf('diazepam', 'base', 1000, '1'), 1000],
    [
      'a form without an INCB factor by the document',
      lineOf('fentanyl', 'hydrochloride', 1000, '0.9022'),
      902.2
    ]
  ])('%s', (_name, line, expected) => expect(grams(line)).toBe(expected));

  test('what was actually sent, not what was authorized', () => {
    expect(grams(lineOf('methadone', 'hydrochloride', 1000, '0.8946'), 500e6)).toBe(450);
  });

  test('mixtures of opium alkaloids as morphine', () => {
    const mixture = lineOf('opium-alkaloids', 'as-is', 100, '0.5');
    expect(countedBase(mixture)).toMatchObject({ substance: 'morphine', micrograms: 50e6, by: 'line' });
  });

  test('by the INCB factor that the document used, even after a new list', () => {
    const factor = { value: '0.89', source: 'INCB', edition: '2027-1', date: '2027-01-01' } as Line['factor'];
    const line = lineOf('methadone', 'hydrochloride', 1000, '0.89', { factor });
    expect(countedBase(line)).toMatchObject({ micrograms: 890e6, by: 'INCB' });
  });

  test('no preparation of 1961 Schedule III, and no substance of a national list only', () => {
    expect(
      countedBase(lineOf('codeine', 'phosphate-hemihydrate', 10, '0.7367', { scheduleThree: {} }))
    ).toBeNull();
    expect(countedBase(lineOf('national-de-tramadol', 'hydrochloride', 10, '0.88'))).toBeNull();
  });
});

test('only flurazepam, methadone and zolpidem differ by more than INCB’s rounding', () => {
  const rounding = { yellow: 0.0051, green: 0.0011 } as Record<string, number>;
  const far = bundled.rows.flatMap(({ substance, list, factors }) =>
    Object.entries(factors).flatMap(([form, value]) => {
      const known = findSubstance(substance, CURRENT_EDITION);
      const computed = known && findForm(known, form)?.factor;
      return computed && Math.abs(Number(value) - Number(computed)) > (rounding[list] ?? 0)
        ? [`${substance} ${form}`]
        : [];
    })
  );
  expect(far).toEqual([
    'flurazepam hydrochloride-1-1',
    'methadone hydrochloride',
    'zolpidem tartrate-2-1-hemitartrate'
  ]);
});

test('a factor says which list prints it, and whether its column was uncertain', () => {
  expect(incbFactorOf('morphine', 'sulfate-2-1-pentahydrate')).toEqual({
    value: '0.75',
    list: 'yellow',
    isSettled: true
  });
  expect(incbFactorOf('morphine', 'sulfate-2-1-anhydrous')).toBeNull();
});
