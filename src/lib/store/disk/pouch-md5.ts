/**
 * Replaces pouchdb-md5 in the browser's bundle, where spark-md5 has its rounds written out (2.4 kB before the first
 * desk). MD5 (RFC 1321) names revisions and checkpoints here and protects nothing. There are no attachments.
 */
const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const SINES = Int32Array.from({ length: 64 }, (_, step) =>
  Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32)
);

/** 64 hexadecimal digits of no secret: the revision of a document. */
export function stringMd5(text: string): string {
  return Array.from(md5(new TextEncoder().encode(text)), (byte) => byte.toString(16).padStart(2, '0')).join(
    ''
  );
}

/** `done` receives base64. A string has one byte in each character. */
export function binaryMd5(bytes: string, done: (base64: string) => void): void {
  const digest = md5(Uint8Array.from(bytes, (one) => one.charCodeAt(0)));
  done(btoa(String.fromCharCode(...digest)));
}

function md5(bytes: Uint8Array): Uint8Array {
  const padded = new DataView(new ArrayBuffer(((bytes.length + 72) >> 6) << 6));
  new Uint8Array(padded.buffer).set(bytes);
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(padded.byteLength - 8, bytes.length * 8, true);
  padded.setUint32(padded.byteLength - 4, Math.floor(bytes.length / 2 ** 29), true);
  const sums = Int32Array.of(0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476);
  for (let at = 0; at < padded.byteLength; at += 64) addBlock(sums, padded, at);
  return new Uint8Array(sums.buffer);
}

function addBlock(sums: Int32Array, padded: DataView, at: number): void {
  let [a, b, c, d] = sums as unknown as [number, number, number, number];
  for (let step = 0; step < 64; step++) {
    const round = step >> 4;
    const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round]!;
    const word = [step, 5 * step + 1, 3 * step + 5, 7 * step][round]! & 15;
    const sum = a + mixed + SINES[step]! + padded.getInt32(at + word * 4, true);
    const shift = SHIFTS[round * 4 + (step & 3)]!;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  [a, b, c, d].forEach((one, index) => (sums[index]! += one));
}
