/**
 * FIPS 180-4 in plain TypeScript: design functions and synchronous folds recompute act ids and have no WebCrypto. Keys
 * and signatures stay in `src/lib/crypto`.
 */
import { bytesToBase64url, makeBytes, makeWords, textToUtf8 } from './bytes.ts';

// prettier-ignore
const K = /* @__PURE__ */ makeWords([
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2
]);

const START = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19
];

const schedule = /* @__PURE__ */ makeWords(K);

export function sha256(bytes: Uint8Array): Uint8Array {
  const state = makeWords(START);
  const whole = bytes.length - (bytes.length % 64);
  for (let at = 0; at < whole; at += 64) compress(state, bytes, at);
  const tail = padTail(bytes, whole);
  for (let at = 0; at < tail.length; at += 64) compress(state, tail, at);
  const digest = makeBytes(32);
  for (let i = 0; i < 32; i++) digest[i] = ((state[i >> 2] ?? 0) >> (24 - (i & 3) * 8)) & 255;
  return digest;
}

/** base64url, of the UTF-8; platforms can supply a faster one. */
export type TextHash = (text: string) => string;

export function sha256Base64url(text: string): string {
  return bytesToBase64url(sha256(textToUtf8(text)));
}

/** 0x80, zeros and the length in bits as a 64-bit big-endian integer. */
function padTail(bytes: Uint8Array, from: number): Uint8Array {
  const rest = bytes.length - from;
  const tail = makeBytes(rest < 56 ? 64 : 128);
  for (let i = 0; i < rest; i++) tail[i] = bytes[from + i] as number;
  tail[rest] = 0x80;
  const high = Math.floor(bytes.length / 0x20000000);
  const low = bytes.length << 3;
  for (let i = 0; i < 4; i++) {
    tail[tail.length - 8 + i] = (high >>> (24 - i * 8)) & 255;
    tail[tail.length - 4 + i] = (low >>> (24 - i * 8)) & 255;
  }
  return tail;
}

/** FIPS 180-4 §6.2.2, with its letters. */
function compress(state: Int32Array, block: Uint8Array, at: number): void {
  const w = expand(block, at);
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let t = 0; t < 64; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[t] as number) + (w[t] as number)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  const sums = [a, b, c, d, e, f, g, h];
  for (let i = 0; i < 8; i++) state[i] = ((state[i] as number) + (sums[i] as number)) | 0;
}

function expand(block: Uint8Array, at: number): Int32Array {
  const w = schedule;
  for (let t = 0, i = at; t < 16; t++, i += 4) {
    w[t] =
      ((block[i] as number) << 24) |
      ((block[i + 1] as number) << 16) |
      ((block[i + 2] as number) << 8) |
      (block[i + 3] as number);
  }
  for (let t = 16; t < 64; t++) {
    const x = w[t - 15] as number;
    const y = w[t - 2] as number;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = ((w[t - 16] as number) + s0 + (w[t - 7] as number) + s1) | 0;
  }
  return w;
}

/** The same id for the same text. */
export function sha256Uuid(text: string): string {
  const hex = Array.from(sha256(textToUtf8(text)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    '-'
  );
}
