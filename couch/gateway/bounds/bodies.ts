/** Until their sender's turn, since parsing costs time. Large ones are parsed in portions (threats P5). */
import { boundsOf, type Limits } from '#couch/base/limits.ts';
import { scheduleSliced, SlicedTask } from '#couch/base/sliced-task.ts';
import { parseStrictJson, readStrictJson } from '#couch/base/strict-json.ts';
import { Mutex } from '#couch/base/turns.ts';
import compress, { type FastifyCompressRouteOptions } from '@fastify/compress';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Refusal } from './refusal.ts';

const SMALL = 16 * 1024;

/** No other content type is accepted, so that no form on another site can post here (except by `takeForms`). */
export function keepBodies(gateway: FastifyInstance): void {
  gateway.removeAllContentTypeParsers();
  gateway.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body.length === 0 ? undefined : body)
  );
}

/** For one route in its own scope. */
export function takeForms(scope: FastifyInstance, isRead: boolean): void {
  if (isRead) {
    const form = 'application/x-www-form-urlencoded';
    return void scope.addContentTypeParser(form, { parseAs: 'string' }, (_request, body, done) =>
      done(null, formToObject(String(body)))
    );
  }
  const forms = ['application/x-www-form-urlencoded', 'multipart/form-data'];
  scope.addContentTypeParser(forms, { parseAs: 'buffer' }, (_request, _body, done) => done(null, undefined));
}

/** Null if a name is repeated (RFC 6749, 3.2). */
function formToObject(body: string): object | null {
  const entries = [...new URLSearchParams(body)];
  const isRepeated = new Set(entries.map(([name]) => name)).size < entries.length;
  return isRepeated ? null : Object.fromEntries(entries);
}

export function bytesOf({ body }: FastifyRequest): number {
  return body instanceof Uint8Array ? body.length : 0;
}

export function hasSmallBody(request: FastifyRequest): boolean {
  return bytesOf(request) <= SMALL;
}

/** In the sender's turn. */
export async function readBody(request: FastifyRequest, limits: Limits, work: SlicedTask): Promise<void> {
  const bytes = request.body;
  if (!(bytes instanceof Uint8Array)) return;
  const bounds = boundsOf(limits);
  const read = hasSmallBody(request)
    ? parseStrictJson(bytes, bounds)
    : await readInPortions(work, bytes, bounds);
  if (!read.ok) throw new Refusal(400, read.problems);
  request.body = read.value;
}

/** The first pause precedes all work, otherwise short turns would follow without one. */
async function readInPortions(
  work: SlicedTask,
  ...[bytes, bounds]: Parameters<typeof parseStrictJson>
): Promise<ReturnType<typeof parseStrictJson>> {
  await work.yieldNow();
  return readStrictJson(bytes, bounds, () => work.yieldWhenDue());
}

/** Before the body is judged. */
const RECEIVED_MS_PER_MB = 20;
const REST = 2;
const MAX_REST_MS = 1000;

interface Parts {
  readonly begin: (country: string) => SlicedTask;
  readonly wait: (ms: number) => Promise<void>;
}

const PARTS: Parts = {
  begin: (country) => new SlicedTask(scheduleSliced(country)),
  wait: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref())
};

/**
 * One after the other per country, with rests of twice their time. They fill at most a third of the process's time
 * (threats P5). Honest pushes are not slowed: storing a portion takes longer than its rest.
 */
export class LargeBodies {
  readonly #oneByOne = new Mutex();
  readonly #parts: Parts;

  constructor(parts = PARTS) {
    this.#parts = parts;
  }

  /** `bytes`: received size. Refused bodies rest too. */
  async read(country: string, bytes: number, read: (work: SlicedTask) => Promise<void>): Promise<void> {
    const { begin, wait } = this.#parts;
    const work = begin(country);
    const { refused } = await this.#oneByOne.run(
      country,
      () => readOrRefuse(() => read(work)),
      () => wait(Math.min(MAX_REST_MS, REST * (work.worked + (RECEIVED_MS_PER_MB * bytes) / 1e6)))
    );
    if (refused) throw refused.error;
  }
}

async function readOrRefuse(read: () => Promise<void>): Promise<{ refused: { error: unknown } | null }> {
  try {
    await read();
    return { refused: null };
  } catch (error) {
    return { refused: { error } };
  }
}

/** Bytes; below it the packet header weighs as much. */
const WORTH_IT = 1024;

/** Level 5 costs half of level 9 and packs records nearly as small. */
const ZLIB = { level: 5 } as const;

/**
 * 200 records are 286 kB, 49 kB gzipped. Answers follow the caller's preferences; bodies `Content-Encoding`, advertised
 * per RFC 7694. Bounds count unpacked bytes, against bombs. `/api` is excluded: short answers, some with secrets.
 */
export async function packReplication(gateway: FastifyInstance): Promise<void> {
  await gateway.register(compress, { global: false, encodings: ['gzip'], requestEncodings: ['gzip'] });
  // A long poll's heartbeat must leave immediately.
  gateway.addHook('onRequest', async (request) => {
    if ((request.query as { feed?: unknown }).feed === 'longpoll')
      request.headers['x-no-compression'] = 'yes';
  });
  gateway.addHook('onSend', async (request, reply) => {
    if (isReplication(request.routeOptions.url ?? '')) reply.header('accept-encoding', 'gzip');
  });
}

export function packingOf({ path }: { readonly path: string }): FastifyCompressRouteOptions {
  if (!isReplication(path)) return { compress: false, decompress: false };
  return {
    compress: { encodings: ['gzip'], threshold: WORTH_IT, zlibOptions: ZLIB },
    decompress: { requestEncodings: ['gzip'] }
  };
}

function isReplication(path: string): boolean {
  return path.startsWith('/db/');
}
