/** What Today says of what is to be cleared up: each reason with a step that there is. */
import { expect, test } from 'vitest';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { isolate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { reasonWord, stepWord } from '#lib/register/today-words.ts';
import { aRow } from './sample-rows.ts';

const said = (change: Parameters<typeof aRow>[0], isLinkable = false): string[] => {
  const row = aRow({ needs: ['match'], ...change });
  return [reasonWord('match', row), stepWord('match', row, isLinkable)];
};

test('the partner’s export without its import authorization is asked about, by the number that it cites', () => {
  const cited = 'AU-I-2026-000110-98';
  const row = {
    cited,
    own: false,
    kind: 'export-authorization',
    status: 'issued',
    match: 'export-without-import'
  };
  expect(said(row as never)).toEqual([
    m.today_why_match_missing({ number: isolate(cited) }),
    m.today_step_ask()
  ]);
  expect(said(row as never, true)[1]).toBe(m.today_step_link());
});

test('what was set aside is asked about, and one’s own put right', () => {
  const aside = { kind: 'export-authorization', status: 'set-aside', match: 'matched' };
  expect(said({ ...aside, own: false } as never)).toEqual([m.today_why_match(), m.today_step_ask()]);
  expect(said({ ...aside, own: true } as never)).toEqual([m.today_why_match(), m.today_step_match()]);
});

test('a second import authorization under one number is called that', () => {
  const second = { own: true, status: 'set-aside', match: 'duplicate-number' } as const;
  expect(said(second)).toEqual([m.today_why_match_twice(), m.today_step_match()]);
});

test('an authorization whose number was given to an earlier one is put right by its issuer, and asked about by the partner', () => {
  for (const kind of ['import-authorization', 'export-authorization'] as const) {
    const second = { kind, status: 'issued', match: 'matched', isTwice: true } as const;
    expect(said({ ...second, own: true })).toEqual([m.today_why_match_number(), m.today_step_match()]);
    expect(said({ ...second, own: false })).toEqual([m.today_why_match_number(), m.today_step_ask()]);
  }
});

test('goods that came short, differ or are gone missing are told apart, with one step', () => {
  const told = (agreement: string): string => reasonWord('compare', aRow({ agreement } as never));
  expect(['short', 'differs', 'agrees'].map(told)).toEqual([
    m.today_why_compare_short(),
    m.today_why_compare_differs(),
    m.today_why_compare_missing()
  ]);
  expect(stepWord('compare', aRow(), false)).toBe(m.today_step_compare());
});

test('an objection is called one; a query is told together with what else is to be answered', () => {
  expect(reasonWord('answer', aRow({ status: 'objected' }))).toBe(m.today_why_objected());
  expect(reasonWord('answer', aRow({ status: 'issued' }))).toBe(m.today_why_answer());
});

test('a recorded paper is endorsed after arrival; only what was shipped here is called shipped', () => {
  const reason = (change: Parameters<typeof aRow>[0]): string => reasonWord('endorse', aRow(change));
  expect(reason({ isPaper: true, status: 'issued' })).toBe(m.today_why_endorse_paper());
  expect(reason({ isPaper: true, status: 'expired', endorseBy: '2026-11-29' as CalendarDate })).toBe(
    m.today_why_endorse_expired()
  );
  expect(reason({ status: 'shipped' })).toBe(m.today_why_endorse());
});
