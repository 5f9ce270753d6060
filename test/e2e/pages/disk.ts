/**
 * What lies on the disk of a computer: the browser's profile, file by file, as whoever finds it would read it, with
 * the tools of the browser: packed blocks and values are unpacked before they are searched.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { constants, gunzipSync, inflateSync } from 'node:zlib';
import { joinBuffers, readLog, readTable } from './leveldb.ts';
import { unpackSnappy } from './snappy.ts';

interface Trace {
  readonly name: string;
  readonly bytes: readonly Buffer[];
}

/** Browsers write text in one byte a sign or in two; programs write bytes in Base64 as well. */
export function aText(name: string, text: string): Trace {
  const plain = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
  return { name, bytes: [...plain, ...inBase64(Buffer.from(text, 'utf8'))] };
}

/** Bytes as they are, and as programs write them: Base64 in both alphabets, hexadecimal. */
export function aSecret(name: string, secret: Buffer): Trace {
  const texts = [...inBase64(secret).map(String), secret.toString('hex')];
  const urls = texts.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'));
  const inText = [...new Set([...texts, ...urls])].flatMap((text) => [
    Buffer.from(text),
    Buffer.from(text, 'utf16le')
  ]);
  return { name, bytes: [secret, ...inText] };
}

/** PKCS #8 of a P-256 key up to the secret number itself (RFC 5958, RFC 5915), and what a JWK puts before it. */
export function aPrivateKey(): Trace {
  const start = Buffer.from(
    '308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420',
    'hex'
  );
  const inText = ['"d":"', start.toString('base64').slice(0, 44)];
  return { name: 'a private key', bytes: [start, ...inText.flatMap((text) => aText('', text).bytes)] };
}

/** `file: what`, for every file that holds one of the traces. */
export function findTraces(folder: string, traces: readonly Trace[]): string[] {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  return files.flatMap((file) => {
    const path = join(file.parentPath, file.name);
    const readings = readingsOf(file.name, readFileSync(path));
    return traces
      .filter(({ bytes }) => bytes.some((some) => readings.some((one) => one.includes(some))))
      .map(({ name }) => `${relative(folder, path)}: ${name}`);
  });
}

/** As it lies there, and unpacked in every way that a browser packs. */
function readingsOf(name: string, content: Buffer): Buffer[] {
  const unpacked = readTable(content) ?? (name.endsWith('.log') ? [readLog(content)] : []);
  const whole = [content, ...unpacked];
  return [...whole, ...whole.flatMap(findPackedValues), ...unzip(content)];
}

/** V8's own mark, twice: Chromium writes a larger value of IndexedDB packed behind it (`idb_value_wrapping.cc`). */
const PACKED_VALUE = Buffer.from([0xff, 0x11, 0x02]);

function findPackedValues(content: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = content.indexOf(PACKED_VALUE); at >= 0; at = content.indexOf(PACKED_VALUE, at + 1)) {
    const value = unpackSnappy(content.subarray(at + PACKED_VALUE.length));
    if (value) found.push(value);
  }
  return found;
}

const STARTS: readonly (readonly [Buffer, (bytes: Buffer) => Buffer])[] = [
  [
    Buffer.from([0x1f, 0x8b, 0x08]),
    (bytes) => gunzipSync(new Uint8Array(bytes), { finishFlush: constants.Z_SYNC_FLUSH })
  ],
  [
    Buffer.from([0x78, 0x9c]),
    (bytes) => inflateSync(new Uint8Array(bytes), { finishFlush: constants.Z_SYNC_FLUSH })
  ]
];

/** Answers as a server may pack them. */
function unzip(content: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (const [start, unpack] of STARTS) {
    for (let at = content.indexOf(start); at >= 0; at = content.indexOf(start, at + 1))
      found.push(...tryTo(() => unpack(content.subarray(at))));
  }
  return found;
}

function tryTo(unpack: () => Buffer): Buffer[] {
  try {
    return [unpack()];
  } catch {
    return [];
  }
}

/** Wherever in a longer text it stands: Base64 of its inner bytes, at each of the three places of a group. */
function inBase64(bytes: Buffer): Buffer[] {
  return [0, 1, 2].map((lead) => {
    const text = joinBuffers([Buffer.alloc(lead), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const from = Math.ceil((lead * 8) / 6);
    const whole = Math.floor(((lead + bytes.length) * 8) / 6);
    return Buffer.from(text.slice(from, whole));
  });
}
