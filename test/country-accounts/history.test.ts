import { expect, test } from 'vitest';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import {
  MAX_EARLIER_LETTERS,
  parseRegistration,
  withLetter,
  type Registration
} from '#lib/domain/registration/registration.ts';
import { withSending, withWithdrawal } from '#lib/domain/registration/record-letter.ts';
import { historyOf, registrationWords } from '#lib/country-accounts/registry-words.ts';
import { aRegistration } from '../samples/registration.ts';

const at = (minute: number): Instant => new Date(Date.UTC(2026, 10, 20, 8, minute)).toISOString() as Instant;
const UNTIL = '2027-01-19T08:00:00.000Z' as Instant;

const ASKED = aRegistration({ askedAt: at(0) });

const wordsOf = (registration: Registration): string[] =>
  historyOf(registration, (id) => id, true).map(({ title, by }) => `${title} · ${by}`);

test('each letter stands in the record with its writer; all but the last are told as void', () => {
  const once = withLetter(ASKED, { at: at(1), by: 'incb.one', until: UNTIL });
  expect(wordsOf(once)).toEqual([
    'Requested · Nasrin Rahman',
    'Letter made, code valid until 19 Jan 2027 · incb.one'
  ]);
  const twice = withLetter({ ...once, codeVoidAt: at(2) }, { at: at(3), by: 'incb.two', until: UNTIL });
  expect(wordsOf(twice)).toEqual([
    'Requested · Nasrin Rahman',
    'Letter made; a later letter replaced its code · incb.one',
    'Letter made, code valid until 19 Jan 2027 · incb.two'
  ]);
  expect(parseRegistration(twice).ok).toBe(true);
  expect(parseRegistration({ ...twice, earlierLetters: [{ at: 'yesterday', by: 'x' }] }).ok).toBe(false);
  expect(parseRegistration({ ...twice, earlierLetters: [{ at: at(1), by: 7 }] }).ok).toBe(false);
});

test('a record that is written letters without end stays bounded', () => {
  let held = ASKED;
  for (let n = 0; n < MAX_EARLIER_LETTERS + 5; n++)
    held = withLetter(held, { at: at(n), by: 'incb.one', until: UNTIL });
  expect(held.earlierLetters).toHaveLength(MAX_EARLIER_LETTERS);
  expect(held.earlierLetters?.slice(-1)[0]?.at).toBe(at(MAX_EARLIER_LETTERS + 3));
});

test('a letter keeps what became of it: made, sent by whom and how, sent again, withdrawn', () => {
  const by = 'incb.one';
  const on = '2026-11-20' as CalendarDate;
  const made = withLetter(ASKED, { at: at(1), by, until: UNTIL });
  const sent = withSending(made, { on, how: 'diplomatic' }, { at: at(2), by });
  const again = withSending(sent, { on, how: 'email' }, { at: at(3), by: 'incb.two' });
  const withdrawn = withWithdrawal(again, 'Wrong ministry', { at: at(4), by });
  expect(wordsOf(withdrawn)).toEqual([
    'Requested · Nasrin Rahman',
    'Letter made, code valid until 19 Jan 2027 · incb.one',
    'Letter sent on 20 Nov 2026: Permanent mission or diplomatic bag · incb.one',
    'Letter sent again on 20 Nov 2026: E-mail · incb.two',
    'Letter withdrawn, code no longer valid · incb.one'
  ]);
  expect(historyOf(withdrawn, (id) => id, true).at(-1)?.reason).toBe('Wrong ministry');
  expect(parseRegistration(withdrawn).ok).toBe(true);
  expect(parseRegistration({ ...sent, letterEvents: [{ what: 'sent', on: 'today' }] }).ok).toBe(false);
  const words = [made, sent, withdrawn].map((one) => registrationWords(one).word);
  expect(words).toEqual(['Letter not sent yet', 'Letter sent', 'Letter no longer valid']);
});
