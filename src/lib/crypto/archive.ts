/**
 * Reads a country's archive (`domain/exchange/archive-manifest.ts`) wherever it is: a file of a server, or one chosen in
 * the reader page. Nothing of an entry is used before its hash is compared with the manifest.
 */
import {
  isActsPath,
  KEY_ACTS,
  MANIFEST_PATH,
  NAMED_ACTS,
  OWN_DOCUMENTS,
  parseManifest,
  SIGNATURE_PATH,
  type ArchiveEntry,
  type ArchiveManifest
} from '#lib/domain/exchange/archive-manifest.ts';
import { parseCarriedContent, parseSignature } from '#lib/domain/act/parse-act.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { bytesToText, joinBytes, type Bytes } from './bytes.ts';
import { Keyring } from './keyring.ts';
import { isTextSigned } from './sign.ts';

export interface ArchiveBytes {
  readonly size: number;
  read(from: number, to: number): Promise<Bytes>;
}

interface Packed {
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  readonly at: number;
}

/** A manifest of a million entries is about this long; nothing longer is unpacked before its length is known. */
const MAX_MANIFEST_BYTES = 300_000_000;
const MAX_DIRECTORY_BYTES = 300_000_000;

export class Archive {
  readonly manifest: ArchiveManifest;
  readonly #source: ArchiveBytes;
  readonly #directory: ReadonlyMap<string, Packed>;
  readonly #text: string;
  readonly #entries: ReadonlyMap<string, ArchiveEntry>;

