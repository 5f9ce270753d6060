/**
 * A body is kept as the bytes that came until its sender's turn: what it costs to read is theirs, and a large one is
 * read in portions between which others are answered (threats P5).
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LongWork } from '#couch/base/long-work.ts';
import { boundsOf, type Limits } from '#couch/base/limits.ts';
import { Refusal } from './refusal.ts';
import { parseStrictJson, readStrictJson } from '#couch/base/strict-json.ts';

/** Bytes that are read in less than a millisecond, whatever they say. */
const SMALL = 16 * 1024;

/** No other content type is taken, so that no form on another site can post here. */
export function keepBodies(gateway: FastifyInstance): void {
  gateway.removeAllContentTypeParsers();
  gateway.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body.length === 0 ? undefined : body)
  );
}

/** How large a body is that was received and not read yet. */
export function bytesOf({ body }: FastifyRequest): number {
  return body instanceof Uint8Array ? body.length : 0;
}

export function hasSmallBody(request: FastifyRequest): boolean {
  return bytesOf(request) <= SMALL;
}

/** Puts what it says in its place; in the turn of whoever sent it. */
export async function readBody(request: FastifyRequest, limits: Limits, work: LongWork): Promise<void> {
  const bytes = request.body;
  if (!(bytes instanceof Uint8Array)) return;
  const bounds = boundsOf(limits);
  const read = hasSmallBody(request)
    ? parseStrictJson(bytes, bounds)
    : await readInPortions(work, bytes, bounds);
  if (!read.ok) throw new Refusal(400, read.problems);
  request.body = read.value;
}

/** The first pause is before anything is done: turns that end at once would follow each other without one. */
async function readInPortions(
  work: LongWork,
  ...[bytes, bounds]: Parameters<typeof parseStrictJson>
): Promise<ReturnType<typeof parseStrictJson>> {
  await work.yieldNow();
  return readStrictJson(bytes, bounds, () => work.yieldWhenDue());
}
