/**
 * ECDSA accepts (r, s) and (r, n − s); I2ES accepts only the smaller s. Otherwise anyone could turn a genuine act into
 * a second one with another id.
 */
import type { Bytes } from './bytes.ts';

/** Order n of P-256 (FIPS 186-5), and its half. */
const ORDER = hexToBytes('ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');
const HALF = hexToBytes('7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8');

function hexToBytes(hex: string): Bytes {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function isLowS(signature: Bytes): boolean {
  for (let i = 0; i < 32; i++) {
    const [s, half] = [signature[32 + i] ?? 0, HALF[i] ?? 0];
    if (s !== half) return s < half;
  }
  return true;
}

export function toLowS(signature: Bytes): Bytes {
  if (isLowS(signature)) return signature;
  const low = signature.slice();
  let borrow = 0;
  for (let i = 31; i >= 0; i--) {
    const difference = (ORDER[i] ?? 0) - (signature[32 + i] ?? 0) - borrow;
    borrow = difference < 0 ? 1 : 0;
    low[32 + i] = difference & 255;
  }
  return low;
}
