/** An authority's dates have no clock and no zone; a device has instants. */
import type { CalendarDate, Instant } from './ids.ts';
import type { Problem } from './result.ts';

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/;
const MIN_YEAR = 1900;
const MAX_YEAR = 2199;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysInMonth(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
}

/** 1900-01-01 to 2199-12-31; other years are typing errors. */
export function isCalendarDate(value: unknown): value is CalendarDate {
  return typeof value === 'string' && DATE.test(value) && isOnCalendar(value);
}

function isOnCalendar(text: string): boolean {
  return findPartProblem(...dateParts(text)) === null;
}

type DateProblemCode = 'date.malformed' | 'date.incomplete' | 'date.year' | 'date.month' | 'date.dayOfMonth';

interface DateProblem {
  readonly code: DateProblemCode;
  readonly values?: NonNullable<Problem['values']>;
}

/** A half-typed `yyyy-mm-dd` from the date field: parts can be empty or impossible. */
const TYPED = /^(\d{0,4})-(\d{0,2})-(\d{0,2})$/;

export function findDateProblem(text: string): DateProblem | null {
  const parts = TYPED.exec(text)?.slice(1);
  if (!parts) return { code: 'date.malformed' };
  if (parts.includes('')) return { code: 'date.incomplete' };
  const [year = 0, month = 0, day = 0] = parts.map(Number);
  return findPartProblem(year, month, day) ?? (DATE.test(text) ? null : { code: 'date.malformed' });
}

function findPartProblem(year: number, month: number, day: number): DateProblem | null {
  if (month < 1 || month > 12) return { code: 'date.month' };
  if (year < MIN_YEAR || year > MAX_YEAR) return { code: 'date.year' };
  const last = daysInMonth(year, month);
  if (day >= 1 && day <= last) return null;
  return { code: 'date.dayOfMonth', values: { month: `${padded(year, 4)}-${padded(month, 2)}`, last } };
}

export function isInstant(value: unknown): value is Instant {
  return typeof value === 'string' && INSTANT.test(value) && isOnCalendar(value);
}

export function instantToDate(instant: Instant): CalendarDate {
  return instant.slice(0, 10) as CalendarDate;
}

/** Latest local date at that instant: no zone is ahead of UTC+14. */
export function latestDateAt(instant: Instant): CalendarDate {
  const date = instantToDate(instant);
  return Number(instant.slice(11, 13)) >= 10 ? addDays(date, 1) : date;
}

/** Earliest local date at that instant: no zone is behind UTC−12. */
export function earliestDateAt(instant: Instant): CalendarDate {
  const date = instantToDate(instant);
  return Number(instant.slice(11, 13)) < 12 ? addDays(date, -1) : date;
}

/** Same day `months` later, or the month's last day (31 Jan + 1 → 28 Feb). */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const [year, month, day] = dateParts(date);
  const index = year * 12 + (month - 1) + months;
  const y = Math.floor(index / 12);
  const m = (index % 12) + 1;
  return datePartsToDate(y, m, Math.min(day, daysInMonth(y, m)));
}

export function dateToDayNumber(date: CalendarDate): number {
  const [year, month, day] = dateParts(date);
  return Math.round(Date.UTC(year, month - 1, day) / 86400000);
}

function dayNumberToDate(days: number): CalendarDate {
  return new Date(days * 86400000).toISOString().slice(0, 10) as CalendarDate;
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  const [year, month, day] = dateParts(date);
  const later = day + days;
  if (later >= 1 && later <= daysInMonth(year, month)) return datePartsToDate(year, month, later);
  return dayNumberToDate(dateToDayNumber(date) + days);
}

function dateParts(date: string): [number, number, number] {
  return [Number(date.slice(0, 4)), Number(date.slice(5, 7)), Number(date.slice(8, 10))];
}

function datePartsToDate(year: number, month: number, day: number): CalendarDate {
  return `${padded(year, 4)}-${padded(month, 2)}-${padded(day, 2)}` as CalendarDate;
}

function padded(n: number, width: number): string {
  return String(n).padStart(width, '0');
}

export function isOutside(
  date: CalendarDate,
  { validFrom, validUntil }: { readonly validFrom: CalendarDate; readonly validUntil: CalendarDate }
): boolean {
  return date < validFrom || date > validUntil;
}
