/**
 * What Snappy packed, unpacked (google/snappy, format_description.txt). Chromium packs the tables of its databases
 * and the larger values in them: text that lies there packed is found by nobody who looks for it as it was written.
 */
const LITERAL = 0;
const NEAR = 1;
const FAR = 2;

/** Null where it is no Snappy, or is cut; nothing longer than `most` bytes is unpacked. */
export function unpackSnappy(packed: Buffer, most = 64 * 1024 * 1024): Buffer | null {
  const length = readVarint(packed, 0);
  if (length === null || length.value === 0 || length.value > most) return null;
  const out = Buffer.alloc(length.value);
  let [from, to] = [length.next, 0];
  while (from < packed.length && to < out.length) {
    const part = readPart(packed, from);
    if (part === null || to + part.length > out.length) return null;
    if (part.offset === null) {
      if (part.next > packed.length) return null;
      packed.copy(out, to, part.next - part.length, part.next);
    } else {
      if (part.offset === 0 || part.offset > to) return null;
      // Byte by byte: what is copied may reach into itself.
      for (let at = 0; at < part.length; at++) out[to + at] = out[to + at - part.offset] ?? 0;
    }
    from = part.next;
    to += part.length;
  }
  return to === out.length ? out : null;
}

interface Part {
  readonly length: number;
  /** Back in what is unpacked; null where the bytes stand here themselves. */
  readonly offset: number | null;
  /** After this part and its bytes. */
  readonly next: number;
}

function readPart(packed: Buffer, at: number): Part | null {
  const tag = packed[at] ?? 0;
  const kind = tag & 3;
  if (kind === LITERAL) return readLiteral(packed, at, tag >> 2);
  const bytes = kind === NEAR ? 1 : kind === FAR ? 2 : 4;
  if (at + 1 + bytes > packed.length) return null;
  const low = packed.readUIntLE(at + 1, bytes);
  const next = at + 1 + bytes;
  if (kind !== NEAR) return { length: (tag >> 2) + 1, offset: low, next };
  return { length: ((tag >> 2) & 7) + 4, offset: ((tag >> 5) << 8) | low, next };
}

function readLiteral(packed: Buffer, at: number, size: number): Part | null {
  if (size < 60) return { length: size + 1, offset: null, next: at + 2 + size };
  const bytes = size - 59;
  if (at + 1 + bytes > packed.length) return null;
  const length = packed.readUIntLE(at + 1, bytes) + 1;
  return { length, offset: null, next: at + 1 + bytes + length };
}

export function readVarint(
  bytes: Buffer,
  at: number
): { readonly value: number; readonly next: number } | null {
  let value = 0;
  for (let index = 0; index < 5; index++) {
    const byte = bytes[at + index];
    if (byte === undefined) return null;
    value += (byte & 0x7f) * 2 ** (7 * index);
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  return null;
}
