/** The bounded reading half of replication: revisions, and documents by id. */
import type { Readable } from 'node:stream';
import { countsWrites, type AskedDocument, type Database } from '#couch/engine/engine.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { IsNews } from '../door/held-acts.ts';
import type { Limits } from '#couch/base/limits.ts';
import { LongWork, type Turn } from '#couch/base/long-work.ts';
import { refusal } from '../bounds/refusal.ts';
import { sendDocuments } from './send-documents.ts';

const REVISION = /^[0-9]{1,9}-[0-9a-f]{32}$/;

/** The server's own documents cannot be requested. */
function isOpenId(id: unknown): id is string {
  return typeof id === 'string' && id.length >= 1 && id.length <= 300 && !id.startsWith('_');
}

function isRevision(value: unknown): value is string {
  return typeof value === 'string' && REVISION.test(value);
}

/** More revisions than devices leave open. */
const MAX_ASKED_AT_A_TIME = 200;

/** New documents miss every revision, so the database is not asked. */
export async function readRevisionsDiff(
  database: Database,
  body: unknown,
  limits: Limits,
  {
    isNews,
    turn,
    mayPush
  }: { readonly isNews: IsNews | null; readonly turn: Turn; readonly mayPush: boolean }
): Promise<object> {
  if (!isPlainObject(body)) throw refusal(400, 'request.body.malformed');
  const ids = Object.keys(body);
  if (ids.length > limits.idsPerRequest) throw refusal(400, 'request.tooMany');
  const work = new LongWork(turn);
  let count = 0;
  for (const id of ids) {
    const revisions = body[id];
    const wellFormed = isOpenId(id) && Array.isArray(revisions) && revisions.every(isRevision);
    if (!wellFormed) throw refusal(400, 'request.body.malformed', id.slice(0, 80));
    count += revisions.length;
    if (revisions.length > MAX_ASKED_AT_A_TIME) await work.yieldWhenDue();
  }
  if (count > limits.revisionsPerRequest) throw refusal(400, 'request.tooMany');
  const [news, asked]: [string[], string[]] = [[], []];
  for (const id of ids) (isNews?.(id) ? news : asked).push(id);
  const missing = Object.fromEntries(news.map((id) => [id, { missing: body[id] }]));
  if (asked.length === 0) return missing;
  const answer = await database.revisionsDiff(pick(body, asked), () => work.yieldWhenDue());
  // A pusher sends only missing ones, so this counts as an acknowledgement.
  if (mayPush) await database.confirmStored(listHeld(pick(body, asked), answer));
  return { ...answer, ...missing };
}

function listHeld(
  asked: Readonly<Record<string, readonly string[]>>,
  answer: Readonly<Record<string, { readonly missing: readonly string[] }>>
): { readonly id: string; readonly rev: string }[] {
  return Object.entries(asked).flatMap(([id, revisions]) => {
    const missing = new Set(answer[id]?.missing);
    return revisions.filter((rev) => !missing.has(rev)).map((rev) => ({ id, rev }));
  });
}

function pick(body: Record<string, unknown>, ids: readonly string[]): Record<string, string[]> {
  return Object.fromEntries(ids.map((id) => [id, body[id] as string[]]));
}

export async function readManyDocuments(
  database: Database,
  body: unknown,
  limits: Limits,
  turn: Turn
): Promise<Readable> {
  const asked = isPlainObject(body) ? body['docs'] : null;
  if (!Array.isArray(asked)) throw refusal(400, 'request.body.malformed', 'docs');
  if (asked.length > limits.revisionsPerRequest) throw refusal(400, 'request.tooMany');
  const wanted = withoutRepetition(asked.map(toAsked));
  // Replication requests all versions of a document together.
  if (new Set(wanted.map(({ id }) => id)).size > limits.idsPerRequest) throw refusal(400, 'request.tooMany');
  return sendDocuments(database, wanted, turn);
}

/** Otherwise a large document requested a thousand times would be sent a thousand times. */
function withoutRepetition(asked: readonly AskedDocument[]): AskedDocument[] {
  return [...new Map(asked.map((one) => [`${one.rev ?? ''} ${one.id}`, one])).values()];
}

function toAsked(item: unknown): AskedDocument {
  const { id, rev } = isPlainObject(item) ? item : { id: null, rev: null };
  if (!isOpenId(id) || (rev !== undefined && !isRevision(rev)))
    throw refusal(400, 'request.body.malformed', 'docs');
  return rev === undefined ? { id } : { id, rev: rev as string };
}

/** Bodies are requested by `_bulk_get`. */
export async function readRevisionsByKeys(
  database: Database,
  body: unknown,
  limits: Limits,
  turn: Turn
): Promise<object> {
  const keys = isPlainObject(body) && Object.keys(body).join() === 'keys' ? body['keys'] : null;
  if (!Array.isArray(keys) || !keys.every(isOpenId)) throw refusal(400, 'request.body.malformed', 'keys');
  if (keys.length > limits.idsPerRequest) throw refusal(400, 'request.tooMany');
  if (new Set(keys).size < keys.length) throw refusal(400, 'request.body.malformed', 'keys');
  return countsWrites(database) ? readInPortions(database, keys, turn) : database.allDocs({ keys });
}

/** The embedded engine reads revision trees on the main thread: milliseconds for a long history. */
const KEYS_AT_ONCE = 4;

async function readInPortions(database: Database, keys: readonly string[], turn: Turn): Promise<object> {
  const first = await database.allDocs({ keys: keys.slice(0, KEYS_AT_ONCE) });
  const rows = [...first.rows];
  const work = new LongWork(turn);
  for (let at = KEYS_AT_ONCE; at < keys.length; at += KEYS_AT_ONCE) {
    await work.yieldWhenDue(KEYS_AT_ONCE);
    const portion = await database.allDocs({ keys: keys.slice(at, at + KEYS_AT_ONCE) });
    for (const row of portion.rows) rows.push(row);
  }
  return { ...first, rows };
}
