/**
 * Exact products and quotients beyond 2^53, without BigInt, which CouchDB's engines lack. Strength × size × units ×
 * packs passes that range long before a quantity does.
 */
import { MAX_MICROGRAMS } from '../quantity.ts';

const LIMB = 1e7;
const LARGEST_DIVISOR = 9e8;

/** Rounds half up; null if the result is not a quantity or the divisor is disproportionate. */
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
