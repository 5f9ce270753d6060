/** Times are in the training session's own zone. */
import { ANNOUNCEMENT_ROLES } from '#lib/domain/act/kinds/announcement.ts';
import { addDays, isCalendarDate } from '#lib/domain/calendar-date.ts';
import type { CalendarDate, SessionId } from '#lib/domain/ids.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { sha256Base64url } from '#lib/domain/sha256.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import {
  MAX_DAYS,
  parsePlan,
  type Session,
  type SessionDay,
  type SessionPlan
} from '#lib/domain/training/session.ts';
import type { TypedForm } from '#lib/draft/draft-form.svelte.ts';
import { cleanTyped, linesOf } from '#lib/draft/typed-text.ts';
import { latinDigits } from '#lib/i18n/decimal-text.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { currentZone, deviceZone, instantIn, wallIn } from '#lib/i18n/zone.ts';

/** Lists are divided by blanks; a chosen box is `yes`. */
function blankPlan() {
  return {
    title: '',
    aims: '',
    agenda: '',
    language: readLocale() as string,
    level: 'introduction',
    fromDate: '',
    fromTime: '09:00',
    untilDate: '',
    untilTime: '12:00',
    isDaily: 'yes',
    /** Lines of `date from until`, or `date -` for a day without a session; other days have the hours above. */
    days: '',
    zone: deviceZone(),
    place: '',
    link: '',
    capacity: '25',
    isPublic: 'yes',
    isLinkPublic: '',
    whom: 'all',
    region: '',
    groupName: '',
    countries: '',
    roles: '',
    helpers: '',
    materials: '',
    repeat: '',
    repeatCount: '4',
    note: ''
  };
}
export type TypedPlan = Readonly<ReturnType<typeof blankPlan>>;
type DayFields = Pick<TypedPlan, 'fromDate' | 'untilDate' | 'fromTime' | 'untilTime' | 'isDaily' | 'days'>;

interface TypedDay {
  readonly date: CalendarDate;
  readonly isHeld: boolean;
  readonly from: string;
  readonly until: string;
}

/** Empty for a session of one day, and for one whose time runs through. */
export function typedDays(typed: DayFields): readonly TypedDay[] {
  const { fromDate, untilDate, fromTime, untilTime, isDaily, days } = typed;
  if (!isDaily || !isCalendarDate(fromDate) || !isCalendarDate(untilDate) || fromDate >= untilDate) return [];
  const dates = Array.from({ length: MAX_DAYS + 1 }, (_, index) => addDays(fromDate, index));
  const held = dates.filter((date) => date <= untilDate);
  const lines = new Map(linesOf(days).map((line) => [line.slice(0, 10), line.slice(11).split(' ')]));
  return held.slice(0, MAX_DAYS).map((date) => {
    const [from = fromTime, until = untilTime] = lines.get(date) ?? [];
    // The first and the last day are chosen above.
    const isHeld = from !== '-' || date === fromDate || date === untilDate;
    return from === '-' ? { date, isHeld, from: fromTime, until: untilTime } : { date, isHeld, from, until };
  });
}

/** The lines with one day changed. A time without a digit keeps the hours above. */
export function changeDay(typed: DayFields, changed: TypedDay): string {
  const { fromTime, untilTime } = typed;
  return typedDays(typed)
    .map((day) => (day.date === changed.date ? changed : day))
    .filter(({ isHeld, from, until }) => !isHeld || from !== fromTime || until !== untilTime)
    .map(({ date, isHeld, from, until }) => (isHeld ? `${date} ${from || ':'} ${until || ':'}` : `${date} -`))
    .join('\n');
}

function writeDays(session: Session): string {
  const { days, zone } = session;
  if (!days) return '';
  const walls = days.map(({ startsAt, endsAt }) => [wallIn(startsAt, zone), wallIn(endsAt, zone)] as const);
  const [first, last] = [
    walls[0]?.[0].date as CalendarDate,
    walls[walls.length - 1]?.[0].date as CalendarDate
  ];
  const held = new Map(walls.map(([from, until]) => [from.date, `${from.time} ${until.time}`]));
  const dates = Array.from({ length: MAX_DAYS }, (_, index) => addDays(first, index));
  return dates
    .filter((date) => date <= last)
    .map((date) => `${date} ${held.get(date) ?? '-'}`)
    .join('\n');
}

