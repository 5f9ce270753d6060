import { expect, test } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { comingSessions, REMINDED_DAYS } from '#lib/domain/training/coming.ts';
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
  return { session, own, confirmed: 0, waiting: 0, seats: [], hasEvaluated: false, marks: [], remarks: [] };
}

const titlesOf = (views: readonly SessionView[], hasAsked = (_: SessionView) => false): readonly string[] =>
  comingSessions(views, ME, NOW, hasAsked).map(({ session }) => session.title);

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
  expect(titlesOf([aView('asked off line', 5, null)], () => true)).toEqual(['asked off line']);
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
