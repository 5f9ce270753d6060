/** What the desk's address says, typed, cut short or made up. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isFiltered,
  matchingParamsToQuery,
  parseMatchingParams,
  START,
  type MatchingParams
} from '#lib/matching/matching-params.ts';

const read = (query: string): MatchingParams => parseMatchingParams(new URLSearchParams(query));

test('a link to a filtered list opens the same list for whoever gets it', () => {
  const params = read(
    'tab=proposals&class=number-unknown&partner=CH&substance=morphine&direction=import&from=2026-02-01&until=2026-11-30&at=number-unknown+act'
  );
  expect(params).toEqual({
    tab: 'proposals',
    class: 'number-unknown',
    partner: 'CH',
    substance: 'morphine',
    direction: 'import',
    from: '2026-02-01',
    until: '2026-11-30',
    at: 'number-unknown act'
  });
  expect(read(matchingParamsToQuery(params))).toEqual(params);
});

test('the plain desk has a plain address', () => {
  expect(matchingParamsToQuery(START)).toBe('');
  expect(read('')).toEqual(START);
});

test.each([
  ['a tab that does not exist', 'tab=everything'],
  ['a class of another system', 'class=NUMBER-UNKNOWN'],
  ['a partner that is no country', 'partner=XX'],
  ['a partner by its name', 'partner=Switzerland'],
  ['a substance that is no key', 'substance=%3Cscript%3E'],
  ['a substance nobody could have typed', `substance=${'a'.repeat(81)}`],
  ['a substance that is a word of the program', 'substance=__proto__'],
  ['a direction that is none', 'direction=sideways'],
  ['a day that does not exist', 'from=2026-02-30'],
  ['a day in words', 'until=yesterday'],
  ['nothing after the sign', 'tab=&class=&partner=&substance=&direction=&from=&until=']
])('%s is passed over, and the whole list is shown', (_what, query) => {
  expect(read(query)).toEqual(START);
});

test('what can be understood of a broken address is obeyed', () => {
  expect(read('tab=nonsense&partner=ch&from=2026-13-01')).toEqual({ ...START, partner: 'CH' });
});

test('no address makes the desk fall over, and what it understood it says again in the same words', () => {
  const names = fc.constantFrom('tab', 'class', 'partner', 'substance', 'direction', 'from', 'until', 'at');
  fc.assert(
    fc.property(fc.array(fc.tuple(names, fc.string({ unit: 'binary' }))), (entries) => {
      const once = parseMatchingParams(new URLSearchParams(entries));
      expect(read(matchingParamsToQuery(once))).toEqual(once);
    })
  );
});

test('a tab, or a row that stands open, is no filter: there is nothing to clear', () => {
  expect(isFiltered({ ...START, tab: 'due', at: 'a row' })).toBe(false);
  expect(isFiltered(read('until=2026-11-30'))).toBe(true);
});
