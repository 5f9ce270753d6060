/**
 * Typed figures to exact integers and decimals. `1,234` differs by country, so a figure with two readings is refused,
 * never guessed.
 */
import type { DecimalText, MicrogramsText } from '../ids.ts';
import { microgramsToText, MAX_MICROGRAMS, toUnambiguous } from '../quantity.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';

export const QUANTITY_UNITS = ['kg', 'g', 'mg', 'µg'] as const;
export type QuantityUnit = (typeof QUANTITY_UNITS)[number];

/** Powers of ten from the unit to micrograms. */
const PLACES: Readonly<Record<QuantityUnit, number>> = { kg: 9, g: 6, mg: 3, µg: 0 };

const SPELLINGS: ReadonlyMap<string, QuantityUnit> = new Map([
  ...spell('kg', 'Kg KG кг 千克 كغ'),
  ...spell('g', 'г 克 غ'),
  ...spell('mg', 'мг 毫克 ملغ مغ'),
  ...spell('µg', 'μg ug mcg мкг 微克 مكغ')
]);

function spell(unit: QuantityUnit, spellings: string): (readonly [string, QuantityUnit])[] {
  return [unit, ...spellings.split(' ')].map((one) => [one.normalize('NFKC'), unit] as const);
}

interface Figure {
  readonly whole: string;
  readonly fraction: string;
}

export function parseUnit(typed: string): QuantityUnit | null {
  return SPELLINGS.get(typed.trim().normalize('NFKC')) ?? null;
}

/** Splits `1,5 kg` into figure and suffix; `unit` is empty without one. */
export function splitTypedQuantity(typed: string): { readonly figure: string; readonly unit: string } {
  const match = /^(.*\d[.,]?)\s*([^\s\d.,'’%-]+)$/u.exec(latinDigits(typed).trim());
  return match ? { figure: match[1] ?? '', unit: match[2] ?? '' } : { figure: typed, unit: '' };
}

/**
 * Exact micrograms, zero included. A unit written after the figure is what is meant, whatever stands chosen
 * beside it. Refused: `quantity.unreadable|ambiguous|tooFine|tooLarge|unit.unknown`.
 *
 * | typed    | chosen | is      |
 * |----------|--------|---------|
 * | `1,5`    | g      | 1.5 g   |
 * | `1,5 kg` | g      | 1.5 kg  |
 * | `750mg`  | g      | 750 mg  |
 * | `5 lb`   | g      | refused |
 */
export function parseTypedQuantity(
  typed: string,
  chosen: QuantityUnit,
  path = 'quantity'
): Result<MicrogramsText> {
  const written = splitTypedQuantity(typed);
  const unit = written.unit === '' ? chosen : parseUnit(written.unit);
  const figure = readFigure(written.figure, path);
  if (!figure.ok) return figure;
  if (!unit) return refuse({ code: 'quantity.unit.unknown', path, values: { typed: written.unit } });
  const places = PLACES[unit];
  const fraction = figure.value.fraction.replace(/0+$/, '');
  if (fraction.length > places) return refuse({ code: 'quantity.tooFine', path, values: { typed } });
  const digits = (figure.value.whole + fraction.padEnd(places, '0')).replace(/^0+(?=\d)/, '');
  if (digits.length > 16 || Number(digits) > MAX_MICROGRAMS) {
    return refuse({ code: 'quantity.tooLarge', path, values: { typed } });
  }
  return accept(microgramsToText(Number(digits)));
}

/**
 * Canonical decimal without trailing zeros. `hasOneReading`: the value is small (a share, a percentage), so `12.345`
 * can only be a decimal.
 */
export function parseTypedDecimal(
  typed: string,
  path = 'decimal',
  hasOneReading = false
): Result<DecimalText> {
  const figure = readFigure(typed, path, hasOneReading);
  if (!figure.ok) return figure;
  const whole = figure.value.whole.replace(/^0+(?=\d)/, '');
  const fraction = figure.value.fraction.replace(/0+$/, '');
  if (whole.length > 10 || fraction.length > 10)
    return refuse({ code: 'quantity.unreadable', path, values: { typed } });
  return accept((fraction === '' ? whole : `${whole}.${fraction}`) as DecimalText);
}

export function parseTypedCount(typed: string, most: number, path = 'count'): Result<number> {
  const decimal = parseTypedDecimal(typed, path);
  const count = decimal.ok ? Number(decimal.value) : null;
  // Two readings: ask the person. Any other failure is neither a count nor a quantity.
  if (!decimal.ok && decimal.problems.some(({ code }) => code === 'quantity.ambiguous')) return decimal;
  if (count === null || !Number.isInteger(count) || count > most)
    return refuse({ code: 'count.malformed', path, values: { typed, most } });
  return accept(count);
}

/** Blanks and apostrophes group digits; the last of two different signs is the decimal sign. */
function readFigure(typed: string, path: string, hasOneReading = false): Result<Figure> {
  const malformed: Problem = { code: 'quantity.unreadable', path, values: { typed } };
  const text = latinDigits(typed).trim();
  const grouped = /^\d{1,3}(?:[ '’]\d{3})+(?=[.,]|$)/.test(text);
  if (/[ '’]/.test(text) && !grouped) return refuse(malformed);
  const plain = text.replace(/[ '’]/g, '');
  if (!grouped && !hasOneReading && /^[1-9]\d{0,2}[.,]\d{3}$/.test(plain)) {
    const one = plain.replace(',', '.');
    return refuse({
      code: 'quantity.ambiguous',
      path,
      values: { typed, one, second: plain.replace(/[.,]/, '') }
    });
  }
  const match =
    /^(\d*)(?:[.,](\d*))?$/.exec(plain) ??
    /^(\d{1,3}(?:,\d{3})+)(?:\.(\d+))?$/.exec(plain) ??
    /^(\d{1,3}(?:\.\d{3})+)(?:,(\d+))?$/.exec(plain);
  if (!match || !/\d/.test(plain) || plain.length > 40) return refuse(malformed);
  return accept({ whole: (match[1] ?? '').replace(/[.,]/g, '') || '0', fraction: match[2] ?? '' });
}

/** Converts Arabic, Persian and full-width digits and signs, and all blanks. */
function latinDigits(typed: string): string {
  return typed
    .normalize('NFKC')
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
    .replace(/٫/g, '.')
    .replace(/[٬\s]/g, ' ');
}

/** Exact, in the largest unit that keeps the figure above one: `11.5 kg`, `750 mg`. */
export function quantityToText(micrograms: number): string {
  const unit = QUANTITY_UNITS.find((one) => micrograms >= Math.pow(10, PLACES[one])) ?? 'µg';
  const places = PLACES[unit];
  const digits = String(micrograms).padStart(places + 1, '0');
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '');
  return `${fraction === '' ? whole : `${whole}.${fraction}`} ${unit}`;
}

/** An exact quantity as an officer types it, with only one reading. */
export interface TypedFigure {
  readonly quantity: string;
  readonly unit: string;
}

export function typedFigure(micrograms: number): TypedFigure {
  const [quantity = '', unit = ''] = quantityToText(micrograms).split(' ');
  return { quantity: toUnambiguous(quantity), unit };
}

export function emptyFigure(beside: number): TypedFigure {
  return { ...typedFigure(beside), quantity: '' };
}
