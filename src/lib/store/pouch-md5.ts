/**
 * What the build gives PouchDB for its `pouchdb-md5`: it names revisions and checkpoints by MD5 of short texts. Nothing is
 * kept safe by it (acts are named by SHA-256). The library behind it weighs 2.6 kB gzip before the first desk.
 */

const TURNS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
/** RFC 1321 §3.4: the whole part of 2³² × |sin(i + 1)|. */
const SINES = Array.from({ length: 64 }, (_, at) => Math.floor(2 ** 32 * Math.abs(Math.sin(at + 1))));

/** Which word of the block a step takes, by its round. */
const WORD: readonly ((step: number) => number)[] = [
  (step) => step,
  (step) => 5 * step + 1,
  (step) => 3 * step + 5,
  (step) => 7 * step
];

const MIX: readonly ((b: number, c: number, d: number) => number)[] = [
  (b, c, d) => (b & c) | (~b & d),
  (b, c, d) => (b & d) | (c & ~d),
  (b, c, d) => b ^ c ^ d,
  (b, c, d) => c ^ (b | ~d)
];

function takeBlock(state: Int32Array, words: DataView, from: number): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    const word = words.getInt32(from + ((WORD[round]?.(step) ?? 0) & 15) * 4, true);
    const sum = (a + (MIX[round]?.(b, c, d) ?? 0) + (SINES[step] ?? 0) + word) | 0;
    const by = TURNS[round * 4 + (step & 3)] ?? 0;
    [a, d, c, b] = [d, c, b, (b + ((sum << by) | (sum >>> (32 - by)))) | 0];
  }
  [a, b, c, d].forEach((part, at) => (state[at] = (state[at] ?? 0) + part));
}

function digest(bytes: Uint8Array): Uint8Array {
  const padded = new DataView(new ArrayBuffer(((bytes.length + 72) >> 6) << 6));
  new Uint8Array(padded.buffer).set(bytes);
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(padded.byteLength - 8, bytes.length * 8, true);
  padded.setUint32(padded.byteLength - 4, Math.floor(bytes.length / 2 ** 29), true);
  const state = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let from = 0; from < padded.byteLength; from += 64) takeBlock(state, padded, from);
  return new Uint8Array(state.buffer);
}

/** Names a revision: in hexadecimal, of the text in UTF-8. */
export function stringMd5(text: string): string {
  const bytes = digest(new TextEncoder().encode(text));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Names a checkpoint: in base64, of a text whose letters are bytes. Attachments, which nobody writes, it cannot. */
export function binaryMd5(text: string, take: (base64: string) => void): void {
  const bytes = Uint8Array.from(text, (letter) => letter.charCodeAt(0));
  take(btoa(String.fromCharCode(...digest(bytes))));
}
