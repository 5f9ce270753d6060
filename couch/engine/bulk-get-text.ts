/**
 * Documents by id as JSON text in UTF-8, without the list around them. CouchDB's answer is that already and goes on
 * byte by byte as it came: reading and writing it again made a third of the work of a device's first sync.
 */
import type { Database } from './pouch.ts';
import { EngineError } from './problem.ts';

export interface AskedDocument {
  readonly id: string;
  readonly rev?: string;
}

type BulkGetOptions = Parameters<Database['bulkGet']>[0];
type Found = { readonly ok: object } | { readonly error: object } | { readonly missing: string };

/** What the HTTP adapter has beside PouchDB's own methods: the request under the database's user. */
interface HttpDatabase {
  readonly adapter: string;
  fetch(path: string, options: RequestInit): Promise<Response>;
}

const OPENING = Buffer.from('{"results":[');
const CLOSING = /\]\}\s*$/;
/** What follows the last document, with the blanks that CouchDB may put there. */
const MOST_CLOSING = 8;

export const bulkGetText = {
  /** `{"id":…,"docs":[…]}` of each, with commas between; the history of each revision with it. */
  async bulkGetText(this: Database, docs: readonly AskedDocument[]): Promise<Buffer> {
    const database = this as unknown as HttpDatabase;
    return database.adapter === 'http' ? passOn(database, docs) : write(this, docs);
  }
};

async function passOn(database: HttpDatabase, docs: readonly AskedDocument[]): Promise<Buffer> {
  const response = await database.fetch('_bulk_get?revs=true&latest=true', {
    method: 'POST',
    body: JSON.stringify({ docs }),
    headers: new Headers({ 'content-type': 'application/json', accept: 'application/json' })
  });
  const text = Buffer.from(await response.arrayBuffer());
  if (!response.ok) throw Object.assign(new Error('CouchDB gave no documents'), { status: response.status });
  const [closing = null] = CLOSING.exec(text.toString('latin1', text.length - MOST_CLOSING)) ?? [];
  const isWhole = text.subarray(0, OPENING.length).equals(OPENING) && closing !== null;
  if (!isWhole) throw new EngineError('couchdb-unreachable', 'CouchDB broke off.');
  return text.subarray(OPENING.length, text.length - closing.length);
}

async function write(database: Database, docs: readonly AskedDocument[]): Promise<Buffer> {
  const { results } = await database.bulkGet({ docs, revs: true, latest: true } as unknown as BulkGetOptions);
  const texts = results.map(({ id, docs: found }) =>
    JSON.stringify({ id, docs: (found as readonly Found[]).map(toTold) })
  );
  return Buffer.from(texts.join(','));
}

/** The engine's own error carries a stack with the paths of the server's files (threats P9). */
function toTold(found: Found): object {
  if ('ok' in found) return { ok: found.ok };
  const { status, error } = ('error' in found ? found.error : { status: 404 }) as Record<string, unknown>;
  const told = status === 404 || error === 'not_found' ? 'not_found' : 'failed';
  return { error: { error: told, reason: told === 'not_found' ? 'missing' : 'failed' } };
}
