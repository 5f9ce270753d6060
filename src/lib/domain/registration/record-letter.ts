/** Records that INCB's letter was sent or withdrawn. */
import { addDays, instantToDate, latestDateAt } from '../calendar-date.ts';
import type { Instant } from '../ids.ts';
import type { Problem } from '../result.ts';
import { MAX_LETTER_EVENTS, type LetterEvent, type LetterSending } from './letter-event.ts';
import { isOpen, type Registration } from './registration.ts';

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

/** The day must not precede the letter and must have begun somewhere; time zones allow a day on either side. */
export function judgeSending(registration: Registration, { on }: LetterSending, now: Instant): Problem[] {
  const problems = judgeLetter(registration);
  if (problems.length > 0) return problems;
  if (on > latestDateAt(now)) return [{ code: 'letter.sent.on.future', path: 'on' }];
  const { letterAt = now } = registration;
  return on < addDays(instantToDate(letterAt), -1) ? [{ code: 'letter.sent.on.early', path: 'on' }] : [];
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

function withEvent(registration: Registration, event: LetterEvent): Registration {
  const letterEvents = [...(registration.letterEvents ?? []), event].slice(-MAX_LETTER_EVENTS);
  return { ...registration, letterEvents };
}
