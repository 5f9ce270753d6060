/**
 * Bodies stay bytes until their sender's turn, since parsing costs time. Large ones are parsed in portions (threats
 * P5).
 */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { LongWork } from '#couch/base/long-work.ts';
import { boundsOf, type Limits } from '#couch/base/limits.ts';
import { Refusal } from './refusal.ts';
import { parseStrictJson, readStrictJson } from '#couch/base/strict-json.ts';

/** Bytes parsed in less than a millisecond. */
const SMALL = 16 * 1024;

/** No other content type is accepted, so that no form on another site can post here. */
export function keepBodies(gateway: FastifyInstance): void {
  gateway.removeAllContentTypeParsers();
  gateway.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body.length === 0 ? undefined : body)
  );
}

/** Size of an unread body. */
export function bytesOf({ body }: FastifyRequest): number {
  return body instanceof Uint8Array ? body.length : 0;
}

export function hasSmallBody(request: FastifyRequest): boolean {
  return bytesOf(request) <= SMALL;
}

/** Replaces the bytes with the parsed value, in the sender's turn. */
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

/** The first pause precedes all work, otherwise short turns would follow without one. */
async function readInPortions(
  work: LongWork,
  ...[bytes, bounds]: Parameters<typeof parseStrictJson>
): Promise<ReturnType<typeof parseStrictJson>> {
  await work.yieldNow();
  return readStrictJson(bytes, bounds, () => work.yieldWhenDue());
}
