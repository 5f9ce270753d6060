/** The tasks beside the routine one: the same rule, by what each of them names. */
import { describe, expect, test } from 'vitest';
import type { Act, ActOf, Line } from '#lib/domain/act/body.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { toBase } from '#lib/domain/quantity.ts';
import type { Difference } from '#lib/domain/rehearsal/difference.ts';
import { SCENARIOS } from '#lib/domain/rehearsal/scenarios.ts';
import { AU, aCancellation } from '../../samples/acts.ts';
import {
  G,
  asked,
  codeine,
  endorsed,
  grams,
  granted,
  HUNDRED_AS_BASE,
  LATER,
  quantity,
  reached,
  returned,
  shipped,
  told
} from './seen.ts';

describe('a partial shipment', () => {
  const of = (line: Line, left: number, arrived: number): Act[] => {
    const ia = asked([line]);
    const ea = granted(ia);
    return [ia, ea, shipped(ea, left), endorsed(ea, arrived)];
  };

  test('of 100 g of whatever substance reaches its end', () => {
    for (const line of [grams(100), codeine]) expect(reached('partial', of(line, 60, 60))).toHaveLength(4);
  });

  test('of another amount reaches nothing', () => {
    expect(reached('partial', of(grams(200), 60, 60))).toEqual([]);
    expect(told('partial', of(grams(200), 60, 60))).toEqual({ asked: [quantity(200, 100)] });
  });

  test('of which all was shipped, or something else endorsed than arrived, is told', () => {
    expect(told('partial', of(grams(100), 100, 100))).toEqual({
      shipped_less: [{ what: 'not-less', stated: 100 * G }]
    });
    expect(told('partial', of(grams(100), 60, 50))).toEqual({ endorsed_exactly: [quantity(50, 60)] });
  });

  test('granted for another substance than was asked for is told', () => {
    const ia = asked([grams(100)]);
    const ea = granted(ia, [codeine]);
    expect(reached('partial', [ia, ea])).toEqual(['asked']);
    expect(told('partial', [ia, ea])).toEqual({
      granted: [{ what: 'substance', stated: codeine.designation, asked: grams(100).designation }]
    });
  });
});

describe('two consignments', () => {
  const trade = (count: number, parts: readonly number[], over = {}): Act[] => {
    const ia = asked([grams(100)], { consignments: count });
    return [
      ia,
      ...parts.flatMap((part): Act[] => {
        const ea = granted(ia, [grams(part)], over);
        return [ea, shipped(ea, part), endorsed(ea, part)];
      })
    ];
  };

  test('of one half each reach their end', () => {
    expect(reached('consignments', trade(2, [50]))).toEqual(['asked_for_two', 'granted', 'endorsed']);
    expect(reached('consignments', trade(2, [50, 50]))).toHaveLength(5);
  });

  test('are not one, nor three', () => {
    for (const count of [1, 3]) {
      expect(reached('consignments', trade(count, [50]))).toEqual([]);
      expect(told('consignments', trade(count, []))).toEqual({
        asked_for_two: [{ what: 'consignments', stated: count, asked: 2 }]
      });
    }
  });

  test('are not a whole one, nor unequal parts', () => {
    expect(told('consignments', trade(2, [100]))).toEqual({ granted: [quantity(100, 50)] });
    const unequal = trade(2, [50, 40]);
    expect(reached('consignments', unequal)).toEqual(['asked_for_two', 'granted', 'endorsed']);
    expect(told('consignments', unequal)).toEqual({ granted_again: [quantity(40, 50)] });
  });
});

test('an authorization expires unused by what was granted as it was asked for', () => {
  const ia = asked([codeine]);
  const right = granted(ia);
  const over = { today: '2027-03-01' as CalendarDate };
  expect(reached('expired', [ia, right, returned(right)], over)).toHaveLength(4);
  const wrong = granted(ia, [grams(20)]);
  expect(reached('expired', [ia, wrong, returned(wrong)], over)).toEqual(['asked']);
});

test('in the place of a mistaken authorization only the whole of what was asked for is right', () => {
  const ia = asked([grams(100)]);
  const planted = granted(ia, [grams(75)]);
  const over = { planted: { act: planted._id } };
  const acts = [ia, planted, aCancellation(planted)];
  const right = granted(ia, undefined, LATER);
  expect(reached('salt', [...acts, right], over)).toEqual(['withdrawn_wrong', 'granted_right']);
  const same = granted(ia, [grams(75)], LATER);
  expect(reached('salt', [...acts, same], over)).toEqual(['withdrawn_wrong']);
  expect(told('salt', [...acts, same], over)).toEqual({
    granted_right: [quantity(75, 100)]
  });
});

test('upon the genuine authorization is granted what it asks for', () => {
  const ia = asked([grams(100)]);
  expect(reached('forged', [ia, granted(ia)])).toEqual(['granted_genuine', 'left_forged']);
  expect(reached('forged', [ia, granted(ia, [grams(10)])])).toEqual(['left_forged']);
  expect(told('forged', [ia, granted(ia, [grams(10)])])).toEqual({ granted_genuine: [quantity(10, 100)] });
});

describe('a partner on paper', () => {
  const PAPER = { number: '4711', issuedOn: '2026-10-04', authority: 'Ministry of Health' };
  const cited = (line: Line, over = {}, importingCountry = 'KE'): ActOf<'export-authorization'> =>
    granted(asked([line]), undefined, {
      importingCountry,
      dossier: `${importingCountry}:CH:2026-10-04:4711`,
      importAuthorization: { ...PAPER, ...over }
    });

  test('is granted what the paper says', () => {
    const act = cited(grams(100));
    expect(told('paper', [act])).toEqual({});
    expect(reached('paper', [act])).toContain('granted_on_paper');
  });

  test.each<[string, Act, Difference]>([
    [
      'substance',
      cited(codeine),
      { what: 'substance', stated: codeine.designation, asked: 'morphine sulfate' }
    ],
    ['amount', cited(grams(10)), quantity(10, 100)],
    ['number', cited(grams(100), { number: '4771' }), { what: 'number', stated: '4771', asked: '4711' }],
    [
      'date',
      cited(grams(100), { issuedOn: '2026-10-05' }),
      { what: 'date', stated: '2026-10-05' as CalendarDate, asked: '2026-10-04' as CalendarDate }
    ],
    ['country', cited(grams(100), {}, 'AU'), { what: 'partner', stated: AU, asked: null }]
  ])('is told a wrong %s', (_what, act, difference) => {
    expect(reached('paper', [act])).toEqual([]);
    expect(told('paper', [act])).toEqual({ granted_on_paper: [difference] });
  });
});

test('every scenario that issues anything tells what differs', () => {
  const silent = SCENARIOS.filter(({ steps }) => steps.every((step) => !step.differences));
  expect(silent.map(({ name }) => name)).toEqual(['stolen']);
});

test('the quantity of the salt and that of the base are two', () => {
  expect(toBase(HUNDRED_AS_BASE as never, '0.7520' as never)).toBe(String(100 * G));
});
