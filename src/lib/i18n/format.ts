/** Formats in the language of the screen. With plain-format.ts and zone.ts the only user of Intl. */
import type { CalendarDate, DecimalText, Instant, MicrogramsText } from '#lib/domain/ids.ts';
import { countryNamesOf } from './country-names.ts';
import { m } from './messages.ts';
import {
  bestUnit,
  dateText,
  decimalText,
  instantText,
  integerText,
  intlTag,
  isolate,
  massWords,
  microgramsToDecimal,
  monthText,
  once,
  quantityText,
  signsIn,
  type MassUnit
} from './plain-format.ts';
import { readLocale, type Locale } from './locale.ts';

export { bestUnit, intlTag, isolate, microgramsToDecimal };

/** Digits and signs have no direction of their own: left to right, unbroken. */
export function isolateCode(text: string): string {
  return `\u2066${text.replace(/-/g, '\u2011')}\u2069`;
}

export function formatDate(date: CalendarDate, locale = readLocale()): string {
  return dateText(date, locale);
}

export function dateFieldPartName(part: string, locale = readLocale()): string {
  const names = once('date-part', locale, (tag) => new Intl.DisplayNames(tag, { type: 'dateTimeField' }));
  return names.of(part) ?? part;
}

export function dateFieldParts(
  locale = readLocale()
): readonly { readonly part?: 'day' | 'month' | 'year'; readonly text: string }[] {
  const shape = { day: '2-digit', month: '2-digit', year: 'numeric', timeZone: 'UTC' } as const;
  const pieces = new Intl.DateTimeFormat(intlTag(locale), shape).formatToParts(0);
  return pieces.map(({ type, value }) =>
    type === 'day' || type === 'month' || type === 'year' ? { part: type, text: value } : { text: value }
  );
}

export function formatMonth(month: string, locale = readLocale()): string {
  return monthText(month, locale);
}

export function languageName(code: string, locale = readLocale()): string {
  const names = once('language', locale, (tag) => new Intl.DisplayNames(tag, { type: 'language' }));
  return names.of(code) ?? code;
}

/** In this device's zone, which is named: two authorities read an act at different hours. */
export function formatDateTime(instant: Instant, locale = readLocale()): string {
  return instantText(instant, locale);
}

export function formatTime(instant: Instant, locale = readLocale()): string {
  const shape = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;
  return once('time', locale, (tag) => new Intl.DateTimeFormat(tag, shape)).format(new Date(instant));
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31536000],
  ['month', 2592000],
  ['week', 604800],
  ['day', 86400],
  ['hour', 3600],
  ['minute', 60]
];

/** "3 days ago", "in 2 hours"; under a minute "now". */
export function formatRelative(instant: Instant, now: Instant, locale = readLocale()): string {
  const seconds = (Date.parse(instant) - Date.parse(now)) / 1000;
  const [unit, size] = STEPS.find(([, step]) => Math.abs(seconds) >= step) ?? (['second', 1] as const);
  const relative = once('relative', locale, (tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }));
  return holdTogether(relative.format(unit === 'second' ? 0 : Math.trunc(seconds / size), unit));
}

export function formatDaysFrom(date: CalendarDate, today: CalendarDate, locale = readLocale()): string {
  const days = Math.round((Date.parse(date) - Date.parse(today)) / 86400000);
  const relative = once('relative', locale, (tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }));
  return holdTogether(relative.format(days, 'day'));
}

function holdTogether(words: string): string {
  return words.replace(/(\d) /g, '$1\u00a0');
}

/** A median is whole or a half; decimals only for a half. */
export function formatMedian(median: number, locale = readLocale()): string {
  return once('tenths', locale, (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 1 })).format(
    median
  );
}

export function formatInteger(count: number, locale = readLocale()): string {
  return integerText(count, locale);
}

/** `0.0016` for 0.0016 %; keeps every digit and places the sign by language. */
export function formatPercentText(text: DecimalText | string, locale = readLocale()): string {
  const shape = { style: 'percent', maximumFractionDigits: 0 } as const;
  const parts = once('percent', locale, (tag) => new Intl.NumberFormat(tag, shape)).formatToParts(0);
  return parts.map(({ type, value }) => (type === 'integer' ? formatDecimal(text, locale) : value)).join('');
}

/** 12 MB, 1.4 GB. Not for quantities of substances. */
export function formatBytes(bytes: number, locale = readLocale()): string {
  const isLarge = bytes >= 1e9;
  const unit = isLarge ? 'gigabyte' : 'megabyte';
  const shape = { style: 'unit', unit, maximumFractionDigits: isLarge || bytes < 1e7 ? 1 : 0 } as const;
  const format = once(unit + shape.maximumFractionDigits, locale, (tag) => new Intl.NumberFormat(tag, shape));
  return format.format(bytes / (isLarge ? 1e9 : 1e6));
}

export function formatKilobytes(bytes: number, locale = readLocale()): string {
  const shape = { style: 'unit', unit: 'kilobyte', maximumFractionDigits: 0 } as const;
  return once('kilobyte', locale, (tag) => new Intl.NumberFormat(tag, shape)).format(bytes / 1000);
}

export function formatFileSize(bytes: number): string {
  return bytes < 1e6 ? formatKilobytes(Math.max(bytes, 1000)) : formatBytes(bytes);
}

export function decimalSigns(locale = readLocale()): { readonly decimal: string; readonly group: string } {
  return signsIn(locale);
}

export function formatDecimal(text: DecimalText | string, locale = readLocale()): string {
  return decimalText(text, locale);
}

const COMMAS: Partial<Record<Locale, string>> = { ar: '، ', zh: '，' };

const wordByUnit: Record<MassUnit, (inputs: object, options: { locale: Locale }) => string> = {
  mg: m.unit_mg,
  g: m.unit_g,
  kg: m.unit_kg
};

export function unitName(unit: MassUnit, locale = readLocale()): string {
  return wordByUnit[unit]({}, { locale });
}

export function formatQuantity(
  micrograms: MicrogramsText | string,
  unit: MassUnit = bestUnit(micrograms),
  locale = readLocale()
): string {
  return quantityText(micrograms, { unit, word: unitName(unit, locale), language: locale });
}

export function formatMassWords(micrograms: MicrogramsText | string, locale = readLocale()): string {
  return massWords(micrograms, locale);
}

export function countryName(code: string, locale = readLocale()): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  const official = countryNamesOf(locale)?.[code];
  if (official !== undefined) return official;
  return once('country', locale, (tag) => new Intl.DisplayNames(tag, { type: 'region' })).of(code) ?? code;
}

export function authorityName(code: string, locale = readLocale()): string {
  return code === 'INCB' ? m.dossier_board({}, { locale }) : countryName(code, locale);
}

/** "Delegate, Swissmedic"; each item keeps its own direction. */
export function formatSeries(items: readonly string[], locale = readLocale()): string {
  return items.map(isolate).join(COMMAS[locale] ?? ', ');
}

/** Chinese has no space after a full stop. */
export function joinSentences(sentences: readonly string[], locale = readLocale()): string {
  return sentences.join(locale === 'zh' ? '' : ' ');
}

export function formatList(items: readonly string[], locale = readLocale()): string {
  return once('list', locale, (tag) => new Intl.ListFormat(tag, { type: 'conjunction' })).format(items);
}

export function compareNames(a: string, b: string, locale = readLocale()): number {
  return namesOrder(locale)(a, b);
}

/** For many comparisons. */
export function namesOrder(locale = readLocale()): (a: string, b: string) => number {
  return once('collator', locale, (tag) => new Intl.Collator(tag, { numeric: true })).compare;
}
