/** The reading half of replication, bounded: what is known of revisions, and documents by id. */
import type { Database } from '#couch/engine/engine.ts';
import { isPlainObject } from '#lib/domain/act/shape.ts';
import type { Limits } from './limits.ts';
import { refusal } from './refusal.ts';

const REVISION = /^[0-9]{1,9}-[0-9a-f]{32}$/;

/** Ids of the server's own documents are nobody's to ask for. */
function isOpenId(id: unknown): id is string {
  return typeof id === 'string' && id.length >= 1 && id.length <= 300 && !id.startsWith('_');
}

function isRevision(value: unknown): value is string {
  return typeof value === 'string' && REVISION.test(value);
}

export async function readRevisionsDiff(database: Database, body: unknown, limits: Limits): Promise<object> {
  if (!isPlainObject(body)) throw refusal(400, 'request.body.malformed');
  const ids = Object.keys(body);
  if (ids.length > limits.idsPerRequest) throw refusal(400, 'request.tooMany');
  for (const id of ids) {
    const revisions = body[id];
    const wellFormed =
      isOpenId(id) && Array.isArray(revisions) && revisions.length <= 100 && revisions.every(isRevision);
    if (!wellFormed) throw refusal(400, 'request.body.malformed', id.slice(0, 80));
  }
  return ids.length === 0 ? {} : database.revsDiff(body as Record<string, string[]>);
}

export async function readManyDocuments(database: Database, body: unknown, limits: Limits): Promise<object> {
  const asked = isPlainObject(body) ? body['docs'] : null;
  if (!Array.isArray(asked)) throw refusal(400, 'request.body.malformed', 'docs');
  if (asked.length > limits.idsPerRequest) throw refusal(400, 'request.tooMany');
  const docs = withoutRepetition(asked.map(toAsked));
  if (docs.length === 0) return { results: [] };
  const { results } = await database.bulkGet({ docs, revs: true, latest: true } as BulkGetOptions);
  return { results: results.map(({ id, docs }) => ({ id, docs: (docs as readonly Found[]).map(toTold) })) };
}

type BulkGetOptions = Parameters<Database['bulkGet']>[0];
type Found = { readonly ok: object } | { readonly error: object } | { readonly missing: string };

/** The engine's own error carries a stack with the paths of the server's files (threats P9). */
function toTold(found: Found): object {
  if ('ok' in found) return { ok: found.ok };
  const { status, error } = ('error' in found ? found.error : { status: 404 }) as Record<string, unknown>;
  const told = status === 404 || error === 'not_found' ? 'not_found' : 'failed';
  return { error: { error: told, reason: told === 'not_found' ? 'missing' : 'failed' } };
}

/** Asked a thousand times for one large document, the server would send it a thousand times. */
function withoutRepetition(asked: readonly { id: string; rev?: string }[]): { id: string; rev?: string }[] {
  return [...new Map(asked.map((one) => [`${one.rev ?? ''} ${one.id}`, one])).values()];
}

function toAsked(item: unknown): { id: string; rev?: string } {
  const { id, rev } = isPlainObject(item) ? item : { id: null, rev: null };
  if (!isOpenId(id) || (rev !== undefined && !isRevision(rev)))
    throw refusal(400, 'request.body.malformed', 'docs');
  return rev === undefined ? { id } : { id, rev: rev as string };
}

export async function readDocumentsByKeys(
  database: Database,
  body: unknown,
  includeDocs: boolean,
  limits: Limits
): Promise<object> {
  const keys = isPlainObject(body) && Object.keys(body).join() === 'keys' ? body['keys'] : null;
  if (!Array.isArray(keys) || !keys.every(isOpenId)) throw refusal(400, 'request.body.malformed', 'keys');
  if (keys.length > limits.idsPerRequest) throw refusal(400, 'request.tooMany');
  if (new Set(keys).size < keys.length) throw refusal(400, 'request.body.malformed', 'keys');
  return database.allDocs({ keys, include_docs: includeDocs });
}
