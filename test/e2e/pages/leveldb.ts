/**
 * The files of LevelDB, in which Chromium keeps IndexedDB, local and session storage, as their readers would read
 * them: the blocks of a table unpacked, the pieces of a log joined (google/leveldb, doc/table_format.md and
 * log_format.md).
 */
import { readVarint, unpackSnappy } from './snappy.ts';

const FOOTER = 48;
const MAGIC = 0xdb4775248b80fb57n;
const TRAILER = 5;
const PACKED = 1;

const LOG_BLOCK = 32_768;
const LOG_HEAD = 7;

/** Every block of a table; null where it is none. */
export function readTable(file: Buffer): Buffer[] | null {
  if (file.length < FOOTER || file.readBigUInt64LE(file.length - 8) !== MAGIC) return null;
  const footer = file.subarray(file.length - FOOTER);
  const meta = readHandle(footer, 0);
  const index = meta && readHandle(footer, meta.next);
  const entries = index && readBlock(file, index);
  if (!entries) return null;
  const blocks = valuesOf(entries).flatMap((value) => {
    const handle = readHandle(value, 0);
    return (handle && readBlock(file, handle)) ?? [];
  });
  // Keys share their beginnings with those before them: each is written out, and with it its value.
  return [...blocks, ...blocks.map(writeOutKeys)];
}

/** A record that did not fit into one block of a log, in one piece. */
export function readLog(file: Buffer): Buffer {
  const pieces: Buffer[] = [];
  for (let block = 0; block < file.length; block += LOG_BLOCK) {
    const end = Math.min(block + LOG_BLOCK, file.length);
    for (let at = block; at + LOG_HEAD <= end;) {
      const length = file.readUInt16LE(at + 4);
      if (length === 0 && file[at + 6] === 0) break;
      pieces.push(file.subarray(at + LOG_HEAD, Math.min(at + LOG_HEAD + length, end)));
      at += LOG_HEAD + length;
    }
  }
  return joinBuffers(pieces);
}

interface Handle {
  readonly offset: number;
  readonly size: number;
  readonly next: number;
}

function readHandle(bytes: Buffer, at: number): Handle | null {
  const offset = readVarint(bytes, at);
  const size = offset && readVarint(bytes, offset.next);
  return size && { offset: offset.value, size: size.value, next: size.next };
}

function readBlock(file: Buffer, { offset, size }: Handle): Buffer | null {
  if (offset + size + TRAILER > file.length) return null;
  const bytes = file.subarray(offset, offset + size);
  return file[offset + size] === PACKED ? unpackSnappy(bytes) : bytes;
}

interface Entry {
  readonly shared: number;
  readonly key: Buffer;
  readonly value: Buffer;
}

function* entriesOf(block: Buffer): Generator<Entry> {
  const restarts = block.length >= 4 ? block.readUInt32LE(block.length - 4) : 0;
  const end = block.length - 4 * (restarts + 1);
  for (let at = 0; at < end;) {
    const shared = readVarint(block, at);
    const own = shared && readVarint(block, shared.next);
    const value = own && readVarint(block, own.next);
    if (!value) return;
    const keyEnd = value.next + own.value;
    yield {
      shared: shared.value,
      key: block.subarray(value.next, keyEnd),
      value: block.subarray(keyEnd, keyEnd + value.value)
    };
    at = keyEnd + value.value;
  }
}

function valuesOf(block: Buffer): Buffer[] {
  return [...entriesOf(block)].map(({ value }) => value);
}

function writeOutKeys(block: Buffer): Buffer {
  let key: Buffer = Buffer.alloc(0);
  const written: Buffer[] = [];
  for (const entry of entriesOf(block)) {
    key = joinBuffers([key.subarray(0, entry.shared), entry.key]);
    written.push(key, entry.value);
  }
  return joinBuffers(written);
}

export function joinBuffers(pieces: readonly Buffer[]): Buffer {
  const joined = Buffer.alloc(pieces.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const piece of pieces) at += joined.write(piece.toString('latin1'), at, 'latin1');
  return joined;
}
