/**
 * History of INCB's letters to a country: sent, sent again, withdrawn. Only a person can record the sending; a
 * generated file does not prove it.
 */
import { isPlainObject } from '../shape/shape.ts';
import { isCalendarDate, isInstant } from '../calendar-date.ts';
import type { CalendarDate, Instant } from '../ids.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';

export const SENDING_WAYS = ['diplomatic', 'post', 'courier', 'email', 'hand'] as const;
export type SendingWay = (typeof SENDING_WAYS)[number];

export interface LetterSending {
  readonly on: CalendarDate;
  readonly how: SendingWay;
}

interface OfLetter {
  readonly letter: Instant;
  readonly at: Instant;
  readonly by: string;
}

export type LetterEvent =
  | (OfLetter & LetterSending & { readonly what: 'sent' })
  | (OfLetter & { readonly what: 'withdrawn'; readonly reason: string });

/** Only the last events stay: the record is bounded. */
export const MAX_LETTER_EVENTS = 100;

export function parseSending(value: unknown): Result<LetterSending> {
  if (!isPlainObject(value)) return refuse({ code: 'request.body.malformed' });
  const { on, how } = value;
  const problems: Problem[] = [];
  if (!isCalendarDate(on)) problems.push({ code: 'letter.sent.on.malformed', path: 'on' });
  if ((SENDING_WAYS as readonly unknown[]).indexOf(how) < 0)
    problems.push({ code: 'letter.sent.how.unknown', path: 'how' });
  return problems.length > 0
    ? refuse(...problems)
    : accept({ on: on as CalendarDate, how: how as SendingWay });
}

/** Latest sending of the letter with the valid code; null if none was recorded. */
export function lastSending({ letterEvents = [], letterAt }: LetterState): LetterSending | null {
  const own = sendingsOf(letterEvents).filter(({ letter }) => letter === letterAt);
  return own[own.length - 1] ?? null;
}

export function firstSentOn({ letterEvents = [] }: Pick<LetterState, 'letterEvents'>): CalendarDate | null {
  return (
    sendingsOf(letterEvents)
      .map(({ on }) => on)
      .sort()[0] ?? null
  );
}

interface LetterState {
  readonly letterAt?: Instant;
  readonly letterEvents?: readonly LetterEvent[];
}

function sendingsOf(events: readonly LetterEvent[]) {
  return events.flatMap((event) => (event.what === 'sent' ? [event] : []));
}

export function isLetterEvents(value: unknown): boolean {
  if (value === undefined) return true;
  const isEvent = (one: unknown): boolean => {
    if (!isPlainObject(one) || typeof one['by'] !== 'string') return false;
    if (!isInstant(one['letter']) || !isInstant(one['at'])) return false;
    if (one['what'] === 'withdrawn') return typeof one['reason'] === 'string';
    const isWay = (SENDING_WAYS as readonly unknown[]).indexOf(one['how']) >= 0;
    return one['what'] === 'sent' && isCalendarDate(one['on']) && isWay;
  };
  return Array.isArray(value) && value.every(isEvent);
}