function readDays(typed: TypedPlan): readonly Partial<SessionDay>[] {
  return typedDays(typed)
    .filter(({ isHeld }) => isHeld)
    .map(({ date, from, until }) => {
      const startsAt = instantIn({ date, time: tidyTime(from) }, typed.zone);
      const endsAt = instantIn({ date, time: tidyTime(until) }, typed.zone);
      return { ...(startsAt ? { startsAt } : {}), ...(endsAt ? { endsAt } : {}) };
    });
}
export type PlanForm = TypedForm<keyof TypedPlan>;

export const wordsIn = (list: string): readonly string[] => list.split(' ').filter((one) => one !== '');

export function planOf(session: Session | null, isCopy: boolean): TypedPlan {
  if (session === null) return blankPlan();
  const { title, aims, agenda = '', language, level, zone, place = '', link = '', audience } = session;
  const [from, until] = [wallIn(session.startsAt, zone), wallIn(session.endsAt, zone)];
  const { region = '', group, roles = [] } = audience;
  return {
    title,
    aims,
    agenda,
    language,
    level,
    zone: currentZone(zone),
    place,
    link,
    fromDate: isCopy ? '' : from.date,
    untilDate: isCopy ? '' : until.date,
    fromTime: from.time,
    untilTime: until.time,
    isDaily: session.days || from.date === until.date ? 'yes' : '',
    days: isCopy ? '' : writeDays(session),
    capacity: String(session.capacity),
    isPublic: session.isPublic ? 'yes' : '',
    isLinkPublic: session.isLinkPublic ? 'yes' : '',
    whom: region ? 'region' : group ? 'group' : 'all',
    region,
    groupName: group?.name ?? '',
    countries: (group?.countries ?? []).join(' '),
    roles: roles.join(' '),
    helpers: (session.helpers ?? []).join(' '),
    materials: writeMaterials(session.materials ?? []),
    repeat: '',
    repeatCount: '4',
    note: ''
  };
}

/** Older versions kept lists as lists and choices as true or false; other values are left out. */
export function keptToPlan(kept: unknown, before: TypedPlan): TypedPlan {
  if (!isPlainObject(kept)) return before;
  const read = (value: unknown, otherwise: string): string => {
    if (Array.isArray(value)) return value.join(' ');
    if (typeof value === 'boolean') return value ? 'yes' : '';
    return typeof value === 'string' ? value : otherwise;
  };
  const entries = Object.entries(before).map(([field, value]) => [field, read(kept[field], value)]);
  return { ...before, ...Object.fromEntries(entries) };
}

export function readPlan(typed: TypedPlan): Result<SessionPlan> {
  const [fromTime, untilTime] = [tidyTime(typed.fromTime), tidyTime(typed.untilTime)];
  const days = readDays(typed);
  const startsAt = days[0]
    ? days[0].startsAt
    : instantIn({ date: typed.fromDate, time: fromTime }, typed.zone);
  const endsAt = days[0]
    ? days[days.length - 1]?.endsAt
    : instantIn({ date: typed.untilDate || typed.fromDate, time: untilTime }, typed.zone);
  const capacity = latinDigits(typed.capacity.trim());
  const [place, link, agenda] = [cleanTyped(typed.place), typed.link.trim(), cleanTyped(typed.agenda)];
  const helpers = typed.helpers.split(/[\s,;]+/).filter((one) => one !== '');
  const materials = readMaterials(typed.materials)
    .map(({ title, link }) => ({ title: cleanTyped(title), link: link.trim() }))
    .filter(({ title, link }) => title !== '' || link !== '');
  const areTimes = isTime(typed.fromTime) && isTime(typed.untilTime);
  const missing: Problem[] = [
    // An invalid time is reported at its box, a missing day at the day.
    ...(startsAt || !isTime(typed.fromTime) ? [] : [{ code: 'instant.malformed', path: 'startsAt' }]),
    ...(endsAt || !isTime(typed.untilTime) ? [] : [{ code: 'instant.malformed', path: 'endsAt' }]),
    ...(areTimes ? [] : [{ code: 'instant.malformed', path: 'time' }]),
    ...(place === '' && link === '' ? [{ code: 'training.place.missing', path: 'place' }] : [])
  ];
  const plan = parsePlan({
    title: cleanTyped(typed.title),
    aims: cleanTyped(typed.aims),
    language: typed.language,
    level: typed.level,
    zone: typed.zone,
    audience: readAudience(typed),
    startsAt: startsAt ?? '2026-01-01T00:00:00.000Z',
    endsAt: endsAt ?? '2026-01-01T00:00:01.000Z',
    capacity: /^\d{1,4}$/.test(capacity) ? Number(capacity) : 0,
    isPublic: typed.isPublic === 'yes',
    isLinkPublic: typed.isLinkPublic === 'yes',
    ...(days.length < 2 ? {} : { days }),
    ...(place === '' ? {} : { place }),
    ...(link === '' ? {} : { link }),
    ...(agenda === '' ? {} : { agenda }),
    ...(materials.length === 0 ? {} : { materials }),
    ...(helpers.length === 0 ? {} : { helpers })
  });
  const problems = [...missing, ...(plan.ok ? [] : plan.problems)];
  return problems.length > 0 || !plan.ok ? refuse(...problems) : accept(plan.value);
}

