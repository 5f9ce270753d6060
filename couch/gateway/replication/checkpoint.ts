/**
 * Unreadable for others (bare CouchDB lists them to every member). New ones replace the oldest. Stored ones are looked
 * up, since CouchDB accepts any revision of a local document.
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
import { Mutex } from '#couch/base/turns.ts';
import { notFound, refusal } from '../bounds/refusal.ts';

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

const MAX_SURPLUS = 100;

export class Checkpoints {
  readonly #most: number;
  /** Per person and database: a count is saved before the next. */
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
   * Checkpoints are noted in order of arrival. Uncounted ones on CouchDB, from concurrent gateways or older versions,
   * are removed first. The embedded engine has one writer and no list.
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

/** The server operator can write anything here, so other ids are ignored (threats P6). */
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

/** CouchDB's replicator sends a history along, which local documents do not have. */
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
