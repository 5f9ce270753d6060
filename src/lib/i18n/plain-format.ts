/**
 * Formats that need no message and no choice of language: the server says problems with them too. Digits are Latin and
 * dates Gregorian in every language, because authorizations are compared across borders and on paper.
 */
import { isCalendarDate, isInstant } from '#lib/domain/calendar-date.ts';
import type { CalendarDate, DecimalText, Instant, MicrogramsText } from '#lib/domain/ids.ts';
import type { Problem } from '#lib/domain/result.ts';

const TAGS = { en: 'en-GB', fr: 'fr', es: 'es', ru: 'ru', zh: 'zh-Hans', ar: 'ar' } as const;

export type Language = keyof typeof TAGS;

export function intlTag(language: Language): string {
  return `${TAGS[language]}-u-ca-gregory-nu-latn`;
}

const made = new Map<string, unknown>();

/** Intl objects cost milliseconds and a table needs thousands: cached by language and kind. */
export function once<T>(kind: string, language: Language, make: (tag: string) => T): T {
  const key = `${kind} ${language}`;
  if (!made.has(key)) made.set(key, make(intlTag(language)));
  return made.get(key) as T;
}

/** First strong isolate: a code or figure keeps its own direction inside a sentence. */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`;
}

export function dateText(date: CalendarDate, language: Language): string {
  const shape = { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  return once('date', language, (tag) => new Intl.DateTimeFormat(tag, shape)).format(
    new Date(`${date}T00:00:00Z`)
  );
}

export function monthText(month: string, language: Language): string {
  const shape = { month: 'short', year: 'numeric', timeZone: 'UTC' } as const;
  const format = once('month', language, (tag) => new Intl.DateTimeFormat(tag, shape));
  return format.format(new Date(`${month}-01T00:00:00Z`));
}

/** In the zone, which is named; without one in that of the device: two authorities read an act at different hours. */
export function instantText(instant: Instant, language: Language, timeZone?: 'UTC'): string {
  const shape = {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    hourCycle: 'h23',
    ...(timeZone ? { timeZone } : {})
  } as const;
  const format = once(`moment ${timeZone}`, language, (tag) => new Intl.DateTimeFormat(tag, shape));
  const text = format.format(new Date(instant));
  // The sign stays before the zone's digits, also in right-to-left text.
  return language === 'ar' ? text.replace(/[+\u2212-](?=\d)/, '\u200e$&') : text;
}

export function integerText(count: number | bigint, language: Language): string {
  return once('integer', language, (tag) => new Intl.NumberFormat(tag, { maximumFractionDigits: 0 })).format(
    count
  );
}

export function signsIn(language: Language): { readonly decimal: string; readonly group: string } {
  const parts = once('signs', language, (tag) => new Intl.NumberFormat(tag)).formatToParts(1234567.5);
  const signOf = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  return { decimal: signOf('decimal') || '.', group: signOf('group') };
}

export function decimalText(text: DecimalText | string, language: Language): string {
  const [whole = '0', fraction] = text.split('.');
  const shown = integerText(BigInt(whole), language);
  return fraction ? shown + signsIn(language).decimal + fraction : shown;
}

export type MassUnit = 'mg' | 'g' | 'kg';

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

/** Quantities never pass through a float. */
export function quantityText(
  micrograms: MicrogramsText | string,
  { unit, word, language }: { readonly unit: MassUnit; readonly word: string; readonly language: Language }
): string {
  const isLess = micrograms.startsWith('-');
  const figure = decimalText(microgramsToDecimal(isLess ? micrograms.slice(1) : micrograms, unit), language);
  return isolate(`${isLess ? '\u2212' : ''}${figure}\u00a0${word}`);
}

/**
 * "900 thousand kilograms", because long zeros are easily misheard. The platform's words (CLDR); a figure that they
 * would round is written in full.
 */
export function massWords(micrograms: MicrogramsText | string, language: Language): string {
  const amount = Number(micrograms);
  const [unit, size] = amount >= 1e9 ? (['kilogram', 1e9] as const) : (['gram', 1e6] as const);
  const shape = { style: 'unit', unit, unitDisplay: 'long', maximumFractionDigits: 9 } as const;
  const short = { ...shape, notation: 'compact', compactDisplay: 'long' } as const;
  const count = amount / size;
  const isShort = count >= 1000 && Number(count.toPrecision(3)) === count;
  const format = once(
    `words ${unit} ${isShort}`,
    language,
    (tag) => new Intl.NumberFormat(tag, isShort ? short : shape)
  );
  return isolate(format.format(count));
}

/** Values with these names are micrograms, as integer or text. */
// prettier-ignore
const QUANTITIES: ReadonlySet<string> = new Set([
  'micrograms', 'quantity', 'other', 'content', 'authorized', 'asked', 'exported', 'imported', 'remaining', 'excess', 'limit'
]);
const COUNTRIES: ReadonlySet<string> = new Set(['country', 'partner', 'importing', 'exporting']);
const PHARMACEUTICAL_FORMS: ReadonlySet<string> = new Set(['pharmaceuticalForm', 'authorizedForm']);
const MAX_QUOTED = 60;

/** The words of a sentence that are messages or names. */
export interface Speech {
  readonly language: Language;
  readonly timeZone?: 'UTC';
  message(key: string): string | undefined;
  countryName(code: string): string;
}

/** Isolated, so that a Latin name does not reverse an Arabic line. */
export function problemValueText(name: string, value: string | number, speech: Speech): string | number {
  const { language } = speech;
  if (name === 'words') return massWords(String(value), language);
  if (QUANTITIES.has(name) && /^-?\d+$/.test(String(value))) {
    const unit = bestUnit(String(value));
    return quantityText(String(value), { unit, word: speech.message(`unit_${unit}`) ?? unit, language });
  }
  if (typeof value === 'number')
    return name === 'year' || name === 'line' ? value : integerText(value, language);
  if (PHARMACEUTICAL_FORMS.has(name))
    return isolate(speech.message(`form_pharmaceutical_${value.replace(/-/g, '_')}`) ?? value);
  if (isCalendarDate(value)) return dateText(value, language);
  if (name === 'month' && /^\d{4}-\d{2}$/.test(value)) return monthText(value, language);
  if (isInstant(value)) return instantText(value, language, speech.timeZone);
  if (COUNTRIES.has(name) && /^[A-Z]{2}$/.test(value)) return speech.countryName(value);
  const letters = [...value];
  // What a person pasted by mistake is recognized by its beginning.
  const isLong = name === 'typed' && letters.length > MAX_QUOTED;
  return isolate(isLong ? `${letters.slice(0, MAX_QUOTED).join('')}…` : value);
}

/** Advice to reduce the quantity misleads where nothing remains. */
const NOTHING_LEFT: Readonly<Record<string, string | undefined>> = {
  'export.import.used': 'problem_nothing_left_used',
  'export.line.exceedsImport': 'problem_nothing_left_line'
};

export function codeToKey(code: string): string {
  return `problem_${code.replace(/[.-]/g, '_')}`;
}

export function problemKey({ code, values }: Pick<Problem, 'code' | 'values'>): string {
  const remaining = values?.['remaining'];
  const isNothingLeft = remaining !== undefined && Number(remaining) <= 0;
  return (isNothingLeft ? NOTHING_LEFT[code] : undefined) ?? codeToKey(code);
}
