/** UTF-8 (RFC 3629) in plain TypeScript: `TextEncoder` is not part of the language, nor of CouchDB's. */
import { firstBytes, makeBytes } from './bytes.ts';

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
