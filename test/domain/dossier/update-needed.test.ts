import { expect, test } from 'vitest';
import type { LaterAct } from '#lib/domain/act/later-act.ts';
import { findUpdateNeeded, judgeUnread, withoutClosed } from '#lib/domain/dossier/update-needed.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { aCancellation, anExportAuthorization, anImportAuthorization, aReply } from '../../samples/acts.ts';

const ia = anImportAuthorization();
const unread = (issuer: string, at: string): LaterAct =>
  ({ ...ia, body: { ...ia.body, kind: 'transit-record', issuer, at: `${at}T10:00:00.000Z` } }) as never;
const AS_LONG_AS_IT_GOES_ON = ['2026-11-24', '2026-12-01', '2026-12-08', '2027-02-01'].map((at) =>
  unread('AU', at)
);
const exportedOn = (day: string) => anExportAuthorization(ia, { at: `${day}T10:00:00.000Z` });
const problemsOn = (day: string): string[] =>
  judgeUnread(AS_LONG_AS_IT_GOES_ON, exportedOn(day)).map(({ code }) => code);

test.each([
  ['2026-11-24', true],
  ['2026-12-08', true],
  ['2026-12-09', false],
  ['2027-02-02', false]
])('only the first unread document of an authority closes its dossier: %s', (day, isClosed) => {
  expect(problemsOn(day)).toEqual(isClosed ? ['dossier.updateNeeded'] : []);
});

test('a reply and a cancellation are always signed', () => {
  for (const act of [aReply(ia), aCancellation(ia)])
    expect(judgeUnread([unread('AU', '2026-11-24')], act)).toEqual([]);
});

test('the notice names each authority, with its first document', () => {
  const both = [unread('CH', '2026-12-01'), ...AS_LONG_AS_IT_GOES_ON];
  expect(findUpdateNeeded(both).map(({ issuer, until, count }) => [issuer, until, count])).toEqual([
    ['AU', '2026-12-08', 4],
    ['CH', '2026-12-15', 1]
  ]);
});

test('no button leads to a refusal', () => {
  const on = ia._id;
  const actions = { primary: { kind: 'export', on }, others: [{ kind: 'reply', on }] } as const;
  const needed = findUpdateNeeded(AS_LONG_AS_IT_GOES_ON);
  const open = withoutClosed(actions, needed, '2026-12-08' as CalendarDate);
  expect([open.primary, open.others.map(({ kind }) => kind)]).toEqual([null, ['reply']]);
  expect(withoutClosed(actions, needed, '2026-12-09' as CalendarDate)).toEqual(actions);
});
