import { Readable } from 'node:stream';
import { countsWrites, type AskedDocument, type Database } from '#couch/engine/engine.ts';
import type { Reading } from '#lib/domain/registration/observed.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { IsNews } from '../door/held-acts.ts';
import type { Limits } from '#couch/base/limits.ts';
import { SlicedTask, type Turn } from '#couch/base/sliced-task.ts';
import { refusal } from '../bounds/refusal.ts';

const REVISION = /^[0-9]{1,9}-[0-9a-f]{32}$/;

/** The server's own documents cannot be requested. */
function isOpenId(id: unknown): id is string {
  return typeof id === 'string' && id.length >= 1 && id.length <= 300 && !id.startsWith('_');
}

function isRevision(value: unknown): value is string {
  return typeof value === 'string' && REVISION.test(value);
}

const MAX_ASKED_AT_A_TIME = 200;

interface DiffOptions {
  readonly isNews: IsNews | null;
  readonly hidden: Reading['hidden'] | undefined;
  readonly turn: Turn;
  readonly mayPush: boolean;
}

/** New documents miss every revision, so the database is not asked. A withheld one is answered as new. */
export async function readRevisionsDiff(
  database: Database,
  body: unknown,
  limits: Limits,
  { isNews, hidden, turn, mayPush }: DiffOptions
): Promise<object> {
  if (!isPlainObject(body)) throw refusal(400, 'request.body.malformed');
  const ids = Object.keys(body);
  if (ids.length > limits.idsPerRequest) throw refusal(400, 'request.tooMany');
  const work = new SlicedTask(turn);
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
  const unseen = await hidden?.(ids);
  for (const id of ids) (isNews?.(id) || unseen?.has(id) ? news : asked).push(id);
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

interface ReadOptions {
  readonly turn: Turn;
  /** Null: everything as it is. */
  readonly reading: Reading | null;
}

export async function readManyDocuments(
  database: Database,
  body: unknown,
  limits: Limits,
  { turn, reading }: ReadOptions
): Promise<Readable> {
  const asked = isPlainObject(body) ? body['docs'] : null;
  if (!Array.isArray(asked)) throw refusal(400, 'request.body.malformed', 'docs');
  if (asked.length > limits.revisionsPerRequest) throw refusal(400, 'request.tooMany');
  const wanted = withoutRepetition(asked.map(toAsked));
  // Replication requests all versions of a document together.
  if (new Set(wanted.map(({ id }) => id)).size > limits.idsPerRequest) throw refusal(400, 'request.tooMany');
  if (reading === null) return sendDocuments(database, wanted, turn);
  // Answers for withheld ids are left out: they do not say if the document exists.
  const hidden = await reading.hidden(wanted.map(({ id }) => id));
  const shown = wanted.filter(({ id }) => !hidden.has(id));
  return sendDocuments(showing(database, reading), shown, turn);
}

type Told = Pick<Database, 'bulkGetText'>;

interface Row {
  readonly id: string;
  readonly docs: readonly { readonly ok?: unknown }[];
}

function showing(database: Told, { shows }: Reading): Told {
  return {
    bulkGetText: async (asked, pause) => {
      const text = await database.bulkGetText(asked, pause);
      const rows = JSON.parse(`[${text.toString()}]`) as readonly Row[];
      const shown = rows.map((row) => ({
        ...row,
        docs: row.docs.map((one) => (one.ok === undefined ? one : { ...one, ok: shows(one.ok) }))
      }));
      return Buffer.from(shown.map((row) => JSON.stringify(row)).join(','));
    }
  };
}

/** A large document requested a thousand times would be sent a thousand times. */
function withoutRepetition(asked: readonly AskedDocument[]): AskedDocument[] {
  return [...new Map(asked.map((one) => [`${one.rev ?? ''} ${one.id}`, one])).values()];
}

function toAsked(item: unknown): AskedDocument {
  const { id, rev } = isPlainObject(item) ? item : { id: null, rev: null };
  if (!isOpenId(id) || (rev !== undefined && !isRevision(rev)))
    throw refusal(400, 'request.body.malformed', 'docs');
  return rev === undefined ? { id } : { id, rev: rev as string };
}

export async function readRevisionsByKeys(
  database: Database,
  body: unknown,
  limits: Limits,
  { turn, reading }: ReadOptions
): Promise<object> {
  const keys = isPlainObject(body) && Object.keys(body).join() === 'keys' ? body['keys'] : null;
  if (!Array.isArray(keys) || !keys.every(isOpenId)) throw refusal(400, 'request.body.malformed', 'keys');
  if (keys.length > limits.idsPerRequest) throw refusal(400, 'request.tooMany');
  if (new Set(keys).size < keys.length) throw refusal(400, 'request.body.malformed', 'keys');
  const hidden = await reading?.hidden(keys);
  const shown = keys.filter((id) => !hidden?.has(id));
  return countsWrites(database) ? readInPortions(database, shown, turn) : database.allDocs({ keys: shown });
}

/** The embedded engine reads revision trees on the main thread: milliseconds for a long history. */
const KEYS_AT_ONCE = 4;

async function readInPortions(database: Database, keys: readonly string[], turn: Turn): Promise<object> {
  const first = await database.allDocs({ keys: keys.slice(0, KEYS_AT_ONCE) });
  const rows = [...first.rows];
  const work = new SlicedTask(turn);
  for (let at = KEYS_AT_ONCE; at < keys.length; at += KEYS_AT_ONCE) {
    await work.yieldWhenDue(KEYS_AT_ONCE);
    const portion = await database.allDocs({ keys: keys.slice(at, at + KEYS_AT_ONCE) });
    for (const row of portion.rows) rows.push(row);
  }
  return { ...first, rows };
}

const PORTION_BYTES = 2 * 1024 * 1024;
/** Documents of the first two portions, of unknown size. */
const FIRST_PORTION = 100;
const LARGEST_PORTION = 200;
const AT_ONCE = 2;

const OPENING = Buffer.from('{"results":[');
const COMMA = Buffer.from(',');
const CLOSING = Buffer.from(']}');

/**
 * In portions of bounded size: two are read at a time, so an answer of 64 MB holds three. A failure before the first
 * portion is an error; a later one cuts the answer, which no reader takes for complete.
 */
async function sendDocuments(database: Told, asked: readonly AskedDocument[], turn: Turn): Promise<Readable> {
  const portions = readPortions(database, asked, turn);
  const first = await portions.next();
  return Readable.from(toJson(first.done ? Buffer.alloc(0) : first.value, portions));
}

async function* toJson(first: Buffer, rest: AsyncGenerator<Buffer, void>): AsyncGenerator<Buffer, void> {
  yield OPENING;
  yield first;
  for await (const portion of rest) {
    yield COMMA;
    yield portion;
  }
  yield CLOSING;
}

async function* readPortions(
  database: Told,
  asked: readonly AskedDocument[],
  turn: Turn
): AsyncGenerator<Buffer, void> {
  const ahead: Promise<Portion>[] = [];
  let size = FIRST_PORTION;
  for (let at = 0; at < asked.length || ahead.length > 0;) {
    for (; ahead.length < AT_ONCE && at < asked.length; at += size)
      ahead.push(readPortion(database, asked.slice(at, at + size), turn));
    const portion = await ahead.shift();
    if (portion === undefined) return;
    size = sizeOfNext(portion.documents, portion.text.length);
    yield portion.text;
  }
}

interface Portion {
  readonly documents: number;
  readonly text: Buffer;
}

function readPortion(database: Told, docs: readonly AskedDocument[], turn: Turn): Promise<Portion> {
  const work = new SlicedTask(turn);
  const portion = database
    .bulkGetText(docs, () => work.yieldWhenDue())
    .then((text) => ({ documents: docs.length, text }));
  // Its error is thrown at its turn; an absent reader requests none.
  portion.catch(() => undefined);
  return portion;
}

function sizeOfNext(documents: number, bytes: number): number {
  return Math.min(LARGEST_PORTION, Math.max(1, Math.floor((documents * PORTION_BYTES) / Math.max(1, bytes))));
}
