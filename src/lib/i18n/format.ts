/**
 * With zone.ts the only user of Intl. Digits are Latin and dates Gregorian in every language, because authorizations
 * are compared across borders and on paper. Quantities never pass through a float.
 */
import type { CalendarDate, DecimalText, Instant, MicrogramsText } from '#lib/domain/ids.ts';
import { countryNamesOf } from './country-names.ts';
import { m } from './messages.ts';
import { readLocale, type Locale } from './locale.ts';

const tagByLocale: Record<Locale, string> = {
  en: 'en-GB',
  fr: 'fr',
  es: 'es',
  ru: 'ru',
  zh: 'zh-Hans',
  ar: 'ar'
};

export function intlTag(locale: Locale): string {
  return `${tagByLocale[locale]}-u-ca-gregory-nu-latn`;
}

const made = new Map<string, unknown>();

/** Intl objects cost milliseconds and a table needs thousands: cached by language and kind. */
function once<T>(kind: string, locale: Locale, make: (tag: string) => T): T {
  const key = `${kind} ${locale}`;
  if (!made.has(key)) made.set(key, make(intlTag(locale)));
  return made.get(key) as T;
}

/** First strong isolate: a code or figure keeps its own direction inside a sentence. */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`;
}

/** Digits and signs have no direction of their own: left to right, unbroken. */
export function isolateCode(text: string): string {
  return `\u2066${text.replace(/-/g, '\u2011')}\u2069`;
}

export function formatDate(date: CalendarDate, locale = readLocale()): string {
  const shape = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  return once('date', locale, (tag) => new Intl.DateTimeFormat(tag, shape)).format(
    new Date(`${date}T00:00:00Z`)
  );
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
  const shape = { month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  const format = once('month', locale, (tag) => new Intl.DateTimeFormat(tag, shape));
  return format.format(new Date(`${month}-01T00:00:00Z`));
}

export function languageName(code: string, locale = readLocale()): string {
  const names = once('language', locale, (tag) => new Intl.DisplayNames(tag, { type: 'language' }));
  return names.of(code) ?? code;
}

/** In this device's zone, which is named: two authorities read an act at different hours. */
export function formatDateTime(instant: Instant, locale = readLocale()): string {
  const shape = {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    hourCycle: 'h23'
  } as const;
  const text = once('moment', locale, (tag) => new Intl.DateTimeFormat(tag, shape)).format(new Date(instant));
  // The sign stays before the zone's digits, also in right-to-left text.
  return locale === 'ar' ? text.replace(/[+\u2212-](?=\d)/, '\u200e$&') : text;
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
  return once('integer', locale, (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 0 })).format(
    count
  );
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
  const parts = once('signs', locale, (tag) => new Intl.NumberFormat(tag)).formatToParts(1234567.5);
  const signOf = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return { decimal: signOf('decimal') || '.', group: signOf('group') };
}

export function formatDecimal(text: DecimalText | string, locale = readLocale()): string {
  const [whole = '0', fraction] = text.split('.');
  const integer = once('integer', locale, (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 0 }));
  const shown = integer.format(BigInt(whole));
  return fraction ? shown + decimalSigns(locale).decimal + fraction : shown;
}

type MassUnit = 'mg' | 'g' | 'kg';

const DIGITS: Record<MassUnit, number> = { mg: 3, g: 6, kg: 9 };

/** 11.5 kg, 20 g, 0.5 mg; nothing is 0 g. */
export function bestUnit(micrograms: MicrogramsText | string): MassUnit {
  const digits = micrograms.replace('-', '').length;
  if (digits > 9) return 'kg';
  return digits > 6 || micrograms === '0' ? 'g' : 'mg';
}

/** `20000000` in g is `20`. */
export function microgramsToDecimal(micrograms: MicrogramsText | string, unit: MassUnit): string {
  const places = DIGITS[unit];
  const digits = micrograms.padStart(places + 1, '0');
  const fraction = digits.slice(-places).replace(/0+$/, '');
  return digits.slice(0, -places) + (fraction && `.${fraction}`);
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
  const isLess = micrograms.startsWith('-');
  const figure = formatDecimal(microgramsToDecimal(isLess ? micrograms.slice(1) : micrograms, unit), locale);
  return isolate(`${isLess ? '\u2212' : ''}${figure}\u00a0${unitName(unit, locale)}`);
}

/**
 * "900 thousand kilograms", because long zeros are easily misheard. The platform's words (CLDR); a figure that they
 * would round is written in full.
 */
export function formatMassWords(micrograms: MicrogramsText | string, locale = readLocale()): string {
  const amount = Number(micrograms);
  const [unit, size] = amount >= 1e9 ? (['kilogram', 1e9] as const) : (['gram', 1e6] as const);
  const shape = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 9 } as const;
  const short = { ...shape, notation: 'compact', compactDisplay: 'long' } as const;
  const count = amount / size;
  const isShort = count >= 1000 && Number(count.toPrecision(3)) === count;
  const format = once(
    `words ${unit} ${isShort}`,
    locale,
    (tag) => new Intl.NumberFormat(tag, isShort ? short : shape)
  );
  return isolate(format.format(count));
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
  return once('collator', locale, (tag) => new Intl.Collator(tag, { numeric: true })).compare(a, b);
}
