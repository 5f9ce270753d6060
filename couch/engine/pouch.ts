/**
 * PouchDB for the backend: two adapters, replication, views by name, and questions that PouchDB answers slowly or not at
 * all; no other plugin.
 */
import { inTurns } from '#couch/base/turns.ts';
import HttpAdapter from 'pouchdb-adapter-http';
import LevelAdapter from 'pouchdb-adapter-leveldb';
import PouchCore from 'pouchdb-core';
import Replication from 'pouchdb-replication';
import {
  countsWrites,
  type AskedDocument,
  type AskedRevisions,
  type Database,
  type MissingRevisions,
  type Pause
} from './contract.ts';
import { viewsByName } from './maps.ts';
import { EngineError } from './problem.ts';
import {
  finderIn,
  findIn,
  missingOf,
  readRevision,
  readRevisionTree,
  type FindRevision,
  type FoundRevision
} from './revisions.ts';

/** Node's default of ten gives false warnings. */
const MAX_LISTENERS = 1000;

/** The embedded engine answers from its trees; CouchDB is asked as the database's user. */
const questions: ThisType<Database> &
  Pick<Database, 'bulkGetText' | 'revisionsDiff' | 'localIds' | 'confirmStored'> = {
  bulkGetText(docs, pause) {
    return countsWrites(this) ? writeDocuments(this, docs, pause) : passOn(this, docs);
  },
  async revisionsDiff(asked, pause) {
    if (countsWrites(this)) return findMissing(this, asked, pause);
    return (await this.revsDiff(asked as Record<string, string[]>)) as MissingRevisions;
  },
  async localIds(beginning, most) {
    if (countsWrites(this)) return null;
    const [first, last] = [beginning, `${beginning}\ufff0`].map((key) =>
      encodeURIComponent(JSON.stringify(key))
    );
    const response = await this.fetch(`_local_docs?startkey=${first}&endkey=${last}&limit=${most}`, {});
    if (!response.ok)
      throw Object.assign(new Error('CouchDB gave no local documents'), { status: response.status });
    const { rows } = (await response.json()) as { readonly rows: readonly { readonly id: string }[] };
    return rows.map(({ id }) => id);
  },
  confirmStored: () => Promise.resolve()
};

interface PouchClass {
  new (name: string, options: object): Database;
  readonly prototype: object;
  setMaxListeners(most: number): void;
}

/** `plugin` would change the class that the whole process shares. */
const Pouch = PouchCore.defaults({}) as PouchClass & typeof PouchCore;
for (const plugin of [HttpAdapter, LevelAdapter, Replication] as ((on: PouchClass) => void)[]) plugin(Pouch);
Object.assign(Pouch.prototype, viewsByName, questions);
Pouch.setMaxListeners(MAX_LISTENERS);

export function openPouch(name: string, options: object): Database {
  const database: Database = new Pouch(name, options);
  database.setMaxListeners(MAX_LISTENERS);
  return database;
}

/** PouchDB compares each revision with each, which is slow for hundreds of one document. */
async function findMissing(
  database: Database,
  asked: AskedRevisions,
  pause?: Pause
): Promise<MissingRevisions> {
  const rows = await readEach(
    Object.entries(asked),
    async ([id, revisions]) => {
      const missing = missingOf(await readRevisionTree(database, id), revisions);
      return [id, { missing }] as const;
    },
    pause
  );
  return Object.fromEntries(rows.filter(([, { missing }]) => missing.length > 0));
}

const OPENING = Buffer.from('{"results":[');
const CLOSING = /\]\}\s*$/;
/** The end of the list, with the blanks that CouchDB might add. */
const MAX_CLOSING = 8;

/**
 * CouchDB's answer passes through as bytes: parsing and writing it again took a third of a device's first sync.
 */
async function passOn(database: Database, docs: readonly AskedDocument[]): Promise<Buffer> {
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

/** CouchDB's replicator relies on the order of the rows. */
async function writeDocuments(
  database: Database,
  docs: readonly AskedDocument[],
  pause?: Pause
): Promise<Buffer> {
  const reading = new Reading(database);
  const texts = await readEach(
    docs,
    async (asked) => JSON.stringify({ id: asked.id, docs: [await tell(reading, asked)] }),
    pause
  );
  return Buffer.from(texts.join(','));
}

async function tell(reading: Reading, { id, rev }: AskedDocument): Promise<object> {
  try {
    const told = await reading.read(id, rev);
    return told === null ? toError(id, rev, 'not_found', 'missing') : { ok: told };
  } catch {
    return toError(id, rev, 'failed', 'failed');
  }
}

/**
 * The engine rereads a document's whole tree for each of thousands of requested revisions; here it is read once. Of
 * many replaced by one revision, only the first row has the history: a writer in this order then has it, and 20,000
 * replaced revisions would send hundreds of megabytes.
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

/** PouchDB's own `latest` throws for a missing revision inside an engine callback, where it cannot be caught. */
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

/** Thousands of revisions cost milliseconds each on the main thread, so reading all together would block it. */
export function readEach<T, R>(
  items: readonly T[],
  read: (item: T) => Promise<R>,
  pause: Pause = () => Promise.resolve()
): Promise<R[]> {
  return inTurns(items, async (item) => {
    const result = await read(item);
    await pause();
    return result;
  });
}
