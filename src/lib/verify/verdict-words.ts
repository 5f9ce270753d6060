import { formatDate, formatDateTime } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import type { Tone } from '#lib/ui/tone.ts';
import type { FormVerdict, Reason, ReasonCode, Verdict } from './judge-form.ts';

/** Six shapes, so that an answer is known without its colour. */
const TONES: Readonly<Record<Verdict, Tone>> = {
  genuine: 'good',
  'genuine-but': 'warn',
  altered: 'bad',
  foreign: 'contested',
  unknown: 'neutral',
  practice: 'info'
};

const TITLES: Readonly<Record<Exclude<Verdict, 'genuine-but'>, () => string>> = {
  genuine: m.verify_genuine,
  altered: m.verify_altered,
  foreign: m.verify_foreign,
  unknown: m.verify_unknown,
  practice: m.verify_practice
};

type Dated = { readonly date: string };
type Words = readonly [reason: (inputs: Dated) => string, next: () => string];

const WORDS: Readonly<Record<ReasonCode, Words>> = {
  good: [m.verify_reason_good, m.verify_next_compare],
  cancelled: [m.verify_reason_cancelled, m.verify_next_stop],
  suspended: [m.verify_reason_suspended, m.verify_next_stop],
  'key-ended-later': [m.verify_reason_key_ended_later, m.verify_next_ask],
  expired: [m.verify_reason_expired, m.verify_next_expired],
  'not-yet-valid': [m.verify_reason_not_yet_valid, m.verify_next_ask],
  'clock-behind': [m.verify_reason_clock, m.verify_next_clock],
  'lists-old': [m.verify_reason_lists_old, m.verify_next_update],
  content: [m.verify_reason_content, m.verify_next_report],
  damaged: [m.verify_reason_damaged, m.verify_next_again],
  differs: [m.verify_reason_differs, m.verify_next_report],
  'key-ended': [m.verify_reason_key_ended, m.verify_next_report],
  'key-not-yet': [m.verify_reason_key_not_yet, m.verify_next_report],
  'key-over': [m.verify_reason_key_over, m.verify_next_report],
  'not-entitled': [m.verify_reason_not_entitled, m.verify_next_report],
  'no-code': [m.verify_reason_no_code, m.verify_next_foreign],
  'no-lists': [m.verify_reason_no_lists, m.verify_next_connect],
  'key-unknown': [m.verify_reason_key_unknown, m.verify_next_second],
  'lists-too-old': [m.verify_reason_lists_too_old, m.verify_next_update],
  'newer-version': [m.verify_reason_newer_version, m.verify_next_newer],
  'no-answer': [m.verify_reason_no_answer, m.verify_next_number],
  'is-reply': [m.verify_reason_reply, m.verify_next_reply],
  practice: [m.verify_reason_practice, m.verify_next_practice]
};

const LIMITED: Partial<Record<ReasonCode, () => string>> = {
  cancelled: m.verify_but_cancelled,
  suspended: m.verify_but_suspended,
  'key-ended-later': m.verify_but_key,
  expired: m.verify_but_expired,
  'not-yet-valid': m.verify_but_not_yet,
  'clock-behind': m.verify_but_clock,
  'lists-old': m.verify_but_lists
};

export function verdictTone({ verdict }: Pick<FormVerdict, 'verdict'>): Tone {
  return TONES[verdict];
}

export function verdictTitle({ verdict, reasons }: Pick<FormVerdict, 'verdict' | 'reasons'>): string {
  return verdict === 'genuine-but' ? (LIMITED[reasons[0].code] ?? m.verify_genuine)() : TITLES[verdict]();
}

export function reasonText({ code, on }: Reason): string {
  return WORDS[code][0]({ date: on === undefined ? '' : dayOf(on) });
}

export function nextStep({ reasons }: Pick<FormVerdict, 'reasons'>): string {
  return WORDS[reasons[0].code][1]();
}

const isInstant = (on: Instant | CalendarDate): on is Instant => on.length > 10;

function dayOf(on: Instant | CalendarDate): string {
  return isInstant(on) ? formatDateTime(on) : formatDate(on);
}
