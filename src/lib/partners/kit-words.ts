/** Call `loadCatalog` first. */
import { addDays, addMonths } from '#lib/domain/calendar-date.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import type { Step } from '#lib/domain/partners/dossier-facts.ts';
import type { DaysTaken, InvitationFigures, TradeCount } from '#lib/domain/partners/invitation.ts';
import { PRACTICE, type Invented } from '#lib/domain/act/practice.ts';
import { countryName, formatDate, formatSeries, isolate } from '#lib/i18n/format.ts';
import type { Locale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import type { InvitationBrief, InvitationLetter } from '#lib/pdf/invitation.ts';
import { daysText, shareText } from './partner-words.ts';

export interface Correspondents {
  readonly own: CountryCode;
  readonly partner: CountryCode;
  /** The country's name if the settings are empty. */
  readonly sender: { readonly name: string; readonly address: string } | null;
  readonly address: string;
  readonly today: CalendarDate;
  readonly demonstration: Invented;
}

interface AddressedTo {
  readonly authority: string;
  readonly address: string;
  readonly attention: string;
}

export function latestDays(today: CalendarDate): { readonly from: CalendarDate; readonly to: CalendarDate } {
  return { from: addDays(addMonths(today, -12), 1), to: today };
}

export function letterText(
  latest: TradeCount | null,
  { address, today }: Correspondents,
  locale: Locale
): string {
  const in_ = { locale };
  const { from, to } = latestDays(today);
  const share = latest && {
    number: latest.number,
    share: shareText(latest.share, locale),
    from: formatDate(from, locale),
    to: formatDate(to, locale)
  };
  return [
    m.kit_letter_greeting({}, in_),
    m.kit_letter_what({}, in_),
    ...(share && share.number > 0 ? [m.kit_letter_share(share, in_)] : []),
    m.kit_letter_gain({}, in_),
    m.kit_letter_try({}, in_),
    m.kit_letter_ask({ address }, in_),
    m.kit_letter_close({}, in_)
  ].join('\n');
}

export function toLetter(
  who: Correspondents,
  to: AddressedTo,
  text: string,
  locale: Locale,
  name: InvitationLetter['name'] = 'invitation'
): InvitationLetter {
  const in_ = { locale };
  const subjects = { invitation: m.kit_letter_subject, reminder: m.reminder_subject };
  return {
    name,
    head: {
      title: senderName(who, locale),
      under: formatSeries(
        [...(who.sender?.address ?? '').split('\n'), countryOf(who, locale)].filter(Boolean),
        locale
      ),
      sign: m.kit_letter_sign({}, in_),
      demonstration: inventedNote(who, locale)
    },
    country: who.partner,
    authority: to.authority,
    address: to.address,
    language: locale,
    subject: subjects[name]({}, in_),
    attention: to.attention === '' ? null : m.kit_letter_for({ name: isolate(to.attention) }, in_),
    text,
    writtenOn: who.today,
    demonstration: who.demonstration
  };
}

function inventedNote({ demonstration }: Correspondents, locale: Locale): string {
  const in_ = { locale };
  return demonstration === PRACTICE ? m.kit_practice({}, in_) : m.kit_demonstration({}, in_);
}

function senderName({ sender, own }: Correspondents, locale: Locale): string {
  return sender?.name ?? countryName(own, locale);
}

function countryOf({ sender, own }: Correspondents, locale: Locale): string {
  const name = countryName(own, locale);
  return sender && !sender.address.includes(name) ? name : '';
}

export function toBrief(figures: InvitationFigures, who: Correspondents, locale: Locale): InvitationBrief {
  const in_ = { locale };
  return {
    locale,
    country: who.partner,
    writtenOn: who.today,
    title: m.kit_brief_title({}, in_),
    from: `${formatSeries([senderName(who, locale), countryOf(who, locale)].filter(Boolean), locale)} · ${formatDate(who.today, locale)}`,
    what: m.kit_brief_what({}, in_),
    gains: { title: m.kit_gain_title({}, in_), items: gains(locale) },
    years: {
      title: m.kit_years_title({}, in_),
      bars: yearBars(figures, locale),
      note: m.kit_years_note({ date: formatDate(who.today, locale) }, in_)
    },
    days: { title: m.kit_days_title({}, in_), rows: dayRows(figures, locale) },
    ask: {
      title: m.kit_ask_title({}, in_),
      open: m.kit_ask_open({}, in_),
      address: who.address,
      steps: [m.kit_ask_who({}, in_), m.kit_ask_letter({}, in_), m.kit_ask_trial({}, in_)]
    },
    demonstration: who.demonstration ? inventedNote(who, locale) : null,
    invented: who.demonstration
  };
}

function gains(locale: Locale): readonly string[] {
  return [m.kit_gain_signed, m.kit_gain_dossier, m.kit_gain_offline, m.kit_gain_training].map((words) =>
    words({}, { locale })
  );
}

function yearBars({ years }: InvitationFigures, locale: Locale): InvitationBrief['years']['bars'] {
  const most = Math.max(1, ...years.map(({ number }) => number));
  return years.map(({ year, number, share }) => ({
    year: String(year),
    portion: number / most,
    words: m.kit_years_words({ number, share: shareText(share, locale) }, { locale })
  }));
}

function dayRows({ days }: InvitationFigures, locale: Locale): InvitationBrief['days']['rows'] {
  return days
    .map((taken) => [stepText(taken.step, locale), daysWords(taken, locale)] as const)
    .filter(([, words]) => words !== '');
}

function stepText(step: Step, locale: Locale): string {
  const words = { answer: m.kit_days_answer, ship: m.kit_days_ship, endorse: m.kit_days_endorse };
  return words[step]({}, { locale });
}

function daysWords({ here, there }: DaysTaken, locale: Locale): string {
  const in_ = { locale };
  return formatSeries(
    [
      ...(here === null ? [] : [m.kit_days_here({ days: daysText(here, locale) }, in_)]),
      ...(there === null ? [] : [m.kit_days_there({ days: daysText(there, locale) }, in_)])
    ],
    locale
  );
}
