import { formatDate } from '#lib/i18n/format.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import {
  isUnfinished,
  lastSending,
  type LetterEvent,
  type ProvisionStep,
  type Reception,
  type Registration,
  type RegistrationMark,
  type SendingWay
} from '#lib/domain/registration/registration.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Standing } from '#lib/domain/registration/standing.ts';
import type { AccountName } from '#lib/sign-in/account-name.ts';
import type { Tone } from '#lib/ui/tone.ts';

interface StateWords {
  readonly tone: Tone;
  readonly word: string;
}

export function registrationWords(registration: Registration): StateWords {
  if (isUnfinished(registration)) return { tone: 'warn', word: m.incb_status_unfinished() };
  if (registration.codeVoidAt && registration.status === 'letter')
    return { tone: 'warn', word: m.incb_status_void() };
  const isSent = lastSending(registration) !== null;
  const words = {
    asked: { tone: 'info', word: m.incb_status_asked() },
    letter: {
      tone: isSent ? 'info' : 'warn',
      word: isSent ? m.incb_status_letter_sent() : m.incb_status_letter()
    },
    confirmed: { tone: 'good', word: m.incb_status_confirmed() },
    refused: { tone: 'done', word: m.incb_status_refused() }
  } as const;
  return words[registration.status];
}

export function standingWords({ state, activeSince }: Standing): StateWords {
  if (state === 'suspended') return { tone: 'warn', word: m.incb_standing_suspended() };
  if (state === 'closed') return { tone: 'done', word: m.incb_standing_closed() };
  return activeSince === undefined
    ? { tone: 'info', word: m.incb_standing_registered() }
    : { tone: 'good', word: m.incb_standing_active() };
}

export function markWords(mark: RegistrationMark): { readonly title: string; readonly lead: string } {
  if (mark === 'crowded') return { title: m.incb_mark_crowded(), lead: m.incb_mark_crowded_lead() };
  return mark === 'active'
    ? { title: m.incb_mark_active(), lead: m.incb_mark_active_lead() }
    : { title: m.incb_mark_second(), lead: m.incb_mark_second_lead() };
}

export function stepWord(step: ProvisionStep): string {
  const words: Readonly<Record<ProvisionStep, () => string>> = {
    database: m.incb_step_database,
    'service-user': m.incb_step_service_user,
    security: m.incb_step_security,
    designs: m.incb_step_designs,
    exchange: m.incb_step_exchange,
    directory: m.incb_step_directory,
    invitation: m.incb_step_invitation
  };
  return words[step]();
}

export function sendingWayWord(way: SendingWay): string {
  const words: Readonly<Record<SendingWay, () => string>> = {
    diplomatic: m.incb_sending_diplomatic,
    post: m.incb_sending_post,
    courier: m.incb_sending_courier,
    email: m.incb_sending_email,
    hand: m.incb_sending_hand
  };
  return words[way]();
}

export function receptionWord(what: Reception, on: CalendarDate): string {
  const date = formatDate(on);
  return what === 'opened'
    ? m.incb_history_letter_opened({ date })
    : m.incb_history_letter_received({ date });
}

export function deciderWord(by: string | undefined, nameOf: AccountName): string {
  if (by === 'letter') return m.incb_by_letter();
  return by === undefined || by === 'server' ? m.incb_by_server() : nameOf(by);
}

interface HistoryEntry {
  readonly key: string;
  readonly at: Instant;
  readonly title: string;
  readonly by: string;
  readonly reason?: string | undefined;
}

/** Without the right to decide, the sender is known by job title only. */
export function historyOf(
  registration: Registration,
  nameOf: AccountName,
  mayDecide: boolean
): readonly HistoryEntry[] {
  const {
    askedAt,
    earlierLetters = [],
    letterAt,
    letterBy,
    letterUntil,
    codeVoidAt,
    decidedAt,
    decidedBy
  } = registration;
  const { letterEvents = [] } = registration;
  const asker = mayDecide ? registration.name : registration.function;
  const entries: HistoryEntry[] = [{ key: 'asked', at: askedAt, title: m.incb_history_asked(), by: asker }];
  for (const { at, by } of earlierLetters)
    entries.push({
      key: `letter ${at}`,
      at,
      title: m.incb_history_letter_replaced(),
      by: deciderWord(by, nameOf)
    });
  if (letterAt) {
    const until = letterUntil ? formatDate(instantToDate(letterUntil)) : '';
    entries.push({
      key: 'letter',
      at: letterAt,
      title: m.incb_history_letter({ until }),
      by: deciderWord(letterBy, nameOf)
    });
  }
  letterEvents.forEach((event, index) =>
    entries.push({
      key: `event ${index}`,
      at: event.at,
      title: eventTitle(event, letterEvents.slice(0, index)),
      by: deciderWord(event.by, nameOf),
      reason: event.what === 'withdrawn' ? event.reason : undefined
    })
  );
  for (const { at, by, what, on } of registration.receptions ?? [])
    entries.push({
      key: `${what} ${at}`,
      at,
      title: receptionWord(what, on),
      by: deciderWord(by, nameOf)
    });
  if (codeVoidAt && !letterEvents.some(({ what, at }) => what === 'withdrawn' && at === codeVoidAt))
    entries.push({ key: 'void', at: codeVoidAt, title: m.incb_history_void(), by: m.incb_by_server() });
  if (decidedAt) {
    entries.push({
      key: 'decided',
      at: decidedAt,
      title: decisionTitle(registration),
      by: deciderWord(decidedBy, nameOf),
      reason: registration.reason
    });
  }
  return entries.sort((a, b) => (a.at < b.at ? -1 : 1));
}

function eventTitle(event: LetterEvent, before: readonly LetterEvent[]): string {
  if (event.what === 'withdrawn') return m.incb_history_letter_withdrawn();
  const values = { date: formatDate(event.on), how: sendingWayWord(event.how) };
  const isAgain = before.some(({ what, letter }) => what === 'sent' && letter === event.letter);
  return isAgain ? m.incb_history_letter_resent(values) : m.incb_history_letter_sent(values);
}

function decisionTitle({ status, how }: Registration): string {
  if (status === 'refused') return m.incb_history_refused();
  return how === 'word' ? m.incb_history_word() : m.incb_history_code();
}
