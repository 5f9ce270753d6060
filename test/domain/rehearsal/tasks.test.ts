/** What a task names is what reaches its steps; what differs is told, and leaves the way open to do it anew. */
import { describe, expect, test } from 'vitest';
import type { Act, Line } from '#lib/domain/act/body.ts';
import type { Difference } from '#lib/domain/rehearsal/difference.ts';
import { differencesBySteps, reachedSteps } from '#lib/domain/rehearsal/scenario.ts';
import { aCancellation, aCodeineLine, aLine, anImportAuthorization, CH } from '../../samples/acts.ts';
import {
  G,
  anhydrous,
  asked,
  base,
  codeine,
  endorsed,
  grams,
  granted,
  HUNDRED_AS_BASE,
  LATER,
  quantity,
  reached,
  scenario,
  seen,
  shipped,
  told
} from './seen.ts';

describe('a routine import', () => {
  const whole = (line: Line): Act[] => {
    const ia = asked([line]);
    const ea = granted(ia);
    return [ia, ea, shipped(ea), endorsed(ea)];
  };

  test.each([
    ['pentahydrate', grams(100)],
    ['anhydrous salt', anhydrous]
  ])('of 100 g of morphine sulfate, as %s, reaches its end', (_hydrate, line) => {
    expect(reached('routine', whole(line))).toEqual(['asked', 'granted', 'shipped', 'endorsed']);
    expect(told('routine', whole(line))).toEqual({});
  });

  test.each<[string, readonly Line[], readonly Difference[]]>([
    [
      'another substance',
      [codeine],
      [{ what: 'substance', stated: 'codeine phosphate hemihydrate', asked: 'morphine sulfate' }]
    ],
    [
      'the base and not the salt',
      [base],
      [{ what: 'substance', stated: 'morphine (anhydrous base)', asked: 'morphine sulfate' }]
    ],
    ['less', [grams(50)], [quantity(50, 100)]],
    ['more', [grams(1000)], [quantity(1000, 100)]],
    [
      'as much of the salt as holds 100 g of base',
      [aLine({ stated: HUNDRED_AS_BASE })],
      [{ what: 'quantity', stated: Number(HUNDRED_AS_BASE), asked: 100 * G }]
    ],
    ['something besides', [grams(100), aCodeineLine()], [{ what: 'lines', stated: 2, asked: 1 }]]
  ])('of %s reaches nothing, however far it is carried, and is told', (_wrong, lines, differences) => {
    const ia = asked(lines);
    const ea = granted(ia);
    const acts = [ia, ea, shipped(ea, undefined), endorsed(ea)];
    expect(reached('routine', acts)).toEqual([]);
    expect(told('routine', acts)).toEqual({ asked: differences });
  });

  test('from a country that plays no part is told, since it never reaches the other desk', () => {
    const ia = asked([grams(100)], { exportingCountry: 'KE', to: ['KE'] });
    const elsewhere = seen([], { acts: { importing: [ia], exporting: [] } });
    expect(reachedSteps(scenario('routine'), elsewhere)).toEqual([]);
    expect(differencesBySteps(scenario('routine'), elsewhere)['asked']).toEqual([
      { what: 'partner', stated: 'KE', asked: CH }
    ]);
  });

  test('that is right and still on its way is not reached, and nothing is said against it', () => {
    const underway = seen([], { acts: { importing: [asked([grams(100)])], exporting: [] } });
    expect(reachedSteps(scenario('routine'), underway)).toEqual([]);
    expect(differencesBySteps(scenario('routine'), underway)['asked']).toEqual([]);
  });

  test('is reached after a wrong one was cancelled, or by another beside it', () => {
    const wrong = asked([grams(50)]);
    expect(told('routine', [wrong, aCancellation(wrong)])).toEqual({});
    expect(reached('routine', [wrong, aCancellation(wrong), asked([grams(100)])])).toEqual(['asked']);
    expect(reached('routine', [wrong, asked([grams(100)])])).toEqual(['asked']);
  });

  test('is not begun by what was cancelled', () => {
    const ia = asked([grams(100)]);
    expect(reached('routine', [ia, aCancellation(ia)])).toEqual([]);
  });

  test('of which the latest attempt is told, where several are wrong', () => {
    const second = anImportAuthorization({
      at: '2026-10-01T09:00:00.000Z',
      over: { lines: [grams(10)], number: 'AU-I-2026-000999-98' }
    });
    expect(told('routine', [second, asked([grams(50)])])).toEqual({ asked: [quantity(10, 100)] });
  });

  test('is granted by an export authorization of the same goods alone, and a wrong one can be replaced', () => {
    const ia = asked([grams(100)]);
    const less = granted(ia, [grams(60)]);
    expect(reached('routine', [ia, less])).toEqual(['asked']);
    expect(told('routine', [ia, less])).toEqual({ granted: [quantity(60, 100)] });
    const other = granted(ia, [anhydrous]);
    expect(told('routine', [ia, other])['granted']).toContainEqual({
      what: 'substance',
      stated: 'morphine sulfate (2:1) anhydrous',
      asked: 'morphine sulfate (2:1) pentahydrate'
    });
    const anew = granted(ia, undefined, LATER);
    expect(reached('routine', [ia, less, aCancellation(less), anew])).toEqual(['asked', 'granted']);
  });

  test('is shipped and endorsed by what was granted and what left', () => {
    const ia = asked([grams(100)]);
    const ea = granted(ia);
    expect(told('routine', [ia, ea, shipped(ea, 90)])).toEqual({ shipped: [quantity(90, 100)] });
    const acts = [ia, ea, shipped(ea, 100), endorsed(ea, 80)];
    expect(reached('routine', acts)).toEqual(['asked', 'granted', 'shipped']);
    expect(told('routine', acts)).toEqual({ endorsed: [quantity(80, 100)] });
  });
});
