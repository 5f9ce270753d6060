import { expect, test } from 'vitest';
import { ServerWord } from '#lib/store/server/server-word.ts';

const FRIDAY = Date.parse('2026-11-20T17:00:00.000Z');
const DAY = 24 * 3_600_000;

/** As the gateway answers about a database at that time. */
function answerOf(milliseconds: number): Response {
  return new Response(null, { headers: { 'i2es-time': new Date(milliseconds).toISOString() } });
}

test('a clock that is more than a day ahead when it asks is noticed by the answer', () => {
  const word = new ServerWord();
  word.hear(answerOf(FRIDAY), FRIDAY + DAY, 'reference');
  expect(word.clockIsAhead).toBe(false);
  word.hear(answerOf(FRIDAY), FRIDAY + DAY + 1, 'reference');
  expect(word.clockIsAhead).toBe(true);
  word.hear(answerOf(FRIDAY), FRIDAY, 'reference');
  expect(word.clockIsAhead).toBe(false);
});

test('an answer of Friday that a computer hears after its sleep says nothing against its clock', () => {
  const word = new ServerWord();
  // Asked and answered on Friday; the lid was closed before it was read.
  word.hear(answerOf(FRIDAY + 200), FRIDAY, 'reference');
  expect(word.clockIsAhead).toBe(false);
});

test('an answer without a time changes nothing', () => {
  const word = new ServerWord();
  word.hear(answerOf(FRIDAY), FRIDAY + 2 * DAY, 'reference');
  word.hear(new Response(null), FRIDAY, 'reference');
  expect(word.clockIsAhead).toBe(true);
});

test('a server that is behind another tells up to when it knows, and not how late it is', () => {
  const word = new ServerWord();
  const behind = (known: string): Response =>
    new Response(null, {
      headers: { 'i2es-time': new Date(FRIDAY + 40 * DAY).toISOString(), 'i2es-known': known }
    });
  word.hear(behind(new Date(FRIDAY).toISOString()), FRIDAY + 40 * DAY, 'reference');
  word.hear(answerOf(FRIDAY + 40 * DAY), FRIDAY + 40 * DAY, 'country-ch');
  expect(word.restedAt('reference')).toBe(new Date(FRIDAY).toISOString());
  expect(word.askedAgain('reference')).toBe(new Date(FRIDAY).toISOString());
  expect(word.restedAt('country-ch')).toBe(new Date(FRIDAY + 40 * DAY).toISOString());
  expect(word.clockIsAhead).toBe(false);
  word.hear(behind('never'), FRIDAY + 40 * DAY, 'reference');
  expect(word.restedAt('reference')).toBeNull();
});
