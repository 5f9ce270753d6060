/** Each piece of news of a session once, and a reminder for each day on which it is to be held. */
import { expect, test } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { newsFor } from '#lib/domain/training/session-news.ts';
import { aSession } from '../../samples/training.ts';

const seat = { state: 'confirmed' } as const;

test('a session that is postponed after its reminder reminds again on the day before', () => {
  const on = (day: string) =>
    aSession({ startsAt: `${day}T08:00:00.000Z` as Instant, endsAt: `${day}T12:00:00.000Z` as Instant });
  const at = (day: string): Instant => `${day}T09:00:00.000Z` as Instant;
  const placed = newsFor(on('2026-12-10'), seat, null, at('2026-12-01'));
  const reminded = newsFor(on('2026-12-10'), seat, placed.told, at('2026-12-09'));
  const postponed = newsFor(on('2026-12-17'), seat, reminded.told, at('2026-12-09'));
  const again = newsFor(on('2026-12-17'), seat, postponed.told, at('2026-12-16'));
  const after = newsFor(on('2026-12-17'), seat, again.told, at('2026-12-16'));
  expect([placed, reminded, postponed, again, after].map(({ news }) => news)).toEqual([
    'place',
    'soon',
    null,
    'soon',
    null
  ]);
});
