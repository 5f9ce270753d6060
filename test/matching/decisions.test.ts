/** What was decided today, by whom, and what an undo would take back. */
import { describe, expect, test } from 'vitest';
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import { decidedOn, isUndoable, lastUndoable, shownOf, type Decided } from '#lib/matching/decisions.ts';
import { aMatchDecision, anExportAuthorization, AU, CH } from '../samples/acts.ts';
import { aMistyped, anExactTrade, anImport } from './trades.ts';

const { meant, stray } = aMistyped();
const exact = anExactTrade();
const shipped = exact.find(
  ({ body }) => body.kind === 'export-authorization'
) as ActOf<'export-authorization'>;
const DAY = '2026-10-07' as CalendarDate;

function decides(
  issuer: typeof AU,
  decision: string,
  at: string,
  upon = stray,
  dossier = meant.body.dossier
) {
  return aMatchDecision(upon, dossier, { at, over: { decision, issuer } });
}

function today(decisions: readonly Act[], refused: readonly ActId[] = []): readonly Decided[] {
  const all = [meant, stray, ...exact, ...decisions];
  const known = {
    act: (id: ActId) => all.find(({ _id }) => _id === id) ?? null,
    actsOf: (kind: string) => all.filter(({ body }) => body.kind === kind),
    counts: (id: ActId) => !refused.includes(id)
  };
  return decidedOn(DAY, AU, known);
}

const linked = decides(AU, 'link', '2026-10-07T10:00:00.000Z');
const takenBack = decides(CH, 'reopen', '2026-10-07T11:00:00.000Z');

test('the latest stands first, with the number that it is about; yesterday’s is not listed', () => {
  const yesterday = decides(AU, 'unlink', '2026-10-06T10:00:00.000Z');
  const decided = today([yesterday, linked, takenBack]);
  expect(decided.map(({ by, decision, number }) => [by, decision, number])).toEqual([
    ['CH', 'reopen', 'CH-E-1'],
    ['AU', 'link', 'CH-E-1']
  ]);
});

test('what was decided this morning is of today, though another day is on in Greenwich', () => {
  const zone = process.env['TZ'];
  process.env['TZ'] = 'Australia/Sydney';
  try {
    const before = decides(AU, 'unlink', '2026-10-06T12:59:00.000Z');
    const early = decides(AU, 'link', '2026-10-06T13:01:00.000Z');
    expect(today([before, early]).map(({ act }) => act)).toEqual([early]);
  } finally {
    if (zone === undefined) delete process.env['TZ'];
    else process.env['TZ'] = zone;
  }
});

test('what the partner decided about the two can be taken back here', () => {
  const [theirs] = today([decides(CH, 'link', '2026-10-07T10:00:00.000Z')]);
  expect(theirs).toMatchObject({ by: 'CH', decision: 'link' });
  expect(isUndoable(theirs!)).toBe(true);
});

test('a key undoes the last own word, never the partner’s', () => {
  const theirs = decides(CH, 'link', '2026-10-07T12:00:00.000Z');
  expect(lastUndoable(today([theirs]), AU)).toBeNull();
  expect(lastUndoable(today([linked]), AU)?.act).toBe(linked);
});

test('what somebody has spoken about since is not undone a second time', () => {
  const decided = today([linked, takenBack]);
  expect(decided.map(isUndoable)).toEqual([false, false]);
  expect(lastUndoable(decided, AU)).toBeNull();
});

describe('an export authorization with two candidates', () => {
  const second = anImport(102);
  const no = (dossier: typeof meant.body.dossier, at: string) => decides(AU, 'unlink', at, stray, dossier);
  const [first, then] = [
    no(meant.body.dossier, '2026-10-07T10:00:00.000Z'),
    no(second.body.dossier, '2026-10-07T10:01:00.000Z')
  ];
  const undoable = (decisions: readonly Act[]) =>
    today(decisions)
      .filter(isUndoable)
      .map(({ decision, dossier }) => [decision, dossier]);

  test('of which both were said no to: either “no” is taken back, not the last alone', () => {
    expect(undoable([first, then])).toEqual([
      ['unlink', second.body.dossier],
      ['unlink', meant.body.dossier]
    ]);
    const back = decides(AU, 'reopen', '2026-10-07T10:02:00.000Z', stray, second.body.dossier);
    expect(undoable([first, then, back])).toEqual([['unlink', meant.body.dossier]]);
    expect(lastUndoable(today([first, then, back]), AU)?.act).toBe(first);
  });

  test('of which one was linked after all: the link is undone first, since any later word would end it', () => {
    const link = decides(AU, 'link', '2026-10-07T10:02:00.000Z', stray, second.body.dossier);
    expect(undoable([first, link])).toEqual([['link', second.body.dossier]]);
    const back = decides(AU, 'reopen', '2026-10-07T10:03:00.000Z', stray, second.body.dossier);
    expect(undoable([first, link, back])).toEqual([['unlink', meant.body.dossier]]);
  });
});

test('that the partner has confirmed it too takes nobody’s own confirmation out of reach', () => {
  const confirms = (issuer: typeof AU, at: string) =>
    decides(issuer, 'link', at, shipped, shipped.body.dossier);
  const own = confirms(AU, '2026-10-07T10:00:00.000Z');
  const decided = today([own, confirms(CH, '2026-10-07T11:00:00.000Z')]);
  expect(lastUndoable(decided, AU)?.act).toBe(own);
});

test('exact matches that the partner confirmed do not hide what was decided; one’s own are listed', () => {
  const upon = (issuer: typeof AU) =>
    decides(issuer, 'link', '2026-10-07T10:00:00.000Z', shipped, shipped.body.dossier);
  expect(today([upon(CH)])).toEqual([]);
  expect(today([upon(AU)])).toMatchObject([{ by: 'AU', number: 'CH-E-4' }]);
});

test('a decision that the server refused is none', () => {
  expect(today([linked], [linked._id])).toEqual([]);
});

test('one decision about four is taken back one by one, and each of them is within reach until then', () => {
  const four = Array.from({ length: 4 }, (_, n) => {
    const upon = anExportAuthorization(meant, { over: { number: `CH-E-${n + 10}` } });
    return { upon, link: decides(AU, 'link', `2026-10-07T10:00:0${n}.000Z`, upon) };
  });
  const said: Act[] = four.flatMap(({ upon, link }) => [upon, link]);
  for (let left = 4; left > 0; left--) {
    const next = shownOf(today(said), 3).find(isUndoable);
    expect([left, next?.decision]).toEqual([left, 'link']);
    const about = four.find(({ upon }) => upon._id === next?.export)!;
    said.push(decides(AU, 'reopen', `2026-10-07T11:00:0${4 - left}.000Z`, about.upon));
  }
  expect(shownOf(today(said), 3).map(({ decision }) => decision)).toEqual(['reopen', 'reopen', 'reopen']);
});
