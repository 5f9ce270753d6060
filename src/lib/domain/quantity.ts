/**
 * Micrograms as safe integers (up to 9,007 tonnes), in JSON canonical decimal text. World morphine manufacture was 422
 * t in 2016. Factors are decimal text, multiplied as integer pairs: binary fractions never occur.
 */
import type { DecimalText, MicrogramsText } from './ids.ts';
import { accept, refuse, type Result } from './result.ts';

/** 1,000 tonnes: above a year's world trade in any substance, so a larger figure is a unit error. */
export const MAX_MICROGRAMS = 1e15;

const INTEGER = /^(?:0|[1-9][0-9]{0,15})$/;
export const DECIMAL = /^(?:0|[1-9][0-9]{0,9})(?:\.[0-9]{1,10})?$/;

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
  const tail = multiplyRest(rest, units, scale);
  const result = product + tail;
  if (!Number.isSafeInteger(result)) throw new Error('quantity out of range');
  return result;
}

/** Half up, for rest < scale ≤ 10^10: at most two partial products. */
function multiplyRest(rest: number, units: number, scale: number): number {
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

/** Of a box whose unit is the gram; rounds half up to micrograms. */
export function parseGrams(typed: string): Result<MicrogramsText> {
  const read = parseDecimal(typed);
  if (!read.ok) return read;
  const { units, scale } = decimalToRatio(read.value);
  const micrograms = multiplyExactly([1e6, units], [scale]);
  return micrograms === null ? refuse({ code: 'quantity.malformed' }) : accept(microgramsToText(micrograms));
}

const LIMB = 1e7;
const LARGEST_DIVISOR = 9e8;

/**
 * Exact products and quotients beyond 2^53, without BigInt, which CouchDB's engines lack. Strength × size × units ×
 * packs passes that range long before a quantity does. Rounds half up; null if the result is not a quantity or the
 * divisor is disproportionate.
 */
export function multiplyExactly(factors: readonly number[], divisors: readonly number[]): number | null {
  const { numerators, divisor } = cancel(factors, divisors);
  if (divisor > LARGEST_DIVISOR) return null;
  let limbs = [1];
  for (const factor of numerators) limbs = times(limbs, factor);
  return toInteger(divideHalfUp(limbs, divisor));
}

function cancel(
  factors: readonly number[],
  divisors: readonly number[]
): { numerators: number[]; divisor: number } {
  const numerators = [...factors];
  let divisor = 1;
  for (const one of divisors) {
    let left = one;
    numerators.forEach((factor, at) => {
      const shared = greatestCommonDivisor(factor, left);
      numerators[at] = factor / shared;
      left /= shared;
    });
    divisor *= left;
  }
  return { numerators, divisor };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? Math.max(a, 1) : greatestCommonDivisor(b, a % b);
}

/** Limbs of seven digits, lowest first. */
function times(limbs: readonly number[], factor: number): number[] {
  const result = new Array<number>(limbs.length + 4).fill(0);
  let rest = factor;
  for (let shift = 0; rest > 0; shift++) {
    const part = rest % LIMB;
    rest = Math.floor(rest / LIMB);
    limbs.forEach((limb, at) => carry(result, at + shift, limb * part));
  }
  while (result.length > 1 && result[result.length - 1] === 0) result.pop();
  return result;
}

function carry(limbs: number[], from: number, value: number): void {
  let left = value;
  for (let at = from; left > 0; at++) {
    const sum = (limbs[at] ?? 0) + left;
    limbs[at] = sum % LIMB;
    left = Math.floor(sum / LIMB);
  }
}

function divideHalfUp(limbs: readonly number[], divisor: number): number[] {
  const quotient = new Array<number>(limbs.length).fill(0);
  let rest = 0;
  for (let at = limbs.length - 1; at >= 0; at--) {
    const value = rest * LIMB + (limbs[at] ?? 0);
    quotient[at] = Math.floor(value / divisor);
    rest = value % divisor;
  }
  if (rest * 2 >= divisor) carry(quotient, 0, 1);
  return quotient;
}

function toInteger(limbs: readonly number[]): number | null {
  const value = limbs.reduceRight((sum, limb) => sum * LIMB + limb, 0);
  return value > MAX_MICROGRAMS ? null : value;
}

/** `1.234` can be read in two ways; `1.2340` cannot. */
export function toUnambiguous(decimal: string): string {
  return /^[1-9]\d{0,2}\.\d{3}$/.test(decimal) ? decimal + '0' : decimal;
}
