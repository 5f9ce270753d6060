/**
 * Acts in a public list, by a hash of their id. The id is the hash of the act with its signature, which holds 32 random
 * bytes: only a person who has the act can make its id, so no number, date or company can be guessed and tried.
 */
import { bytesToBase64url, makeBytes, textToUtf8 } from '../bytes.ts';
import type { ActId } from '../ids.ts';
import { sha256 } from '../sha256.ts';

const HIDDEN_ID_BYTES = 6;

/** The prefix makes a hash that no other place of I2ES has. */
export function hideId(id: ActId): Uint8Array {
  return sha256(textToUtf8(`i2es public list 1 ${id}`)).slice(0, HIDDEN_ID_BYTES);
}

/** The same as text, for a document’s id. */
export function hiddenIdText(id: ActId): string {
  return bytesToBase64url(hideId(id));
}

/** The hidden id, read as a number of 48 bits, times the count, divided by 2³² and rounded down; in parts, for exactness. */
function toNumber(hidden: Uint8Array, count: number): number {
  const [high = 0, low = 0] = [0, 3].map((at) =>
    hidden.slice(at, at + 3).reduce((all, byte) => all * 256 + byte, 0)
  );
  const [whole, rest] = [Math.floor((high * count) / 256), (high * count) % 256];
  return whole + Math.floor((rest * 0x1000000 + low * count) / 0x100000000);
}

const COUNT_BYTES = 4;

/** Four bytes of the count, then the Golomb codes. */
export function packSet(hidden: readonly Uint8Array[]): Uint8Array {
  const numbers = hidden.map((one) => toNumber(one, hidden.length)).sort((a, b) => a - b);
  const codes = encodeNumbers(numbers);
  const packed = makeBytes(COUNT_BYTES + codes.length);
  for (let i = 0; i < COUNT_BYTES; i++) packed[i] = (hidden.length >>> (24 - 8 * i)) & 255;
  codes.forEach((byte, index) => (packed[COUNT_BYTES + index] = byte));
  return packed;
}

type HasHidden = (hidden: Uint8Array) => boolean;

/** Null if the bytes are not a whole set. A foreign id is found in it once in 65,536 times. */
export function readSet(packed: Uint8Array): HasHidden | null {
  if (packed.length < COUNT_BYTES) return null;
  const count = packed.slice(0, COUNT_BYTES).reduce((all, byte) => all * 256 + byte, 0);
  const codes = packed.slice(COUNT_BYTES);
  if (count > codes.length || !visitNumbers(codes, count, () => false)) return null;
  return (hidden) => {
    const wanted = toNumber(hidden, count);
    let isFound = false;
    visitNumbers(codes, count, (number) => {
      isFound = number === wanted;
      return number >= wanted;
    });
    return isFound;
  };
}

/** Whole hidden ids one after the other, sorted, so that their order says nothing of their time. */
export function packList(hidden: readonly Uint8Array[]): Uint8Array {
  const packed = makeBytes(hidden.length * HIDDEN_ID_BYTES);
  const texts = hidden.map((one) => [bytesToHex(one), one] as const).sort(([a], [b]) => (a < b ? -1 : 1));
  texts.forEach(([, one], index) => one.forEach((byte, at) => (packed[index * HIDDEN_ID_BYTES + at] = byte)));
  return packed;
}

export function readList(packed: Uint8Array): HasHidden | null {
  if (packed.length % HIDDEN_ID_BYTES !== 0) return null;
  const known = new Set<string>();
  for (let at = 0; at < packed.length; at += HIDDEN_ID_BYTES)
    known.add(bytesToHex(packed.slice(at, at + HIDDEN_ID_BYTES)));
  return (hidden) => known.has(bytesToHex(hidden));
}

function bytesToHex(bytes: Uint8Array): string {
  let text = '';
  bytes.forEach((byte) => (text += (byte < 16 ? '0' : '') + byte.toString(16)));
  return text;
}

const REMAINDER_BITS = 16;
/** The numbers of a set are below this times their count, so a foreign number is in it once in as many times. */
const DIVISOR = 65_536;

/**
 * Golomb-Rice codes (as in BIP 158) of sorted numbers: about 18 bits for each, if they are evenly spread over 65,536
 * times their count.
 */
function encodeNumbers(numbers: readonly number[]): Uint8Array {
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
function visitNumbers(bytes: Uint8Array, count: number, visit: (number: number) => boolean): boolean {
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
