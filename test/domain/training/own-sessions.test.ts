import { expect, test } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import {
  comingSessions,
  movedUp,
  NEWS_DAYS,
  newsOf,
  REMINDED_DAYS
} from '#lib/domain/training/own-sessions.ts';
import type { SessionView } from '#lib/domain/training/desk-view.ts';
import type { SeatState } from '#lib/domain/training/seats.ts';
import { aSession } from '../../samples/training.ts';

const NOW = '2026-11-27T12:00:00.000Z' as Instant;
const ME = { id: 'au.officer' };
const hours = (count: number): Instant =>
  new Date(Date.parse(NOW) + count * 3_600_000).toISOString() as Instant;

function aView(title: string, starts: number, state: SeatState | null, over = {}): SessionView {
  const session = aSession({ title, startsAt: hours(starts), endsAt: hours(starts + 2), ...over });
  const own = state && ({ person: ME.id, state, place: 1 } as NonNullable<SessionView['own']>);
  return {
    session,
    announcement: null,
    own,
    confirmed: 0,
    waiting: 0,
    seats: [],
    hasEvaluated: false,
    marks: [],
    remarks: [],
    links: []
  };
}

const nothing = { hasAsked: () => false, hasMovedUp: () => false };
const titlesOf = (views: readonly SessionView[], known = {}): readonly string[] =>
  comingSessions(views, ME, NOW, { ...nothing, ...known }).map(({ session }) => session.title);

test('whoever has a place, waits for one or teaches is reminded, earliest first, and nobody else', () => {
  const views = [
    aView('later', 100, 'confirmed'),
    aView('soon', 2, 'waiting'),
    aView('mine to teach', 50, null, { helpers: [ME.id] }),
    aView('of others', 3, null),
    aView('given back', 4, 'withdrawn')
  ];
  expect(titlesOf(views)).toEqual(['soon', 'mine to teach', 'later']);
});

test('an enrolment that no server has answered yet reminds too', () => {
  expect(titlesOf([aView('asked off line', 5, null)], { hasAsked: () => true })).toEqual(['asked off line']);
});

test('one under way is told, one that is over or far away is not, and one called off is', () => {
  const far = REMINDED_DAYS * 24;
  const cancelled = { cancelled: { at: NOW, reason: 'The hotel has closed.' } };
  const views = [
    aView('under way', -1, 'confirmed'),
    aView('over', -3, 'confirmed'),
    aView('far', far + 1, 'confirmed'),
    aView('called off', far, 'confirmed', cancelled)
  ];
  expect(titlesOf(views)).toEqual(['under way', 'called off']);
});

test('whoever has a place is told of a change and of a cancellation while it is news, however far away the session is', () => {
  const far = (REMINDED_DAYS + 60) * 24;
  const changed = (days: number) => ({ changes: [{ at: hours(-24 * days), note: 'Another hotel.' }] });
  const cancelled = { cancelled: { at: hours(-1), reason: 'The hotel has closed.' } };
  const views = [
    aView('changed', far, 'confirmed', changed(1)),
    aView('changed long ago', far, 'confirmed', changed(NEWS_DAYS)),
    aView('called off', far + 1, 'waiting', cancelled),
    aView('of others', far, null, changed(1))
  ];
  expect(titlesOf(views)).toEqual(['changed', 'called off']);
  expect(views.map(({ session }) => newsOf(session, NOW)?.note ?? null)).toEqual([
    'Another hotel.',
    null,
    null,
    'Another hotel.'
  ]);
});

test('whoever moves up from the waiting list is told at once, however far away the session is', () => {
  const far = (REMINDED_DAYS + 60) * 24;
  const waited = aView('far', far, 'waiting', { _id: `session:${'1'.repeat(8)}` });
  const placed = { ...waited, own: waited.own && { ...waited.own, state: 'confirmed' as const } };
  expect(movedUp([waited], [placed])).toEqual([placed]);
  expect(titlesOf([placed], { hasMovedUp: () => true })).toEqual(['far']);
  expect(titlesOf([placed])).toEqual([]);
});

test('nobody moves up who had a place, or gave it back, or waits still, or whose session was called off', () => {
  const of = (state: SeatState | null) => aView('far', 2000, state, { _id: `session:${'1'.repeat(8)}` });
  const after = of('confirmed');
  for (const before of [of('confirmed'), of('withdrawn'), of(null)])
    expect(movedUp([before], [after])).toEqual([]);
  for (const state of ['waiting', 'withdrawn', 'late', null] as const)
    expect(movedUp([of('waiting')], [of(state)])).toEqual([]);
  expect(movedUp([], [after])).toEqual([]);
  const calledOff = { cancelled: { at: NOW, reason: 'The hotel has closed.' } };
  const off = aView('far', 2000, 'confirmed', { _id: `session:${'1'.repeat(8)}`, ...calledOff });
  expect(movedUp([of('waiting')], [off])).toEqual([]);
});
