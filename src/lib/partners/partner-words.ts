import type { CountryCode } from '#lib/domain/ids.ts';
import { isOnPaper, type Membership } from '#lib/domain/partners/membership.ts';
import type { Wait } from '#lib/domain/partners/reminder.ts';
import type { Flow, MonthOfTrade, PartnerRow, Sides } from '#lib/domain/partners/partner-rows.ts';
import type { Step } from '#lib/domain/partners/dossier-facts.ts';
import type { Spread } from '#lib/domain/median.ts';
import {
  formatDate,
  formatInteger,
  formatMedian,
  formatPercentText,
  formatSeries
} from '#lib/i18n/format.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import type { Tone } from '#lib/ui/tone.ts';
import type { Period } from './read-partners.ts';

interface MemberWords {
  readonly tone: Tone;
  readonly word: string;
  readonly detail: string | undefined;
}

export function memberWords(member: Membership): MemberWords {
  if (member.state === 'on')
    return {
      tone: 'good',
      word: m.partners_member_on(),
      detail: m.partners_member_since({ date: formatDate(member.since) })
    };
  if (member.state === 'off')
    return {
      tone: 'neutral',
      word: m.partners_member_off(),
      detail: m.partners_member_as_at({ date: formatDate(member.asAt) })
    };
  if (member.state === 'reached')
    return { tone: 'info', word: m.partners_member_reached(), detail: undefined };
  return { tone: 'info', word: m.partners_member_unknown(), detail: undefined };
}

export function periodWord(period: Period, year: number): string {
  if (period === 'this-year') return String(year);
  if (period === 'last-year') return String(year - 1);
  const words = {
    twelve: m.partners_period_twelve,
    three: m.partners_period_three,
    all: m.partners_period_all
  };
  return words[period]();
}

/** Ten-thousandths as per cent with one decimal. */
export function shareText(share: number, locale?: Locale): string {
  return formatPercentText(String(Math.round(share / 10) / 10), locale);
}

export function daysText(days: number, locale?: Locale): string {
  return m.partners_days_taken({ count: days, days: formatMedian(days, locale) }, locale && { locale });
}

export function spreadText({ median, low, high }: Spread): string {
  if (low === high) return daysText(median);
  return m.partners_spread({
    median: daysText(median),
    low: formatInteger(low),
    high: formatInteger(high)
  });
}

export function stepWord(step: Step): string {
  const words = {
    answer: m.partners_step_answer,
    ship: m.partners_step_ship,
    endorse: m.partners_step_endorse
  };
  return words[step]();
}

export function numberOf({ issued, received }: Flow): number {
  return issued + received;
}

export function apartText({ paper, emergency, declared }: Flow): string {
  const told = [
    declared > 0 ? m.partners_of_declared({ count: declared }) : '',
    paper > 0 ? m.partners_of_paper({ count: paper }) : '',
    emergency > 0 ? m.partners_of_emergency({ count: emergency }) : ''
  ];
  return formatSeries(told.filter(Boolean));
}

export function countsOf(months: readonly MonthOfTrade[]): readonly number[] {
  return months.map(({ imports, exports }) => numberOf(imports) + numberOf(exports));
}

export function openOf({ questions, unanswered, overdue }: PartnerRow): Sides {
  return {
    ours: questions.ours + unanswered.ours + overdue.ours,
    theirs: questions.theirs + unanswered.theirs + overdue.theirs
  };
}

const MAX_MAJOR = 5;

export function majorPartners(rows: readonly PartnerRow[]): readonly PartnerRow[] {
  return rows.filter(({ number }) => number > 0).slice(0, MAX_MAJOR);
}

export function partnersHeadline(
  rows: readonly PartnerRow[],
  memberOf: (country: CountryCode) => Membership
): string | null {
  const major = majorPartners(rows);
  if (major.length === 0) return null;
  return m.partners_headline({
    major: m.partners_headline_major({ count: major.length }),
    members: membersText(major.map(({ partner }) => memberOf(partner)))
  });
}

function membersText(members: readonly Membership[]): string {
  if (members.some(({ state }) => state === 'unknown')) return m.partners_headline_unknown();
  const off = members.filter(isOnPaper).length;
  return off === 0 ? m.partners_headline_all_on() : m.partners_headline_off({ count: off });
}

/** The dossiers by number. Call `loadCatalog` first. */
export function reminderLines(waits: readonly Wait[], locale: Locale): string {
  const in_ = { locale };
  return waits
    .flatMap(({ dossier: { number }, silentSince, endorseBy }) => [
      ...(silentSince === null
        ? []
        : [m.reminder_line_silent({ date: formatDate(silentSince, locale), number }, in_)]),
      ...(endorseBy === null
        ? []
        : [m.reminder_line_unendorsed({ date: formatDate(endorseBy, locale), number }, in_)])
    ])
    .join('\n');
}
