import { formatDate } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { LetterEvent, Registration } from '#lib/domain/registration/registration.ts';
import type { AccountName } from '#lib/sign-in/account-name.ts';
import { deciderWord, sendingWayWord } from './registry-words.ts';

interface HistoryEntry {
  readonly key: string;
  readonly at: Instant;
  readonly title: string;
  readonly by: string;
  readonly reason?: string | undefined;
}

export function historyOf(registration: Registration, nameOf: AccountName): readonly HistoryEntry[] {
  const {
    askedAt,
    name,
    earlierLetters = [],
    letterAt,
    letterBy,
    letterUntil,
    codeVoidAt,
    decidedAt,
    decidedBy
  } = registration;
  const { letterEvents = [] } = registration;
  const entries: HistoryEntry[] = [{ key: 'asked', at: askedAt, title: m.incb_history_asked(), by: name }];
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
