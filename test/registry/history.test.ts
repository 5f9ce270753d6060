import { expect, test } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import {
  MOST_EARLIER_LETTERS,
  parseRegistration,
  withLetter,
  type Registration
} from '#lib/domain/registration/registration.ts';
import { historyOf } from '#lib/registry/history.ts';
import { aRegistration } from '../samples/registration.ts';

const at = (minute: number): Instant => new Date(Date.UTC(2026, 10, 20, 8, minute)).toISOString() as Instant;
const UNTIL = '2027-01-19T08:00:00.000Z' as Instant;

const ASKED = aRegistration({ askedAt: at(0) });

const wordsOf = (registration: Registration): string[] =>
  historyOf(registration, (id) => id).map(({ title, by }) => `${title} · ${by}`);

test('each letter stands in the record with its writer; all but the last are told as void', () => {
  const once = withLetter(ASKED, { at: at(1), by: 'incb.one', until: UNTIL });
  expect(wordsOf(once)).toEqual([
    'Asked · Nasrin Rahman',
    'Letter written, its code valid until 19 Jan 2027 · incb.one'
  ]);
  const twice = withLetter({ ...once, codeVoidAt: at(2) }, { at: at(3), by: 'incb.two', until: UNTIL });
  expect(wordsOf(twice)).toEqual([
    'Asked · Nasrin Rahman',
    'Letter written; a later letter made its code void · incb.one',
    'Letter written, its code valid until 19 Jan 2027 · incb.two'
  ]);
  expect(parseRegistration(twice).ok).toBe(true);
  expect(parseRegistration({ ...twice, earlierLetters: [{ at: 'yesterday', by: 'x' }] }).ok).toBe(false);
  expect(parseRegistration({ ...twice, earlierLetters: [{ at: at(1), by: 7 }] }).ok).toBe(false);
});

test('a record that is written letters without end stays bounded', () => {
  let held = ASKED;
  for (let n = 0; n < MOST_EARLIER_LETTERS + 5; n++)
    held = withLetter(held, { at: at(n), by: 'incb.one', until: UNTIL });
  expect(held.earlierLetters).toHaveLength(MOST_EARLIER_LETTERS);
  expect(held.earlierLetters?.slice(-1)[0]?.at).toBe(at(MOST_EARLIER_LETTERS + 3));
});
