import type { Seat, SeatState } from '#lib/domain/training/seats.ts';
import { daysOf, ON_LINE, type Session, type SessionLevel } from '#lib/domain/training/session.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { parseRegion } from '#lib/domain/region-codes.ts';
import type { FiguresBy } from '#lib/domain/training/tally.ts';
import type { Question } from '#lib/domain/training/evaluation.ts';
import { countryName, formatInteger, formatMonth } from '#lib/i18n/format.ts';
import { regionName } from '#lib/i18n/region-words.ts';
import { localeNames, readLocale } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { deviceZone, formatDaySpan, formatSpan, wallIn, zoneWords } from '#lib/i18n/zone.ts';
import type { Tone } from '#lib/ui/tone.ts';
import type { OwnEnrolment } from './training-store.svelte.ts';

const LEVELS: Readonly<Record<SessionLevel, () => string>> = {
  introduction: m.session_level_introduction,
  practice: m.session_level_practice,
  advanced: m.session_level_advanced
};

export function levelWord(level: SessionLevel): string {
  return LEVELS[level]();
}

export function kindWords({ language, level }: Pick<Session, 'language' | 'level'>): string {
  return `${localeNames[language]} · ${levelWord(level)}`;
}

export function placeWords({ place, link }: Pick<Session, 'place' | 'link'>, locale = readLocale()): string {
  if (place !== undefined && place !== ON_LINE) return place;
  return link === undefined ? m.session_place_enrolled({}, { locale }) : m.session_place_line({}, { locale });
}

export function timeWords(
  session: Session,
  locale = readLocale()
): { readonly there: string; readonly here: string | null } {
  const { startsAt, endsAt, zone } = session;
  const there = formatDaySpan(startsAt, endsAt, zone, locale);
  const own = deviceZone();
  const [walled, mine] = [wallIn(startsAt, zone), wallIn(startsAt, own)];
  const isSame = walled.date === mine.date && walled.time === mine.time;
  const format = mine.date === walled.date ? formatSpan : formatDaySpan;
  const here = isSame ? null : format(startsAt, endsAt, own, locale);
  return { there: m.session_time_there({ time: there, zone: zoneWords(zone) }, { locale }), here };
}

/** The hours of each day, in the zone of the session. */
export function daySpans(session: Session, locale = readLocale()): readonly string[] {
  return daysOf(session).map(({ startsAt, endsAt }) => formatDaySpan(startsAt, endsAt, session.zone, locale));
}

/** By first day in a zone; keeps the given order. */
export function byDay(
  sessions: readonly Session[],
  zone: string
): ReadonlyMap<CalendarDate, readonly Session[]> {
  const days = new Map<CalendarDate, Session[]>();
  for (const session of sessions) {
    const { date } = wallIn(session.startsAt, zone);
    days.set(date, [...(days.get(date) ?? []), session]);
  }
  return days;
}

interface Word {
  readonly tone: Tone;
  readonly word: string;
}

const STATES: Readonly<Record<SeatState, (place: string) => Word>> = {
  confirmed: () => ({ tone: 'good', word: m.session_seat_confirmed() }),
  waiting: (place) => ({ tone: 'warn', word: m.session_seat_waiting({ place }) }),
  withdrawn: () => ({ tone: 'neutral', word: m.session_seat_withdrawn() }),
  notInvited: () => ({ tone: 'neutral', word: m.session_seat_notInvited() }),
  late: () => ({ tone: 'neutral', word: m.session_seat_late() }),
  unenrolled: () => ({ tone: 'neutral', word: m.session_seat_unenrolled() })
};

export function seatWord({ state, place }: Pick<Seat, 'state' | 'place'>): Word {
  return STATES[state](formatInteger(place));
}

export function theirWord(seat: Pick<Seat, 'state' | 'place'>): Word {
  const word = seatWord(seat);
  return seat.state === 'confirmed' ? { ...word, word: m.session_seat_has() } : word;
}

/** Null if never requested. The last request counts until the server confirms it. */
export function ownWord(own: Seat | null, said: OwnEnrolment | null, readAt: string): Word | null {
  if (said === null) return own && seatWord(own);
  const hasPlace = own?.state === 'confirmed' || own?.state === 'waiting';
  const isOut = own === null || own.state === 'withdrawn' || own.state === 'unenrolled';
  const isAnswered = said.isOnServer && said.at <= readAt && !(said.intent === 'enrol' ? isOut : hasPlace);
  if (isAnswered) return own && seatWord(own);
  const word = said.intent === 'enrol' ? m.session_seat_asked() : m.session_seat_givenBack();
  return { tone: 'info', word };
}

const FIGURE_HEADS: Readonly<Record<FiguresBy, () => string>> = {
  country: m.session_country,
  region: m.session_figures_region,
  language: m.session_figures_language,
  month: m.session_figures_month
};

export function figureHead(by: FiguresBy): string {
  return FIGURE_HEADS[by]();
}

export function figureName(by: FiguresBy, key: string): string {
  if (by === 'country') return countryName(key as CountryCode);
  if (by === 'region') {
    const region = parseRegion(key);
    return region === null ? key : regionName(region);
  }
  return by === 'language' ? localeNames[key as Session['language']] : formatMonth(key);
}

const QUESTION_WORDS: Readonly<Record<Question, () => string>> = {
  useful: m.session_question_useful,
  clear: m.session_question_clear,
  pace: m.session_question_pace,
  again: m.session_question_again
};

export function questionWord(question: Question): string {
  return QUESTION_WORDS[question]();
}
