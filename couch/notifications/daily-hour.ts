/** Once a day, from an hour that the person chose in their own zone. */
import { accept, refuse, type Result } from '#lib/domain/result.ts';

export const NOTIFICATION_LANGUAGES = ['en', 'fr', 'es', 'ar', 'ru', 'zh'] as const;
export type NotificationLanguage = (typeof NOTIFICATION_LANGUAGES)[number];

interface DailyHour {
  readonly hour: number;
  readonly zone: string;
  readonly language: NotificationLanguage;
}

export type AskedHour = Readonly<Partial<Record<keyof DailyHour, unknown>>>;

export function parseDailyHour({ hour, zone, language }: AskedHour): Result<DailyHour> {
  const known = NOTIFICATION_LANGUAGES.find((one) => one === language);
  if (!known) return refuse({ code: 'request.body.malformed', path: 'language' });
  if (!Number.isInteger(hour) || Number(hour) < 0 || Number(hour) > 23)
    return refuse({ code: 'request.body.malformed', path: 'hour' });
  if (typeof zone !== 'string' || !isZone(zone))
    return refuse({ code: 'request.body.malformed', path: 'zone' });
  return accept({ hour: Number(hour), zone, language: known });
}

interface SentDaily {
  readonly hour: number;
  readonly zone: string;
  /** The last day of it, or empty. */
  readonly sentOn: string;
}

/** The day that is due now; null before its hour, and once it is sent. */
export function dayDue({ hour, zone, sentOn }: SentDaily, at: number): string | null {
  const now = isZone(zone) ? dayIn(zone, at) : null;
  return now !== null && now.hour >= hour && now.day > sentOn ? now.day : null;
}

function isZone(zone: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: zone });
    return zone.length <= 60;
  } catch {
    return false;
  }
}

function dayIn(zone: string, at: number): { readonly day: string; readonly hour: number } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    hourCycle: 'h23'
  }).formatToParts(at);
  const of = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return { day: `${of('year')}-${of('month')}-${of('day')}`, hour: Number(of('hour')) };
}
