/** Files that officers carry between devices without a network: in any order, twice, late or never. */
import { deflateRawSync, gunzipSync, gzipSync, inflateRawSync } from 'node:zlib';
import type { CountryCode } from '#lib/domain/ids.ts';
import { Courier } from '#lib/store/courier.ts';
import type { Seeded } from './seeded.ts';
import type { Desk } from './world.ts';

export interface Carried {
  readonly from: string;
  readonly to: CountryCode;
  readonly file: Blob;
  readonly code: string;
}

export async function writeFile(device: Desk, carried: Carried[], chance: Seeded): Promise<string> {
  const courier = new Courier(device.store);
  const to = chance.pick([device.office.authority as CountryCode, ...courier.partners()]);
  const done = await courier.write(to);
  if (!done.ok) return `${device.name} writes no file: ${done.problems.map(({ code }) => code).join(', ')}`;
  const { lines, code } = done.value;
  carried.push({ from: device.name, to, file: new Blob([lines.join('\n')]), code });
  return `${device.name} writes file ${carried.length} for ${to}`;
}

export async function loadFile(device: Desk, carried: readonly Carried[], chance: Seeded): Promise<string> {
  const { from, file, code } = chance.pick(carried);
  const done = await new Courier(device.store).take(file, code);
  if (!done.ok)
    return `${device.name} refuses a file of ${from}: ${done.problems.map((one) => one.code).join(', ')}`;
  const { taken, held, waiting, refused } = done.value;
  const codes = refused.map((one) => one.code).join(', ');
  return `${device.name} loads a file of ${from}: ${taken} taken, ${held} held, ${waiting} waiting; ${codes}`;
}

type Pack = typeof gzipSync;

/** The platform's packing works in threads, which end in any order. */
export function packWithoutThreads(): void {
  const packs: Readonly<Record<string, readonly [Pack, Pack]>> = {
    gzip: [gzipSync, gunzipSync],
    'deflate-raw': [deflateRawSync, inflateRawSync]
  };
  const streamOf = (way: 0 | 1) =>
    class extends TransformStream<Uint8Array, Uint8Array> {
      constructor(format: string) {
        const parts: Uint8Array[] = [];
        super({
          transform: (part) => void parts.push(part),
          flush: (out) => out.enqueue(toBytes(packs[format]![way](joinParts(parts) as never)))
        });
      }
    };
  Object.assign(globalThis, {
    Blob: MemoryBlob,
    CompressionStream: streamOf(0),
    DecompressionStream: streamOf(1)
  });
}

/** As much of a blob as the program uses. */
class MemoryBlob {
  readonly #bytes: Buffer;

  constructor(parts: readonly (string | Uint8Array)[] = []) {
    this.#bytes = joinParts(parts);
  }

  get size(): number {
    return this.#bytes.length;
  }

  stream(): ReadableStream<Uint8Array> {
    const bytes = toBytes(this.#bytes);
    return new ReadableStream({
      start: (out) => {
        out.enqueue(bytes);
        out.close();
      }
    });
  }

  async text(): Promise<string> {
    return this.#bytes.toString('utf8');
  }
}

function joinParts(parts: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(parts.map((part) => Buffer.from(part as string) as never));
}

/** Node's type of its bytes is none of the platform's. */
function toBytes(buffer: object): Uint8Array<ArrayBuffer> {
  return new Uint8Array(buffer as unknown as Uint8Array);
}
