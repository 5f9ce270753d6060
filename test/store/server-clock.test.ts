import { expect, test } from 'vitest';
import { ServerClock } from '#lib/store/server/server-clock.ts';

const FRIDAY = Date.parse('2026-11-20T17:00:00.000Z');
const DAY = 24 * 3_600_000;

/** As the gateway answers about a database at that time. */
function answerOf(milliseconds: number): Response {
  return new Response(null, { headers: { 'i2es-time': new Date(milliseconds).toISOString() } });
}

test('a clock that is more than a day ahead when it asks is noticed by the answer', () => {
  const clock = new ServerClock();
  clock.hear(answerOf(FRIDAY), FRIDAY + DAY, 'reference');
  expect(clock.clockIsAhead).toBe(false);
  clock.hear(answerOf(FRIDAY), FRIDAY + DAY + 1, 'reference');
  expect(clock.clockIsAhead).toBe(true);
  clock.hear(answerOf(FRIDAY), FRIDAY, 'reference');
  expect(clock.clockIsAhead).toBe(false);
});

test('an answer of Friday that a computer hears after its sleep says nothing against its clock', () => {
  const clock = new ServerClock();
  // Asked and answered on Friday; the lid was closed before it was read.
  clock.hear(answerOf(FRIDAY + 200), FRIDAY, 'reference');
  expect(clock.clockIsAhead).toBe(false);
});

test('an answer without a time changes nothing', () => {
  const clock = new ServerClock();
  clock.hear(answerOf(FRIDAY), FRIDAY + 2 * DAY, 'reference');
  clock.hear(new Response(null), FRIDAY, 'reference');
  expect(clock.clockIsAhead).toBe(true);
});

test('a server that is behind another tells up to when it knows, and not how late it is', () => {
  const clock = new ServerClock();
  const behind = (known: string): Response =>
    new Response(null, {
      headers: { 'i2es-time': new Date(FRIDAY + 40 * DAY).toISOString(), 'i2es-known': known }
    });
  clock.hear(behind(new Date(FRIDAY).toISOString()), FRIDAY + 40 * DAY, 'reference');
  clock.hear(answerOf(FRIDAY + 40 * DAY), FRIDAY + 40 * DAY, 'country-ch');
  expect(clock.upToDateAt('reference')).toBe(new Date(FRIDAY).toISOString());
  expect(clock.stillUpToDateAt('reference')).toBe(new Date(FRIDAY).toISOString());
  expect(clock.upToDateAt('country-ch')).toBe(new Date(FRIDAY + 40 * DAY).toISOString());
  expect(clock.clockIsAhead).toBe(false);
  clock.hear(behind('never'), FRIDAY + 40 * DAY, 'reference');
  expect(clock.upToDateAt('reference')).toBeNull();
});
