/**
 * Acts in a public list, by a hash of their id. The id is the hash of the act with its signature, which holds 32 random
 * bytes: only a person who has the act can make its id, so no number, date or company can be guessed and tried.
 */
import type { ActId } from '../ids.ts';
import { sha256 } from '../sha256.ts';
import { bytesToBase64url, makeBytes, textToUtf8 } from '../bytes.ts';
import { encodeNumbers, visitNumbers } from './golomb.ts';

export const HIDDEN_ID_BYTES = 6;

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

export type HasHidden = (hidden: Uint8Array) => boolean;

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
