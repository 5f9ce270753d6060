/**
 * Micrograms as safe integers (up to 9,007 tonnes), in JSON canonical decimal text. World morphine manufacture was 422
 * t in 2016. Factors are decimal text, multiplied as integer pairs: binary fractions never occur.
 */
import type { DecimalText, MicrogramsText } from './ids.ts';
import { accept, refuse, type Result } from './result.ts';

/** 1,000 tonnes: above a year's world trade in any substance, so a larger figure is a unit error. */
export const MAX_MICROGRAMS = 1e15;

const INTEGER = /^(?:0|[1-9][0-9]{0,15})$/;
const DECIMAL = /^(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,10})?$/;

export function parseMicrograms(value: unknown, path = 'quantity'): Result<MicrogramsText> {
  if (typeof value !== 'string' || !INTEGER.test(value) || Number(value) > MAX_MICROGRAMS) {
    return refuse({ code: 'quantity.malformed', path });
  }
  return accept(value as MicrogramsText);
}

export function microgramsOf(text: MicrogramsText): number {
  return Number(text);
}

export function microgramsToText(micrograms: number): MicrogramsText {
  if (!Number.isSafeInteger(micrograms) || micrograms < 0) throw new Error('not a quantity: ' + micrograms);
  return String(micrograms) as MicrogramsText;
}

export function parseDecimal(value: unknown, path = 'decimal'): Result<DecimalText> {
  if (typeof value !== 'string' || !DECIMAL.test(value)) return refuse({ code: 'decimal.malformed', path });
  return accept(value as DecimalText);
}

interface Ratio {
  readonly units: number;
  readonly scale: number;
}

/** The bound stops a sender from growing the cache of factors. */
const MAX_RATIOS = 2000;
const ratios = new Map<string, Ratio>();

/** `units / scale`: both safe integers, scale a power of ten. */
export function decimalToRatio(text: DecimalText): Ratio {
  const known = ratios.get(text);
  if (known) return known;
  const [whole = '0', fraction = ''] = text.split('.');
  const trimmed = fraction.replace(/0+$/, '');
  const ratio = { units: Number(whole + trimmed), scale: Math.pow(10, trimmed.length) };
  if (ratios.size >= MAX_RATIOS) ratios.clear();
  ratios.set(text, ratio);
  return ratio;
}

/** Rounded half up. Long multiplication keeps every product in the safe range, so each step is exact. */
export function multiplyMicrograms(micrograms: number, factor: DecimalText): number {
  const { units, scale } = decimalToRatio(factor);
  const whole = Math.floor(micrograms / scale);
  const rest = micrograms % scale;
  const product = whole * units;
  const tail = multiplyExactly(rest, units, scale);
  const result = product + tail;
  if (!Number.isSafeInteger(result)) throw new Error('quantity out of range');
  return result;
}

/** Half up, for rest < scale ≤ 10^10: at most two partial products. */
function multiplyExactly(rest: number, units: number, scale: number): number {
  if (rest * units <= Number.MAX_SAFE_INTEGER / 2)
    return Math.floor((rest * units * 2 + scale) / (2 * scale));
  const half = 100000;
  const high = Math.floor(rest / half) * units;
  const low = (rest % half) * units;
  const highWhole = Math.floor(high / scale);
  const remainder = (high % scale) * half + low;
  return highWhole * half + Math.floor((remainder * 2 + scale) / (2 * scale));
}

export function toBase(stated: MicrogramsText, factor: DecimalText): MicrogramsText {
  return microgramsToText(multiplyMicrograms(microgramsOf(stated), factor));
}
