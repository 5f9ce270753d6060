/**
 * A wall clock and a zone give one instant: an hour skipped in spring becomes the next one, a repeated hour in autumn
 * means the first.
 */
import type { CalendarDate, Instant } from '#lib/domain/ids.ts';
import { isCalendarDate } from '#lib/domain/calendar-date.ts';
import { readLocale } from './locale.ts';
import { intlTag } from './format.ts';

/**
 * Old names of the IANA time zone database that browsers still list (its file `backward`, edition 2025b). Sessions
 * stored under an old name show the current one.
 */
const CURRENT_NAMES: Readonly<Record<string, string>> = {
  'Africa/Asmera': 'Africa/Asmara',
  'America/Buenos_Aires': 'America/Argentina/Buenos_Aires',
  'America/Catamarca': 'America/Argentina/Catamarca',
  'America/Coral_Harbour': 'America/Atikokan',
  'America/Cordoba': 'America/Argentina/Cordoba',
  'America/Godthab': 'America/Nuuk',
  'America/Indianapolis': 'America/Indiana/Indianapolis',
  'America/Jujuy': 'America/Argentina/Jujuy',
  'America/Louisville': 'America/Kentucky/Louisville',
  'America/Mendoza': 'America/Argentina/Mendoza',
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Atlantic/Faeroe': 'Atlantic/Faroe',
  'Europe/Kiev': 'Europe/Kyiv',
  'Pacific/Enderbury': 'Pacific/Kanton',
  'Pacific/Ponape': 'Pacific/Pohnpei',
  'Pacific/Truk': 'Pacific/Chuuk'
};

export const FORMER_ZONES = Object.keys(CURRENT_NAMES);

function currentZoneName(zone: string): string {
  return CURRENT_NAMES[zone] ?? zone;
}

export function deviceZone(): string {
  return currentZone(new Intl.DateTimeFormat().resolvedOptions().timeZone);
}

export function currentZone(zone: string): string {
  const current = currentZoneName(zone);
  return isKnownZone(current) ? current : zone;
}

export function isKnownZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

export function knownZones(country: string | null = null): readonly string[] {
  const all = Intl.supportedValuesOf('timeZone').map(currentZone).sort();
  return [...new Set([...zonesOf(country).map(currentZone), deviceZone(), 'UTC', ...all])];
}

function zonesOf(country: string | null): readonly string[] {
  if (country === null) return [];
  const locale = new Intl.Locale('und', { region: country }) as Intl.Locale & {
    getTimeZones?: () => readonly string[] | undefined;
    readonly timeZones?: readonly string[];
  };
  return locale.getTimeZones?.() ?? locale.timeZones ?? [];
}

export function zoneWords(zone: string): string {
  return currentZoneName(zone).replace(/_/g, ' ');
}

interface Wall {
  readonly date: CalendarDate;
  readonly time: string;
}

export function wallIn(instant: Instant, zone: string): Wall {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23'
  }).formatToParts(new Date(instant));
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  const date = `${of('year')}-${of('month')}-${of('day')}` as CalendarDate;
  return { date, time: `${of('hour')}:${of('minute')}` };
}

export function instantIn({ date, time }: { date: string; time: string }, zone: string): Instant | null {
  if (!isCalendarDate(date) || !/^(?:[01]\d|2[0-3]):[0-5]\d$/.test(time) || !isKnownZone(zone)) return null;
  const wanted = Date.parse(`${date}T${time}:00.000Z`);
  let at = wanted;
  // The first guess can use the offset before a change; a second pass is enough.
  for (let turn = 0; turn < 2; turn++) at = wanted - offsetAt(at, zone);
  return new Date(at).toISOString() as Instant;
}

/** Milliseconds that the zone's clock is ahead of UTC. */
function offsetAt(at: number, zone: string): number {
  const wall = wallIn(new Date(at).toISOString() as Instant, zone);
  return Date.parse(`${wall.date}T${wall.time}:00.000Z`) - Math.floor(at / 60_000) * 60_000;
}

export function formatDay(date: CalendarDate, locale = readLocale()): string {
  const shape = { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(intlTag(locale), shape).format(new Date(`${date}T00:00:00Z`));
}

/** "December 2026" of `2026-12`. */
export function formatLongMonth(month: string, locale = readLocale()): string {
  const shape = { month: 'long', year: 'numeric', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(intlTag(locale), shape).format(new Date(`${month}-01T00:00:00Z`));
}

export function weekdayNames(locale = readLocale()): readonly string[] {
  const format = new Intl.DateTimeFormat(intlTag(locale), { weekday: 'short', timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, day) => format.format(new Date(Date.UTC(2026, 5, 1 + day))));
}

export function formatSpan(from: Instant, until: Instant, zone: string, locale = readLocale()): string {
  const [begins, ends] = [wallIn(from, zone), wallIn(until, zone)];
  const hours = `\u2066${begins.time}\u2013${ends.time}\u2069`;
  if (begins.date === ends.date) return hours;
  const shape = { day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  const format = new Intl.DateTimeFormat(intlTag(locale), shape);
  const [first, last] = [begins, ends].map(({ date }) => format.format(new Date(`${date}T00:00:00Z`)));
  return `${first} \u2066${begins.time}\u2069 \u2013 ${last} \u2066${ends.time}\u2069`;
}

/** "Thursday, 10 December 2026, 10:30–17:00"; both days, each once, if they differ. */
export function formatDaySpan(from: Instant, until: Instant, zone: string, locale = readLocale()): string {
  const [begins, ends] = [wallIn(from, zone), wallIn(until, zone)];
  const day = formatDay(begins.date, locale);
  if (begins.date === ends.date) return `${day}, ${formatSpan(from, until, zone, locale)}`;
  const last = formatDay(ends.date, locale);
  return `${day}, \u2066${begins.time}\u2069 \u2013 ${last}, \u2066${ends.time}\u2069`;
}
