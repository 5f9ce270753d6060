/** The middle figure, or the mean of the two middle ones. */
import type { DecimalText } from './ids.ts';

/** `at`: sorted figures from 0. Null if empty. Whole figures give a whole or a half. */
export function medianOf(count: number, at: (index: number) => number): number | null {
  if (count === 0) return null;
  const [lower, upper] = [at((count - 1) >> 1), at(count >> 1)];
  return lower === upper ? lower : lower + (upper - lower) / 2;
}

export function medianOfSorted(sorted: ArrayLike<number>): number | null {
  return medianOf(sorted.length, (index) => sorted[index] as number);
}

/** Maximum decimals (`quantity.ts`); a half of the last one is dropped. */
const MAX_PLACES = 10;

/** Without binary fractions: 2 and 2.5 give 2.25. Neither is negative. */
export function meanOfDecimals(a: DecimalText, b: DecimalText): DecimalText {
  const [wholeA = '', restA = ''] = a.split('.');
  const [wholeB = '', restB = ''] = b.split('.');
  const places = Math.max(restA.length, restB.length);
  const digits = Math.max(wholeA.length, wholeB.length) + places;
  const sum = addDigits(
    (wholeA + restA.padEnd(places, '0')).padStart(digits, '0'),
    (wholeB + restB.padEnd(places, '0')).padStart(digits, '0')
  );
  // One extra place for a half.
  const half = halveDigits(`${sum}0`);
  const point = half.length - places - 1;
  const whole = half.slice(0, point).replace(/^0+(?=[0-9])/, '');
  const rest = half.slice(point, point + MAX_PLACES).replace(/0+$/, '');
  return (rest === '' ? whole : `${whole}.${rest}`) as DecimalText;
}

function addDigits(a: string, b: string): string {
  let [sum, carried] = ['', 0];
  for (let at = a.length - 1; at >= 0; at--) {
    const digit = Number(a[at]) + Number(b[at]) + carried;
    sum = String(digit % 10) + sum;
    carried = digit > 9 ? 1 : 0;
  }
  return carried > 0 ? `1${sum}` : sum;
}

function halveDigits(digits: string): string {
  let [half, left] = ['', 0];
  for (let at = 0; at < digits.length; at++) {
    const digit = left * 10 + Number(digits[at]);
    half += String(digit >> 1);
    left = digit & 1;
  }
  return half;
}

/** Whole days; the bounds are of the middle half. */
export interface Spread {
  readonly count: number;
  readonly low: number;
  readonly median: number;
  readonly high: number;
}

/** Null for an empty list. The bounds are values that occurred; the median can be half a day between two. */
export function spreadOf(days: readonly number[]): Spread | null {
  const sorted = days.slice().sort((a, b) => a - b);
  const median = medianOfSorted(sorted);
  if (median === null) return null;
  const last = sorted.length - 1;
  const at = (index: number): number => sorted[index] as number;
  return {
    count: sorted.length,
    low: at(Math.floor(last / 4)),
    median,
    high: at(Math.ceil((last * 3) / 4))
  };
}