  constructor(
    source: ArchiveBytes,
    directory: ReadonlyMap<string, Packed>,
    { text, manifest }: { readonly text: string; readonly manifest: ArchiveManifest }
  ) {
    [this.#source, this.#directory, this.#text, this.manifest] = [source, directory, text, manifest];
    this.#entries = new Map(manifest.entries.map((one) => [one.path, one]));
  }

  async read(path: string): Promise<Result<Bytes>> {
    const entry = this.#entries.get(path);
    const packed = this.#directory.get(path);
    if (!entry || !packed) return refuse({ code: 'archive.entry.missing', path });
    const bytes = packed.size === entry.bytes ? await unpack(this.#source, packed, entry.bytes) : null;
    return bytes !== null && (await sha256Hex(bytes)) === entry.sha256
      ? accept(bytes)
      : refuse({ code: 'archive.entry.changed', path });
  }

  async lines(path: string): Promise<Result<readonly Record<string, unknown>[]>> {
    const bytes = await this.read(path);
    if (!bytes.ok) return bytes;
    const read: Record<string, unknown>[] = [];
    for (const line of toText(bytes.value)?.split('\n') ?? ['?']) {
      if (line === '') continue;
      const value = parseJson(line);
      if (!isPlainObject(value)) return refuse({ code: 'archive.entry.unreadable', path });
      read.push(value);
    }
    return accept(read);
  }

  /** Refuses files that were added to the ZIP, or removed from it. */
  judgeEntries(): Result<null> {
    const listed = new Set([...this.manifest.entries.map(({ path }) => path), MANIFEST_PATH, SIGNATURE_PATH]);
    const added = [...this.#directory.keys()].find((path) => !listed.has(path));
    if (added !== undefined) return refuse({ code: 'archive.entry.added', path: added.slice(0, 200) });
    const lacking = this.manifest.entries.find(({ path }) => !this.#directory.has(path));
    return lacking ? refuse({ code: 'archive.entry.missing', path: lacking.path }) : accept(null);
  }

  /**
   * With the roots that the archive names: compare their fingerprint with INCB's. Refuses what no server writes: a
   * document that is not one or is there twice, since readers find a verdict by its id, and one hidden among unsigned.
   */
  async keyring(): Promise<Result<Keyring>> {
    const keyring = new Keyring(this.manifest.roots);
    const own = await this.lines(OWN_DOCUMENTS);
    if (!own.ok) return own;
    const isPlain = ({ _id }: Record<string, unknown>): boolean =>
      typeof _id === 'string' && !/^(?:_|act:)/.test(_id);
    if (!own.value.every(isPlain)) return refuse({ code: 'archive.entry.unreadable', path: OWN_DOCUMENTS });
    const ids = new Set<unknown>();
    for (const path of [
      KEY_ACTS,
      ...this.actsPaths,
      ...(this.#entries.has(NAMED_ACTS) ? [NAMED_ACTS] : [])
    ]) {
      const acts = await this.lines(path);
      if (!acts.ok) return acts;
      if (!acts.value.every((act) => parseCarriedContent(act).ok && ids.size < ids.add(act['_id']).size))
        return refuse({ code: 'archive.entry.unreadable', path });
      for (const act of acts.value)
        if (/^act:\d{8}:[A-Z]+:(?:certificate|withdrawal):/.test(String(act['_id'])))
          await keyring.addAct(act);
    }
    return accept(keyring);
  }

  get actsPaths(): readonly string[] {
    return this.manifest.entries.map(({ path }) => path).filter(isActsPath);
  }

  /** `unknown`: signed by a server whose certificate is not here. */
  async judgeManifest(keyring: Keyring): Promise<'signed' | 'unsigned' | 'unknown' | 'changed'> {
    const packed = this.#directory.get(SIGNATURE_PATH);
    if (!packed) return 'unsigned';
    const bytes = await unpack(this.#source, packed, 1000);
    const signature = parseSignature(parseJson((bytes && toText(bytes)) ?? ''));
    if (!signature.ok) return 'changed';
    const key = await keyring.verifyingKeyOf(signature.value.key);
    const isServer = keyring.trust
      .standingsOf(signature.value.key)
      .some(({ certificate }) => certificate?.body.holder.role === 'exchange');
    if (key === null || !isServer) return 'unknown';
    return (await isTextSigned(this.#text, signature.value.value, key)) ? 'signed' : 'changed';
  }
}

export async function openArchive(source: ArchiveBytes): Promise<Result<Archive>> {
  const directory = await readDirectory(source).catch(() => null);
  if (directory === null) return refuse({ code: 'archive.zip' });
  const packed = directory.get(MANIFEST_PATH);
  if (!packed) return refuse({ code: 'archive.manifest', path: MANIFEST_PATH });
  const bytes = await unpack(source, packed, MAX_MANIFEST_BYTES);
  const text = bytes && toText(bytes);
  const manifest = parseManifest(parseJson(text ?? ''));
  return manifest.ok && text !== null
    ? accept(new Archive(source, directory, { text, manifest: manifest.value }))
    : refuse({ code: 'archive.manifest', path: MANIFEST_PATH });
}

/** Null if it is not UTF-8. */
function toText(bytes: Bytes): string | null {
  try {
    return bytesToText(bytes);
  } catch {
    return null;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

export async function sha256Hex(bytes: Bytes): Promise<string> {
  const hash = new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', bytes));
  return [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

// ZIP (APPNOTE 6.3): the directory at the end, with ZIP64 fields in a large file.

const [END, END_64, PLACE_64, CENTRAL, LOCAL] = [0x06054b50, 0x06064b50, 0x07064b50, 0x02014b50, 0x04034b50];
const [END_BYTES, PLACE_64_BYTES, CENTRAL_BYTES, LOCAL_BYTES, MAX_COMMENT] = [22, 20, 46, 30, 65_535];
const MAX_32 = 0xffffffff;

async function viewOf(source: ArchiveBytes, from: number, to: number): Promise<DataView> {
  if (from < 0 || to > source.size) throw new RangeError('outside of the file');
  const bytes = await source.read(from, to);
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
}

async function findDirectory(source: ArchiveBytes): Promise<{ readonly from: number; readonly to: number }> {
  const begin = Math.max(0, source.size - END_BYTES - MAX_COMMENT);
  const tail = await viewOf(source, begin, source.size);
  let at = tail.byteLength - END_BYTES;
  while (tail.getUint32(at, true) !== END) at--;
  const [length, from] = [tail.getUint32(at + 12, true), tail.getUint32(at + 16, true)];
  if (at >= PLACE_64_BYTES && tail.getUint32(at - PLACE_64_BYTES, true) === PLACE_64) {
    const place = Number(tail.getBigUint64(at - PLACE_64_BYTES + 8, true));
    const end = await viewOf(source, place, place + 56);
    if (end.getUint32(0, true) !== END_64) throw new RangeError('no directory');
    const far = Number(end.getBigUint64(48, true));
    return { from: far, to: far + Number(end.getBigUint64(40, true)) };
  }
  return { from, to: from + length };
}

/** Two entries of one name would be read differently by different programs. */
async function readDirectory(source: ArchiveBytes): Promise<ReadonlyMap<string, Packed>> {
  const { from, to } = await findDirectory(source);
  if (to - from > MAX_DIRECTORY_BYTES) throw new RangeError('too long');
  const view = await viewOf(source, from, to);
  const directory = new Map<string, Packed>();
  for (let at = 0; at < view.byteLength;) {
    if (view.getUint32(at, true) !== CENTRAL) throw new RangeError('no entry');
    const [nameLength, extraLength] = [view.getUint16(at + 28, true), view.getUint16(at + 30, true)];
    const name = bytesToText(bytesIn(view, at + CENTRAL_BYTES, nameLength));
    if (directory.has(name)) throw new RangeError('twice');
    directory.set(name, {
      method: view.getUint16(at + 10, true),
      packed: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: placeOf(view, at, at + CENTRAL_BYTES + nameLength, extraLength)
    });
    at += CENTRAL_BYTES + nameLength + extraLength + view.getUint16(at + 32, true);
  }
  return directory;
}

function bytesIn(view: DataView, at: number, length: number): Bytes {
  return new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset + at, length);
}

function placeOf(view: DataView, at: number, extra: number, length: number): number {
  const place = view.getUint32(at + 42, true);
  const isFar = place === MAX_32 && length >= 12 && view.getUint16(extra, true) === 1;
  return isFar ? Number(view.getBigUint64(extra + 4, true)) : place;
}

/** Null if it is damaged, or unpacks to more than `most`. */
async function unpack(
  source: ArchiveBytes,
  { method, packed, at }: Packed,
  most: number
): Promise<Bytes | null> {
  try {
    const head = await viewOf(source, at, at + LOCAL_BYTES);
    if (head.getUint32(0, true) !== LOCAL) return null;
    const from = at + LOCAL_BYTES + head.getUint16(26, true) + head.getUint16(28, true);
    if (from + packed > source.size) return null;
    const bytes = await source.read(from, from + packed);
    if (method === 0) return bytes.length <= most ? bytes : null;
    return method === 8 ? await inflate(bytes, most) : null;
  } catch {
    return null;
  }
}

/** Null if it unpacks to more than `most`; throws if it is damaged. */
export async function inflate(packed: Bytes, most: number): Promise<Bytes | null> {
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  const reader = (stream as ReadableStream<Bytes>).getReader();
  const parts: Bytes[] = [];
  let length = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    length += part.value.length;
    if (length > most) {
      void reader.cancel().catch(() => undefined);
      return null;
    }
    parts.push(part.value);
  }
  return joinBytes(...parts);
}
