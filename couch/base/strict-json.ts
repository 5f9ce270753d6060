/**
 * Text that two parsers could read differently is refused (threats P4). RFC 8259 leaves duplicate keys, huge numbers
 * and lone surrogates open. Large bodies are read in portions (threats P5).
 */
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { JsonScan, type DividedList, type JsonBounds } from './scan-json.ts';

const STEP = 128 * 1024;

class Unread extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

/** UTF-8 without a byte order mark, valid JSON, integers only, no key twice, no `__proto__`. */
export function parseStrictJson(bytes: Uint8Array, bounds: JsonBounds): Result<unknown> {
  const portions = readPortions(bytes, bounds);
  for (;;) {
    const next = portions.next();
    if (next.done) return next.value;
  }
}

export async function readStrictJson(
  bytes: Uint8Array,
  bounds: JsonBounds,
  pause: () => Promise<void>
): Promise<Result<unknown>> {
  const portions = readPortions(bytes, bounds);
  for (;;) {
    const next = portions.next();
    if (next.done) return next.value;
    await pause();
  }
}

function* readPortions(bytes: Uint8Array, bounds: JsonBounds): Generator<undefined, Result<unknown>> {
  try {
    const scan = new JsonScan(bytes, bounds);
    while (scan.step(STEP)) yield;
    if (scan.wrong !== null) throw new Unread(scan.wrong);
    const value = parseOnce(readRest(bytes, scan.divided), scan.colons);
    for (const list of scan.divided) yield* readItems(bytes, list, value as Record<string, unknown[]>);
    return accept(value);
  } catch (error) {
    if (error instanceof Unread) return refuse({ code: error.code });
    throw error;
  }
}

function readRest(bytes: Uint8Array, divided: readonly DividedList[]): string {
  let text = '';
  let from = 0;
  for (const { start, end } of divided) {
    text += decode(bytes.subarray(from, start));
    from = end;
  }
  return text + decode(bytes.subarray(from));
}

function* readItems(
  bytes: Uint8Array,
  { key, portions }: DividedList,
  whole: Record<string, unknown[]>
): Generator<undefined, void> {
  const items = whole[JSON.parse(decode(bytes.subarray(...key))) as string];
  if (!Array.isArray(items)) throw new Unread('json.malformed');
  for (const { start, end, count, colons } of portions) {
    yield;
    const read = parseOnce(`[${decode(bytes.subarray(start, end))}]`, colons) as unknown[];
    // An empty item between two commas would disappear here.
    if (read.length !== count) throw new Unread('json.malformed');
    for (const item of read) items.push(item);
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decode(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw new Unread('json.notUtf8');
  }
}

/** Each colon outside texts follows a key. Fewer keys than colons mean a duplicate key. */
function parseOnce(text: string, colons: number): unknown {
  const value = parse(text);
  const keys = countKeys(value);
  if (Number.isNaN(keys)) throw new Unread('json.key.refused');
  if (keys !== colons) throw new Unread('json.key.twice');
  return value;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Unread('json.malformed');
  }
}

/** NaN for a reserved name. The scan bounds the depth. */
function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') count += countKeys(item);
    return count;
  }
  for (const key in value) {
    if (key === '__proto__') return NaN;
    count += 1 + countKeys((value as Record<string, unknown>)[key]);
  }
  return count;
}
