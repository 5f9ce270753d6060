/**
 * RFC 9285 with 43 characters: the alphanumeric set of square codes without space and per cent, which ordinary camera
 * apps refuse in an address. Two bytes are three characters, since 43³ is more than 65,536; a last byte alone is two.
 */
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*+-./:';
const BASE = ALPHABET.length;

export function bytesToBase43(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 2) {
    const isPair = at + 1 < bytes.length;
    let value = isPair ? bytes[at]! * 256 + bytes[at + 1]! : bytes[at]!;
    for (let count = isPair ? 3 : 2; count > 0; count--) {
      text += ALPHABET.charAt(value % BASE);
      value = Math.floor(value / BASE);
    }
  }
  return text;
}

/** Null for another character, another length, or a group beyond its bytes, so that bytes have one spelling. */
export function base43ToBytes(text: string): Uint8Array | null {
  if (text.length % 3 === 1) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 2) / 3));
  for (let at = 0, to = 0; at < text.length; at += 3) {
    const group = [...text.slice(at, at + 3)].map((character) => ALPHABET.indexOf(character));
    const value = group.reduceRight((sum, digit) => sum * BASE + digit, 0);
    const isPair = group.length === 3;
    if (group.includes(-1) || value >= (isPair ? 65536 : 256)) return null;
    if (isPair) bytes[to++] = value >> 8;
    bytes[to++] = value & 255;
  }
  return bytes;
}
