/** ZIP as a stream (APPNOTE 6.3): sizes follow each entry; from 4 GB or 65,535 entries on with the fields of ZIP64. */
import { once } from 'node:events';
import { crc32, createDeflateRaw } from 'node:zlib';
import { joinBytes, textToBytes, type Bytes } from '#lib/crypto/bytes.ts';

export interface ZipEntry {
  readonly path: string;
  readonly content: AsyncIterable<Bytes>;
}

interface Written {
  readonly name: Bytes;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

const [MAX_32, MAX_16] = [0xffffffff, 0xffff];
const [DEFLATE, VERSION, VERSION_64] = [8, 20, 45];
/** Sizes come after the content; names are UTF-8. */
const FLAGS = 0x0808;

export async function* packZip(entries: AsyncIterable<ZipEntry>, at: Date): AsyncGenerator<Bytes> {
  const written: Written[] = [];
  let offset = 0;
  for await (const { path, content } of entries) {
    const name = textToBytes(path);
    const begin = offset;
    const measure = { crc: 0, size: 0 };
    const head = localHead(name, at);
    yield head;
    let packed = 0;
    for await (const chunk of deflate(content, measure)) {
      packed += chunk.length;
      yield chunk;
    }
    // A content this large would need other descriptors; files and months are far smaller.
    if (packed > MAX_32 || measure.size > MAX_32) throw new Error(`${path} is too large for an archive.`);
    yield descriptor(measure, packed);
    offset += head.length + packed + DESCRIPTOR_BYTES;
    written.push({ name, ...measure, packed, at: begin });
  }
  const directory = joinBytes(...written.map((one) => centralHead(one, at)));
  yield directory;
  yield ending(written.length, directory.length, offset);
}

async function* deflate(
  content: AsyncIterable<Bytes>,
  measure: { crc: number; size: number }
): AsyncGenerator<Bytes> {
  const deflater = createDeflateRaw();
  const feed = async (): Promise<void> => {
    for await (const chunk of content) {
      measure.crc = crc32(chunk, measure.crc);
      measure.size += chunk.length;
      if (!deflater.write(chunk)) await once(deflater, 'drain');
    }
    deflater.end();
  };
  const fed = feed().catch((error: Error) => void deflater.destroy(error));
  for await (const chunk of deflater) yield new Uint8Array(chunk as ArrayLike<number>);
  await fed;
}

function bytes(...fields: readonly (readonly [length: 2 | 4 | 8, value: number])[]): Bytes {
  const made = new Uint8Array(fields.reduce((sum, [length]) => sum + length, 0));
  const view = new DataView(made.buffer);
  let at = 0;
  for (const [length, value] of fields) {
    if (length === 2) view.setUint16(at, value, true);
    else if (length === 4) view.setUint32(at, value, true);
    else view.setBigUint64(at, BigInt(value), true);
    at += length;
  }
  return made;
}

function dosTime(at: Date): readonly [2, number][] {
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  return [
    [2, time],
    [2, date]
  ];
}

function localHead(name: Bytes, at: Date): Bytes {
  const head = bytes(
    [4, 0x04034b50],
    ...([
      [2, VERSION],
      [2, FLAGS],
      [2, DEFLATE]
    ] as const),
    ...dosTime(at),
    ...([
      [4, 0],
      [4, 0],
      [4, 0],
      [2, name.length],
      [2, 0]
    ] as const)
  );
  return joinBytes(head, name);
}

const DESCRIPTOR_BYTES = 16;

function descriptor({ crc, size }: { readonly crc: number; readonly size: number }, packed: number): Bytes {
  return bytes([4, 0x08074b50], [4, crc], [4, packed], [4, size]);
}

function centralHead({ name, crc, packed, size, at: begin }: Written, at: Date): Bytes {
  const isFar = begin >= MAX_32;
  const extra = isFar ? bytes([2, 1], [2, 8], [8, begin]) : new Uint8Array(0);
  const head = bytes(
    [4, 0x02014b50],
    [2, VERSION_64],
    [2, isFar ? VERSION_64 : VERSION],
    [2, FLAGS],
    [2, DEFLATE],
    ...dosTime(at),
    ...([
      [4, crc],
      [4, packed],
      [4, size],
      [2, name.length],
      [2, extra.length]
    ] as const),
    ...([
      [2, 0],
      [2, 0],
      [2, 0],
      [4, 0],
      [4, Math.min(begin, MAX_32)]
    ] as const)
  );
  return joinBytes(head, name, extra);
}

function ending(count: number, length: number, at: number): Bytes {
  const isLarge = count >= MAX_16 || at >= MAX_32;
  const large = isLarge
    ? bytes(
        [4, 0x06064b50],
        [8, 44],
        ...([
          [2, VERSION_64],
          [2, VERSION_64],
          [4, 0],
          [4, 0]
        ] as const),
        [8, count],
        [8, count],
        [8, length],
        [8, at],
        ...([
          [4, 0x07064b50],
          [4, 0],
          [8, at + length],
          [4, 1]
        ] as const)
      )
    : new Uint8Array(0);
  const few = Math.min(count, MAX_16);
  const last = bytes(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, few],
    [2, few],
    [4, length],
    [4, Math.min(at, MAX_32)],
    [2, 0]
  );
  return joinBytes(large, last);
}
