/** CouchDB's QuickJS lacks typed arrays (couch_quickjs/c_src/couchjs.c), and results must be the same there. */
const isTyped = typeof Uint8Array === 'function';

/** Callers must write only 0…255. */
export function makeBytes(length: number): Uint8Array {
  return isTyped ? new Uint8Array(length) : (new Array<number>(length).fill(0) as unknown as Uint8Array);
}

function firstBytes(bytes: Uint8Array, length: number): Uint8Array {
  return isTyped ? bytes.subarray(0, length) : bytes.slice(0, length);
}

export function makeWords(values: ArrayLike<number>): Int32Array {
  if (isTyped) return new Int32Array(values);
  return Array.prototype.map.call(values, (value: number) => value | 0) as unknown as Int32Array;
}

/** RFC 4648 §5 without padding, in plain TypeScript for CouchDB's design functions. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** -1 for other characters. */
const VALUES: readonly number[] = /* @__PURE__ */ Array.from({ length: 128 }, (_, code) =>
  ALPHABET.indexOf(String.fromCharCode(code))
);

export function bytesToBase64url(bytes: ArrayLike<number>): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const a = bytes[i] ?? 0;
    const b = bytes[i + 1];
    const c = bytes[i + 2];
    text += ALPHABET.charAt(a >> 2) + ALPHABET.charAt(((a & 3) << 4) | ((b ?? 0) >> 4));
    if (b !== undefined) text += ALPHABET.charAt(((b & 15) << 2) | ((c ?? 0) >> 6));
    if (c !== undefined) text += ALPHABET.charAt(c & 63);
  }
  return text;
}

/** Null if not canonical base64url (stray bits included). */
export function base64urlToBytes(text: string): Uint8Array | null {
  if (text.length % 4 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    const value = VALUES[text.charCodeAt(i)];
    if (value === undefined || value < 0) return null;
    buffer = ((buffer << 6) | value) & 0xffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (buffer >> bits) & 255;
    }
  }
  return (buffer & ((1 << bits) - 1)) === 0 ? bytes : null;
}

// RFC 3629 in plain TypeScript: `TextEncoder` is not part of the language, nor of CouchDB's.

/** Throws on a lone surrogate, which has no UTF-8. */
export function textToUtf8(text: string): Uint8Array {
  const bytes = makeBytes(text.length * 3);
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    let point = text.charCodeAt(i);
    if (point < 0x80) {
      bytes[at++] = point;
      continue;
    }
    if (point >= 0xd800 && point <= 0xdfff) point = joinSurrogates(point, text.charCodeAt(++i));
    at = writePoint(bytes, at, point);
  }
  return firstBytes(bytes, at);
}

function joinSurrogates(high: number, low: number): number {
  if (high > 0xdbff || !(low >= 0xdc00 && low <= 0xdfff)) throw new Error('lone surrogate');
  return 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
}

function writePoint(bytes: Uint8Array, from: number, point: number): number {
  let at = from;
  if (point < 0x800) {
    bytes[at++] = 0xc0 | (point >> 6);
  } else if (point < 0x10000) {
    bytes[at++] = 0xe0 | (point >> 12);
    bytes[at++] = 0x80 | ((point >> 6) & 63);
  } else {
    bytes[at++] = 0xf0 | (point >> 18);
    bytes[at++] = 0x80 | ((point >> 12) & 63);
    bytes[at++] = 0x80 | ((point >> 6) & 63);
  }
  bytes[at++] = 0x80 | (point & 63);
  return at;
}

/** CouchDB's QuickJS has no `normalize`, so the gateway does those checks before CouchDB. */
export const canNormalize = typeof ''.normalize === 'function';
