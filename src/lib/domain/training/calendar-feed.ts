/**
 * RFC 5545, with the joining link as `CONFERENCE` (RFC 7986). Times are UTC: a session repeats only on named days, so no
 * `VTIMEZONE` is needed. The feed has no `METHOD`: RFC 5546 would then require an organizer's address.
 */
import { textToUtf8 } from '../bytes.ts';
import type { Instant } from '../ids.ts';
import { isSubRegion, parseRegion, type RegionCode } from '../region-codes.ts';
import { countriesOfRegion } from '../region.ts';
import { daysOf, ON_LINE, SESSION_LANGUAGES, type Session, type SessionDay } from './session.ts';

export interface CalendarChoice {
  readonly region: RegionCode | null;
  readonly language: Session['language'] | null;
}

/** Null for an unknown choice: a feed does not guess. */
export function parseChoice(query: Readonly<Record<string, unknown>>): CalendarChoice | null {
  const { region = null, language = null, ...stray } = query;
  if (Object.keys(stray).length > 0) return null;
  if (region !== null && parseRegion(region) === null) return null;
  if (language !== null && SESSION_LANGUAGES.indexOf(language as 'en') < 0) return null;
  return { region, language } as CalendarChoice;
}

export function isChosen({ audience, language }: Session, choice: CalendarChoice): boolean {
  if (choice.language !== null && choice.language !== language) return false;
  if (choice.region === null) return true;
  const there = countriesOfRegion(choice.region);
  const { region, group } = audience;
  if (region !== undefined) return isWithin(region, choice.region) || isWithin(choice.region, region);
  return group === undefined || group.countries.some((country) => there.indexOf(country) >= 0);
}

function isWithin(inner: RegionCode, outer: RegionCode): boolean {
  if (inner === outer) return true;
  if (!isSubRegion(inner) || isSubRegion(outer)) return false;
  const [first] = countriesOfRegion(inner);
  return first !== undefined && countriesOfRegion(outer).indexOf(first) >= 0;
}

export function sortByTime(sessions: readonly Session[]): readonly Session[] {
  const key = ({ startsAt, _id }: Session): string => startsAt + _id;
  return [...sessions].sort((one, other) => (key(one) < key(other) ? -1 : 1));
}

interface FeedWords {
  readonly name: string;
  /** Base address of a session page, followed by its id; null if unknown. */
  readonly address: string | null;
  /** A reminder a day before, for people with a place. */
  readonly reminds?: boolean;
  /** For one session by e-mail: mail programs put it into the calendar, and replace or remove the earlier entry. */
  readonly invitation?: { readonly organizer: string; readonly attendee: string };
}

export function writeCalendar(sessions: readonly Session[], words: FeedWords): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//I2ES//Training//EN',
    ...(words.invitation
      ? [`METHOD:${methodOf(sessions)}`]
      : [
          `NAME:${escapeText(words.name)}`,
          `X-WR-CALNAME:${escapeText(words.name)}`,
          'REFRESH-INTERVAL;VALUE=DURATION:PT6H'
        ]),
    ...sortByTime(sessions).flatMap((session) => writeEvent(session, words)),
    'END:VCALENDAR'
  ];
  return joinLines(lines);
}

/** RFC 5546 §1.4. */
export function methodOf(sessions: readonly Pick<Session, 'cancelled'>[]): 'REQUEST' | 'CANCEL' {
  return sessions.every(({ cancelled }) => cancelled) ? 'CANCEL' : 'REQUEST';
}

export function joinLines(lines: readonly string[]): string {
  return lines.map((line) => foldLine(line) + '\r\n').join('');
}

function writeEvent(session: Session, { address, reminds, invitation }: FeedWords): readonly string[] {
  const { _id, revision, changedAt, title, language, link, cancelled } = session;
  const place = session.place === ON_LINE ? undefined : session.place;
  const [first, ...others] = daysOf(session) as [SessionDay, ...SessionDay[]];
  const event = (day: SessionDay, recurrence: readonly string[]): readonly string[] => [
    'BEGIN:VEVENT',
    `UID:${_id.slice('session:'.length)}@i2es`,
    `DTSTAMP:${toUtc(changedAt)}`,
    `LAST-MODIFIED:${toUtc(changedAt)}`,
    `SEQUENCE:${revision - 1}`,
    `DTSTART:${toUtc(day.startsAt)}`,
    `DTEND:${toUtc(day.endsAt)}`,
    ...recurrence,
    `SUMMARY;LANGUAGE=${language}:${escapeText(title)}`,
    `DESCRIPTION;LANGUAGE=${language}:${escapeText(describe(session))}`,
    ...(place === undefined ? [] : [`LOCATION:${escapeText(place)}`]),
    ...(link === undefined ? [] : [`CONFERENCE;VALUE=URI;FEATURE=AUDIO,VIDEO:${link}`]),
    ...(address === null ? [] : [`URL:${address}${_id}`]),
    ...(invitation
      ? [
          `ORGANIZER:mailto:${invitation.organizer}`,
          // The enrolment has answered already.
          `ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:${invitation.attendee}`
        ]
      : []),
    `STATUS:${cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    ...(reminds && !cancelled ? REMINDER : []),
    'END:VEVENT'
  ];
  const lasts = ({ startsAt, endsAt }: SessionDay): number => Date.parse(endsAt) - Date.parse(startsAt);
  // One event of several days, so that a change or a cancellation reaches all of them; other hours replace a repetition.
  // The first day is a repetition too, since some programs count only those.
  const repeated = [first, ...others].map(({ startsAt }) => toUtc(startsAt)).join(',');
  return [
    ...event(first, others.length > 0 ? [`RDATE:${repeated}`] : []),
    ...others
      .filter((day) => lasts(day) !== lasts(first))
      .flatMap((day) => event(day, [`RECURRENCE-ID:${toUtc(day.startsAt)}`]))
  ];
}

const REMINDER = ['BEGIN:VALARM', 'ACTION:DISPLAY', 'DESCRIPTION:I2ES', 'TRIGGER:-P1D', 'END:VALARM'];

function describe({ aims, agenda, zone, trainer, body, cancelled }: Session): string {
  return [
    cancelled?.reason,
    aims,
    agenda,
    [body?.name, trainer.name, zone].filter((one) => one !== undefined).join(' · ')
  ]
    .filter((one) => one !== undefined)
    .join('\n\n');
}

/** `20261201T083000Z` */
export function toUtc(instant: Instant): string {
  return instant.replace(/[-:]/g, '').replace(/\.\d{3}/, '');
}

/** RFC 5545 §3.3.11. */
export function escapeText(text: string): string {
  return text.replace(/[\\;,]/g, '\\$&').replace(/\n/g, '\\n');
}

const MAX_OCTETS = 75;

/** RFC 5545 §3.1: at most 75 octets a line; never cut a multi-octet character. */
function foldLine(line: string): string {
  const parts: string[] = [];
  let [part, octets] = ['', 0];
  for (const character of line) {
    const size = textToUtf8(character).length;
    if (octets + size > MAX_OCTETS) {
      parts.push(part);
      [part, octets] = ['', 1];
    }
    part += character;
    octets += size;
  }
  return [...parts, part].join('\r\n ');
}
