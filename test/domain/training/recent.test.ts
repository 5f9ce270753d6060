import { expect, test } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import type { SessionView } from '#lib/domain/training/desk-view.ts';
import { RECENT_DAYS, recentSessions } from '#lib/domain/training/own-sessions.ts';
import type { SeatState } from '#lib/domain/training/seats.ts';
import { aSession, LESSON_ID } from '../../samples/training.ts';

const NOW = '2026-11-27T12:00:00.000Z' as Instant;
const ME = { id: 'au.officer' };
const days = (count: number): Instant =>
  new Date(Date.parse(NOW) + count * 86_400_000).toISOString() as Instant;

/** `ended`: days ago. */
function aView(
  title: string,
  ended: number,
  own: readonly [SeatState, boolean] | null,
  over = {}
): SessionView {
  const session = aSession({ title, startsAt: days(-ended - 1), endsAt: days(-ended), ...over });
  const seat = own && ({ person: ME.id, state: own[0], place: 1, wasPresent: own[1] } as SessionView['own']);
  const counts = { confirmed: 0, waiting: 0, seats: [], marks: [], remarks: [], links: [] };
  return { session, announcement: null, own: seat, hasEvaluated: false, ...counts };
}

const listed = (views: readonly SessionView[], hasEvaluated = (_: SessionView) => false): readonly string[] =>
  recentSessions(views, ME, NOW, hasEvaluated).map(
    ({ view, open }) => `${view.session.title}: ${open.join(' ')}`
  );

test('whoever had a place or was there finds what is open, latest first; others and what is older are left out', () => {
  const views = [
    aView('there', 3, ['confirmed', true], { lessons: [LESSON_ID] }),
    aView('not noted yet', 1, ['confirmed', false]),
    aView('without a place', 2, ['waiting', true]),
    aView('given back', 2, ['withdrawn', false]),
    aView('of others', 2, null),
    aView('old', RECENT_DAYS, ['confirmed', true]),
    aView('under way', -1, ['confirmed', false]),
    aView('called off', 2, ['confirmed', false], { cancelled: { at: NOW, reason: 'The hotel has closed.' } })
  ];
  expect(listed(views)).toEqual([
    'not noted yet: evaluation',
    'without a place: evaluation certificate',
    'there: evaluation certificate materials'
  ]);
});

test('nobody is asked to evaluate again what they evaluated, with or without a line', () => {
  expect(listed([aView('there', 3, ['confirmed', true])], () => true)).toEqual(['there: certificate']);
});

test('whoever teaches finds the attendance, and where the recording is named', () => {
  expect(listed([aView('taught', 3, null, { helpers: [ME.id] })])).toEqual(['taught: attendance materials']);
});
