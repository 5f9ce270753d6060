/**
 * Documents by id as JSON text in UTF-8, without the list around them. CouchDB's answer passes through as bytes:
 * parsing and writing it again took a third of a device's first sync.
 */
import type { AskedDocument, Database, Pause } from './database.ts';
import { EngineError } from './problem.ts';
import { readEach } from './read-each.ts';
import {
  findIn,
  finderIn,
  readRevision,
  readRevisionTree,
  type FindRevision,
  type FoundRevision
} from './revision-tree.ts';

/** Method of the HTTP adapter: a request as the database's user. */
interface HttpDatabase {
  readonly adapter: string;
  fetch(path: string, options: RequestInit): Promise<Response>;
}

const OPENING = Buffer.from('{"results":[');
const CLOSING = /\]\}\s*$/;
/** The end of the list, with the blanks that CouchDB might add. */
const MAX_CLOSING = 8;

export const bulkGetText = {
  /** `{"id":…,"docs":[…]}` of each, with commas between and the history of each revision. */
  async bulkGetText(this: Database, docs: readonly AskedDocument[], pause?: Pause): Promise<Buffer> {
    const database = this as unknown as HttpDatabase;
    return database.adapter === 'http' ? passOn(database, docs) : write(this, docs, pause);
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
  const [closing = null] = CLOSING.exec(text.toString('latin1', text.length - MAX_CLOSING)) ?? [];
  const isWhole = text.subarray(0, OPENING.length).equals(OPENING) && closing !== null;
  if (!isWhole) throw new EngineError('couchdb-unreachable', 'CouchDB broke off.');
  return text.subarray(OPENING.length, text.length - closing.length);
}

/** One row per request in the same order: CouchDB's replicator relies on the order. */
async function write(database: Database, docs: readonly AskedDocument[], pause?: Pause): Promise<Buffer> {
  const reading = new Reading(database);
  const texts = await readEach(
    docs,
    async (asked) => JSON.stringify({ id: asked.id, docs: [await tell(reading, asked)] }),
    pause
  );
  return Buffer.from(texts.join(','));
}

/** A failure appears in its row, and the others are sent. */
async function tell(reading: Reading, { id, rev }: AskedDocument): Promise<object> {
  try {
    const told = await reading.read(id, rev);
    return told === null ? toError(id, rev, 'not_found', 'missing') : { ok: told };
  } catch {
    return toError(id, rev, 'failed', 'failed');
  }
}

/**
 * Thousands of revisions of one document can be requested, and the engine rereads its whole tree for each. Here the
 * tree is read once. Of many replaced by one revision, only the first row has the history: a writer in this order then
 * has it, and 20,000 replaced revisions would send hundreds of megabytes.
 */
class Reading {
  readonly #database: Database;
  readonly #finders = new Map<string, Promise<FindRevision>>();
  readonly #read = new Map<string, Promise<Told | null>>();

  constructor(database: Database) {
    this.#database = database;
  }

  async read(id: string, rev: string | undefined): Promise<Told | null> {
    if (rev === undefined) return readLatest(this.#database, id, rev);
    const finder = this.#finders.get(id) ?? readRevisionTree(this.#database, id).then(finderIn);
    this.#finders.set(id, finder);
    const found = (await finder)(rev);
    if (found === null) return null;
    const name = `${found.leaf} ${id}`;
    const before = this.#read.get(name);
    if (before) return withoutHistory(await before);
    const read = readLatest(this.#database, id, found.leaf);
    this.#read.set(name, read);
    return read;
  }
}

interface Told {
  readonly _id: string;
  readonly _rev: string;
  readonly _revisions: FoundRevision['history'];
}

function withoutHistory(told: Told | null): Told | null {
  return told && { ...told, _revisions: { ...told._revisions, ids: told._revisions.ids.slice(0, 1) } };
}

/** PouchDB's own `latest` throws inside an engine callback, where it cannot be caught, for a missing revision. */
async function readLatest(database: Database, id: string, rev: string | undefined): Promise<Told | null> {
  const stored = await readRevision(database, id, rev);
  const tree = stored?.tree ?? (await readRevisionTree(database, id));
  const asked = rev ?? stored?.document._rev;
  const found = asked === undefined ? null : findIn(tree, asked);
  if (found === null) return null;
  if (found.leaf !== asked) return readLatest(database, id, found.leaf);
  return stored && { ...stored.document, _revisions: found.history };
}

/** Without a revision CouchDB returns its own word, `undefined`. */
function toError(id: string, rev: string | undefined, error: string, reason: string): object {
  return { error: { id, rev: rev ?? 'undefined', error, reason } };
}
