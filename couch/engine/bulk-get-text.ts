/**
 * Documents by id as JSON text in UTF-8, without the list around them. CouchDB's answer is that already and goes on
 * byte by byte as it came: reading and writing it again made a third of the work of a device's first sync.
 */
import { isStatus } from './document.ts';
import type { Database } from './pouch.ts';
import { EngineError } from './problem.ts';
import { leafOf, readRevisionTree, type RevisionBranch } from './revision-tree.ts';

export interface AskedDocument {
  readonly id: string;
  readonly rev?: string;
}

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

/** One row for each that is asked, in its order, as CouchDB answers: its own replicator goes by the order. */
async function write(database: Database, docs: readonly AskedDocument[]): Promise<Buffer> {
  const treeOf = readEachOnce((id) => readRevisionTree(database, id));
  const rows = await Promise.all(
    docs.map(async (asked) => ({ id: asked.id, docs: [await read(database, asked, treeOf)] }))
  );
  return Buffer.from(rows.map((row) => JSON.stringify(row)).join(','));
}

/**
 * The leaf of an asked revision is looked up here: PouchDB's own `latest` throws inside of a callback of the engine,
 * where nobody can catch it, for a revision that is not there.
 */
async function read(
  database: Database,
  { id, rev }: AskedDocument,
  treeOf: (id: string) => Promise<readonly RevisionBranch[]>
): Promise<object> {
  const leaf = rev === undefined ? rev : leafOf(await treeOf(id), rev);
  if (leaf === null) return toError(id, rev, { status: 404 });
  try {
    return { ok: await database.get(id, { revs: true, ...(leaf === undefined ? {} : { rev: leaf }) }) };
  } catch (error) {
    return toError(id, rev, error);
  }
}

/** The engine's own error carries a stack with the paths of the server's files (threats P9). */
function toError(id: string, rev: string | undefined, error: unknown): object {
  const [told, reason] = isStatus(error, 404) ? ['not_found', 'missing'] : ['failed', 'failed'];
  // Without a revision CouchDB tells this word, too.
  return { error: { id, rev: rev ?? 'undefined', error: told, reason } };
}

function readEachOnce<T>(read: (id: string) => Promise<T>): (id: string) => Promise<T> {
  const begun = new Map<string, Promise<T>>();
  return (id) => {
    const known = begun.get(id) ?? read(id);
    begun.set(id, known);
    return known;
  };
}