function readAudience({ whom, region, groupName, countries, roles }: TypedPlan): object {
  const chosen = ANNOUNCEMENT_ROLES.filter((role) => wordsIn(roles).includes(role));
  const some = chosen.length === 0 ? {} : { roles: chosen };
  if (whom === 'region') return { ...some, region };
  if (whom !== 'group') return some;
  return { ...some, group: { name: cleanTyped(groupName), countries: wordsIn(countries) } };
}

/** `1130`, `9.30`, `9h`, `11:30` as `hh:mm`; any other text stays as it is. */
export function tidyTime(text: string): string {
  const digits = latinDigits(text).trim();
  const found = /^(\d{1,2})(\d{2})$/.exec(digits) ?? /^(\d{1,2})(?:\s*[:.,h\s]\s*(\d{2})?)?$/i.exec(digits);
  const [, hours = '', minutes = '00'] = found ?? [];
  const isOnClock = hours !== '' && Number(hours) < 24 && Number(minutes) < 60;
  return isOnClock ? [hours.padStart(2, '0'), minutes].join(':') : text;
}

export function isTime(text: string): boolean {
  return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(tidyTime(text));
}

export interface TypedMaterial {
  readonly title: string;
  readonly link: string;
}

/** A title and an address, with a tab between them. Older versions kept a space before the address. */
export function readMaterials(text: string): readonly TypedMaterial[] {
  if (text === '') return [];
  return text.split('\n').map((line) => {
    const [, title = line, link = ''] = /^([^\t]*)\t(.*)$/.exec(line) ?? /^(.*\S)\s+(\S+)$/.exec(line) ?? [];
    return { title, link };
  });
}

export function writeMaterials(materials: readonly TypedMaterial[]): string {
  return materials.map(({ title, link }) => [title, link].join('\t')).join('\n');
}

/** Weeks from one session of a series to the next. */
export const SERIES_WEEKS = ['', '1', '2', '4'] as const;
export const MAX_SERIES = 12;

interface SeriesPart {
  readonly id: SessionId;
  readonly plan: SessionPlan;
}

/** At the same hours of the clock, also after a change to summer time. The first is the plan itself. */
export function readSeries(id: SessionId, typed: TypedPlan): Result<readonly SeriesPart[]> {
  const count = typed.repeat === '' ? 1 : Number(latinDigits(typed.repeatCount.trim()));
  if (!Number.isInteger(count) || count < 1 || count > MAX_SERIES)
    return refuse({ code: 'training.series.count', path: 'repeatCount' });
  const parts: SeriesPart[] = [];
  for (let index = 0; index < count; index++) {
    const plan = readPlan(laterBy(typed, index * 7 * Number(typed.repeat)));
    if (!plan.ok) return plan;
    parts.push({ id: index === 0 ? id : seriesId(id, index), plan: plan.value });
  }
  return accept(parts);
}

function laterBy(typed: TypedPlan, days: number): TypedPlan {
  const later = (date: string): string => (isCalendarDate(date) ? addDays(date, days) : date);
  const lines = linesOf(typed.days).map((line) => later(line.slice(0, 10)) + line.slice(10));
  return {
    ...typed,
    fromDate: later(typed.fromDate),
    untilDate: later(typed.untilDate),
    days: lines.join('\n')
  };
}

/** The same for the same plan, so that a second attempt after a lost answer makes no second session. */
function seriesId(id: SessionId, index: number): SessionId {
  const hex = [...sha256Base64url(`${id} ${index}`)]
    .map((letter) => (letter.charCodeAt(0) % 16).toString(16))
    .join('');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32)
  ];
  return `session:${parts.join('-')}` as SessionId;
}
