/**
 * Replication checkpoints, each person's under their own name, so that nobody reads or writes another's
 * (bare CouchDB lists them to every member). A person's oldest give way to new ones. What a client says of an
 * older revision proves nothing: CouchDB takes any for a local document, so that what is there is looked up.
 */
import { createHash } from 'node:crypto';
import {
  isStatus,
  putUnlessChanged,
  readDocument,
  type Database,
  type WrittenDocument
} from '#couch/engine/engine.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { Mutex } from '#couch/base/mutex.ts';
import { notFound, refusal } from '../bounds/refusal.ts';

/** Whose, in which database, and under which name. */
export interface Checkpoint {
  readonly database: Database;
  readonly name: string;
  readonly person: string;
  readonly id: string;
}

interface Held {
  readonly _id: string;
  readonly _rev?: string;
}

/** How many of those that came past the bound are taken away with one that is new. */
const MAX_SURPLUS = 100;

export class Checkpoints {
  readonly #most: number;
  /** Of a person in a database: what is counted is written before the next is counted. */
  readonly #turns = new Mutex();

  constructor(most: number) {
    this.#most = most;
  }

  async read({ database, person, id }: Checkpoint): Promise<object> {
    const held = await readDocument<Held>(database, storedId(person, id));
    if (!held) throw notFound();
    return { ...held, _id: `_local/${id}` };
  }

  async write(checkpoint: Checkpoint, body: unknown): Promise<object> {
    if (!isPlainObject(body) || !isCheckpoint(body, checkpoint.id))
      throw refusal(400, 'request.body.malformed');
    const { name, person } = checkpoint;
    return this.#turns.run(`${name} ${person}`, () => this.#writeInTurn(checkpoint, body));
  }

  async #writeInTurn({ database, person, id }: Checkpoint, body: Record<string, unknown>): Promise<object> {
    const _id = storedId(person, id);
    const held = await readDocument<Held>(database, _id);
    if (held === null) await this.#makeRoom(database, person, _id);
    else if (body['_rev'] !== held._rev) throw refusal(409, 'checkpoint.changed');
    const { _id: _named, _rev: _claimed, _revisions: _history, ...content } = body;
    const document = { ...content, _id, ...(held?._rev === undefined ? {} : { _rev: held._rev }) };
    try {
      const { rev } = await database.put(document as WrittenDocument);
      return { ok: true, id: `_local/${id}`, rev };
    } catch (error) {
      if (isStatus(error, 409)) throw refusal(409, 'checkpoint.changed');
      throw error;
    }
  }

  /**
   * Each person's are noted in the order in which they came. What CouchDB holds beside them, written through two
   * gateways at once or before they were counted, gives way first; the embedded engine has one writer, and no list.
   */
  async #makeRoom(database: Database, person: string, id: string): Promise<void> {
    const noteId = `_local/checkpoints:${person}`;
    const listed = (await database.localIds(beginningOf(person), this.#most + MAX_SURPLUS)) ?? [];
    for (;;) {
      const note = await readDocument<Held & { readonly ids?: unknown }>(database, noteId);
      const noted = listNoted(note?.ids, person).filter((one) => one !== id);
      const ids = [...listed.filter((one) => one !== id && !noted.includes(one)), ...noted, id];
      const gone = ids.splice(0, Math.max(0, ids.length - this.#most));
      const document = { _id: noteId, ids, ...(note?._rev ? { _rev: note._rev } : {}) };
      if (!(await putUnlessChanged(database, document))) continue;
      for (const old of gone) await drop(database, old);
      return;
    }
  }
}

/** Whoever keeps the database may have written anything there: what is no checkpoint of theirs is none (threats P6). */
function listNoted(ids: unknown, person: string): string[] {
  if (!Array.isArray(ids)) return [];
  return ids.filter((one) => typeof one === 'string' && one.startsWith(beginningOf(person)));
}

function beginningOf(person: string): string {
  return `_local/checkpoint:${person}:`;
}

function storedId(person: string, id: string): string {
  return beginningOf(person) + createHash('sha256').update(id).digest('base64url');
}

/** CouchDB's own replicator sends the history of a local document along, which has none. */
const RESERVED = ['_id', '_rev', '_revisions'];

function isCheckpoint(body: Record<string, unknown>, id: string): boolean {
  const stray = Object.keys(body).some((key) => key.startsWith('_') && !RESERVED.includes(key));
  const revision = body['_rev'];
  const named = body['_id'] === undefined || body['_id'] === `_local/${id}`;
  return (
    !stray &&
    named &&
    (revision === undefined || (typeof revision === 'string' && /^0-[0-9]{1,12}$/.test(revision)))
  );
}

async function drop(database: Database, id: string): Promise<void> {
  const held = await readDocument<Held>(database, id);
  if (held?._rev) await database.remove(id, held._rev);
}
