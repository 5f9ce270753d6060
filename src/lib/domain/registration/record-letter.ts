import { earliestDateAt, latestDateAt } from '../calendar-date.ts';
import type { CalendarDate, Instant } from '../ids.ts';
import type { Problem } from '../result.ts';
import {
  isOpen,
  lastReception,
  lastSending,
  MAX_LETTER_EVENTS,
  type LetterEvent,
  type LetterReceiving,
  type LetterSending,
  type Registration
} from './registration.ts';

type Recorded = Pick<LetterEvent, 'at' | 'by'>;

/**
 * | letter                              | can be recorded as sent, can be withdrawn |
 * |-------------------------------------|-------------------------------------------|
 * | none, or its request is decided     | no                                        |
 * | its code is no longer valid         | no                                        |
 * | its code is valid                   | yes, also when it was sent before         |
 */
export function judgeLetter(registration: Registration): Problem[] {
  const { status, letterAt, codeVoidAt } = registration;
  if (!isOpen(registration)) return [{ code: 'registration.decided', values: { status } }];
  return letterAt === undefined || codeVoidAt !== undefined ? [{ code: 'letter.none' }] : [];
}

/**
 * In some time zone the day has begun and does not precede the day of the letter. `madeOn`: that day where the reader
 * is, if known; the server accepts the day of any zone.
 */
export function judgeSending(
  registration: Registration,
  { on }: Pick<LetterSending, 'on'>,
  now: Instant,
  madeOn?: CalendarDate
): Problem[] {
  const problems = judgeLetter(registration);
  if (problems.length > 0) return problems;
  if (on > latestDateAt(now)) return [{ code: 'letter.sent.on.future', path: 'on' }];
  const { letterAt = now } = registration;
  return on < (madeOn ?? earliestDateAt(letterAt)) ? [{ code: 'letter.sent.on.early', path: 'on' }] : [];
}

export function withSending(
  registration: Registration,
  sending: LetterSending,
  recorded: Recorded
): Registration {
  const letter = registration.letterAt ?? recorded.at;
  return withEvent(registration, { what: 'sent', letter, ...sending, ...recorded });
}

export function withWithdrawal(registration: Registration, reason: string, recorded: Recorded): Registration {
  const letter = registration.letterAt ?? recorded.at;
  const withdrawn = withEvent(registration, { what: 'withdrawn', letter, reason, ...recorded });
  return { ...withdrawn, codeVoidAt: recorded.at };
}

/** Not before the letter was sent; `opened` not before it was received, if both are recorded. */
export function judgeReceiving(
  registration: Registration,
  { what, on }: LetterReceiving,
  now: Instant
): Problem[] {
  const problems = judgeLetter(registration);
  if (problems.length > 0) return problems;
  const sending = lastSending(registration);
  if (sending === null) return [{ code: 'letter.received.notSent' }];
  if (on > latestDateAt(now)) return [{ code: 'letter.sent.on.future', path: 'on' }];
  const before = what === 'opened' ? lastReception(registration, 'received') : null;
  return on < sending.on || (before !== null && on < before.on)
    ? [{ code: 'letter.received.on.early', path: 'on' }]
    : [];
}

export function withReceiving(
  registration: Registration,
  receiving: LetterReceiving,
  recorded: Recorded
): Registration {
  const letter = registration.letterAt ?? recorded.at;
  const made = { ...receiving, letter, ...recorded };
  return {
    ...registration,
    receptions: [...(registration.receptions ?? []), made].slice(-MAX_LETTER_EVENTS)
  };
}

function withEvent(registration: Registration, event: LetterEvent): Registration {
  const letterEvents = [...(registration.letterEvents ?? []), event].slice(-MAX_LETTER_EVENTS);
  return { ...registration, letterEvents };
}
