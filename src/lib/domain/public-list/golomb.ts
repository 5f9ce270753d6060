/**
 * A sorted set of numbers as Golomb-Rice codes (as in BIP 158): about 18 bits for each number, if the numbers are evenly
 * spread over 65,536 times their count.
 */
import { makeBytes } from '../bytes.ts';

const REMAINDER_BITS = 16;
/** The numbers of a set are below this times their count, so a foreign number is in it once in as many times. */
const DIVISOR = 65_536;

/** The numbers must be sorted. */
export function encodeNumbers(numbers: readonly number[]): Uint8Array {
  const bits = new BitWriter();
  let before = 0;
  for (const number of numbers) {
    const gap = number - before;
    bits.writeOnes(Math.floor(gap / DIVISOR));
    bits.write(0, 1);
    bits.write(gap % DIVISOR, REMAINDER_BITS);
    before = number;
  }
  return bits.bytes();
}

/** Stops when `visit` returns true. False if the bytes end before `count` numbers. */
export function visitNumbers(bytes: Uint8Array, count: number, visit: (number: number) => boolean): boolean {
  let number = 0;
  let at = 0;
  const end = bytes.length * 8;
  for (let read = 0; read < count; read++) {
    for (; at < end && bitAt(bytes, at) === 1; at++) number += DIVISOR;
    at++;
    if (at + REMAINDER_BITS > end) return false;
    number += remainderAt(bytes, at);
    at += REMAINDER_BITS;
    if (visit(number)) return true;
  }
  return true;
}

function bitAt(bytes: Uint8Array, at: number): number {
  return ((bytes[at >> 3] as number) >> (7 - (at & 7))) & 1;
}

function remainderAt(bytes: Uint8Array, at: number): number {
  const byte = at >> 3;
  const three = ((bytes[byte] ?? 0) << 16) | ((bytes[byte + 1] ?? 0) << 8) | (bytes[byte + 2] ?? 0);
  return (three >> (8 - (at & 7))) & (DIVISOR - 1);
}

class BitWriter {
  readonly #full: number[] = [];
  #open = 0;
  #bits = 0;

  writeOnes(count: number): void {
    for (let i = 0; i < count; i++) this.write(1, 1);
  }

  write(value: number, bits: number): void {
    this.#open = (this.#open << bits) | value;
    this.#bits += bits;
    for (; this.#bits >= 8; this.#bits -= 8) this.#full.push((this.#open >> (this.#bits - 8)) & 255);
    this.#open &= (1 << this.#bits) - 1;
  }

  bytes(): Uint8Array {
    if (this.#bits > 0) this.write(0, 8 - this.#bits);
    const bytes = makeBytes(this.#full.length);
    this.#full.forEach((byte, index) => (bytes[index] = byte));
    return bytes;
  }
}
