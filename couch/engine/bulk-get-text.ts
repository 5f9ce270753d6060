/**
 * Documents by id as JSON text, without the list around them. CouchDB's answer is that text already and goes on as it
 * came: reading and writing it again made a third of the work of a device's first sync.
 */
import type { Database } from './pouch.ts';

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

const OPENING = '{"results":[';
const CLOSING = /\]\}\s*$/;

export const bulkGetText = {
  /** `{"id":…,"docs":[…]}` of each, with commas between; the history of each revision with it. */
  async bulkGetText(this: Database, docs: readonly AskedDocument[]): Promise<string> {
    const database = this as unknown as HttpDatabase;
    return database.adapter === 'http' ? passOn(database, docs) : write(this, docs);
  }
};

async function passOn(database: HttpDatabase, docs: readonly AskedDocument[]): Promise<string> {
  const response = await database.fetch('_bulk_get?revs=true&latest=true', {
    method: 'POST',
    body: JSON.stringify({ docs }),
    headers: new Headers({ 'content-type': 'application/json', accept: 'application/json' })
  });
  const text = await response.text();
  if (!response.ok) throw Object.assign(new Error('CouchDB gave no documents'), { status: response.status });
  if (!text.startsWith(OPENING) || !CLOSING.test(text.slice(-8))) throw new Error('CouchDB broke off.');
  return text.slice(OPENING.length).replace(CLOSING, '');
}

async function write(database: Database, docs: readonly AskedDocument[]): Promise<string> {
  const { results } = await database.bulkGet({ docs, revs: true, latest: true } as unknown as BulkGetOptions);
  return results
    .map(({ id, docs: found }) => JSON.stringify({ id, docs: (found as readonly Found[]).map(toTold) }))
    .join(',');
}

/** The engine's own error carries a stack with the paths of the server's files (threats P9). */
function toTold(found: Found): object {
  if ('ok' in found) return { ok: found.ok };
  const { status, error } = ('error' in found ? found.error : { status: 404 }) as Record<string, unknown>;
  const told = status === 404 || error === 'not_found' ? 'not_found' : 'failed';
  return { error: { error: told, reason: told === 'not_found' ? 'missing' : 'failed' } };
}
