/**
 * The median as every reader expects it, wherever this system states one: the figure in the middle, and of an even number
 * of figures the mean of the two in the middle.
 */
import type { DecimalText } from './ids.ts';

/** `at`: the figures in order, from 0. Null of none. Of whole figures it is whole, or a half. */
export function medianOf(count: number, at: (index: number) => number): number | null {
  if (count === 0) return null;
  const [lower, upper] = [at((count - 1) >> 1), at(count >> 1)];
  return lower === upper ? lower : lower + (upper - lower) / 2;
}

export function medianOfSorted(sorted: ArrayLike<number>): number | null {
  return medianOf(sorted.length, (index) => sorted[index] as number);
}

/** As many as a decimal may have (`quantity.ts`); a half of the last of them is left out. */
const MAX_PLACES = 10;

/** Digit by digit, so that no binary fraction comes in: 2 and 2.5 are 2.25. Neither is negative. */
export function meanOfDecimals(a: DecimalText, b: DecimalText): DecimalText {
  const [wholeA = '', restA = ''] = a.split('.');
  const [wholeB = '', restB = ''] = b.split('.');
  const places = Math.max(restA.length, restB.length);
  const digits = Math.max(wholeA.length, wholeB.length) + places;
  const sum = addDigits(
    (wholeA + restA.padEnd(places, '0')).padStart(digits, '0'),
    (wholeB + restB.padEnd(places, '0')).padStart(digits, '0')
  );
  // One place more, since a half may be left.
  const half = halveDigits(`${sum}0`);
  const point = half.length - places - 1;
  const whole = half.slice(0, point).replace(/^0+(?=[0-9])/, '');
  const rest = half.slice(point, point + MAX_PLACES).replace(/0+$/, '');
  return (rest === '' ? whole : `${whole}.${rest}`) as DecimalText;
}

/** Of two that are equally long. */
function addDigits(a: string, b: string): string {
  let [sum, carried] = ['', 0];
  for (let at = a.length - 1; at >= 0; at--) {
    const digit = Number(a[at]) + Number(b[at]) + carried;
    sum = String(digit % 10) + sum;
    carried = digit > 9 ? 1 : 0;
  }
  return carried > 0 ? `1${sum}` : sum;
}

/** Of an even number. */
function halveDigits(digits: string): string {
  let [half, left] = ['', 0];
  for (let at = 0; at < digits.length; at++) {
    const digit = left * 10 + Number(digits[at]);
    half += String(digit >> 1);
    left = digit & 1;
  }
  return half;
}
