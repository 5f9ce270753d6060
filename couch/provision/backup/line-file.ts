/** A gzip file of JSON lines, streamed, so that memory stays bounded. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';

export interface Written {
  readonly lines: number;
  readonly bytes: number;
  readonly sha256: string;
}

/** Resolves when the file is on disk; throws disk errors. `counted` receives the number of lines. */
export async function writeLines(
  path: string,
  pages: AsyncIterable<readonly object[]>,
  counted: (lines: number) => void = () => undefined
): Promise<Written> {
  let lines = 0;
  async function* texts(): AsyncGenerator<string> {
    for await (const page of pages) {
      if (page.length === 0) continue;
      lines += page.length;
      counted(lines);
      yield page.map((one) => `${JSON.stringify(one)}\n`).join('');
    }
  }
  const measure = new Measure();
  await pipeline(texts, createGzip(), measure, createWriteStream(path, { mode: 0o600, flush: true }));
  return { lines, bytes: measure.bytes, sha256: measure.digest() };
}

export async function measureFile(path: string): Promise<Omit<Written, 'lines'>> {
  const measure = new Measure();
  await pipeline(createReadStream(path), measure, async (read) => {
    for await (const chunk of read) void chunk;
  });
  return { bytes: measure.bytes, sha256: measure.digest() };
}

/** Bound of one portion, except for a single larger document: CouchDB refuses requests over 16 MB. */
const MAX_PORTION_LENGTH = 4_000_000;

/** Documents in portions of at most `most`. Throws if a line is not JSON. */
export async function* readLines(path: string, most: number): AsyncGenerator<readonly object[]> {
  const packed = createReadStream(path);
  const unpacked = packed.pipe(createGunzip());
  packed.on('error', (error) => unpacked.destroy(error));
  let portion: object[] = [];
  let length = 0;
  for await (const line of createInterface({ input: unpacked, crlfDelay: Infinity })) {
    if (line === '') continue;
    portion.push(JSON.parse(line) as object);
    length += line.length;
    if (portion.length < most && length < MAX_PORTION_LENGTH) continue;
    yield portion;
    portion = [];
    length = 0;
  }
  if (portion.length > 0) yield portion;
}

class Measure extends Transform {
  readonly #hash = createHash('sha256');
  bytes = 0;

  override _transform(chunk: Uint8Array, _encoding: string, done: TransformCallback): void {
    this.bytes += chunk.length;
    this.#hash.update(chunk);
    done(null, chunk);
  }

  digest(): string {
    return this.#hash.digest('hex');
  }
}
