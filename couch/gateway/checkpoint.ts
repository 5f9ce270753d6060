/**
 * Replication checkpoints, each person's under his own name, so that nobody reads or writes another's
 * (bare CouchDB lists them to every member). A person's oldest give way to new ones.
 */
import { createHash } from 'node:crypto';
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';
import { isPlainObject } from '#lib/domain/act/shape.ts';
import type { Limits } from './limits.ts';
import { notFound, refusal } from './refusal.ts';

interface Held {
  readonly _id: string;
  readonly _rev?: string;
}

function storedId(person: string, id: string): string {
  const hash = createHash('sha256').update(id).digest('base64url');
  return `_local/checkpoint:${person}:${hash}`;
}

export async function readCheckpoint(database: Database, person: string, id: string): Promise<object> {
  const held = await readDocument<Held>(database, storedId(person, id));
  if (!held) throw notFound();
  return { ...held, _id: `_local/${id}` };
}

export async function writeCheckpoint(
  database: Database,
  person: string,
  id: string,
  body: unknown,
  limits: Limits
): Promise<object> {
  if (!isPlainObject(body) || !isCheckpoint(body, id)) throw refusal(400, 'request.body.malformed');
  const _id = storedId(person, id);
  if (body['_rev'] === undefined) await noteCheckpoint(database, person, _id, limits);
  try {
    const { rev } = await database.put({ ...body, _id } as PouchDB.Core.PutDocument<object>);
    return { ok: true, id: `_local/${id}`, rev };
  } catch (error) {
    if ((error as { status?: number }).status === 409) throw refusal(409, 'checkpoint.changed');
    throw error;
  }
}

function isCheckpoint(body: Record<string, unknown>, id: string): boolean {
  const stray = Object.keys(body).some((key) => key.startsWith('_') && key !== '_id' && key !== '_rev');
  const revision = body['_rev'];
  const named = body['_id'] === undefined || body['_id'] === `_local/${id}`;
  return (
    !stray &&
    named &&
    (revision === undefined || (typeof revision === 'string' && /^0-[0-9]{1,12}$/.test(revision)))
  );
}

/** Local documents cannot be listed, so each person's are noted. */
async function noteCheckpoint(database: Database, person: string, id: string, limits: Limits): Promise<void> {
  const noteId = `_local/checkpoints:${person}`;
  for (;;) {
    const note = await readDocument<Held & { ids: string[] }>(database, noteId);
    const ids = (note?.ids ?? []).filter((held) => held !== id).concat(id);
    const gone = ids.splice(0, Math.max(0, ids.length - limits.checkpointsPerPerson));
    const document = { _id: noteId, ids, ...(note?._rev ? { _rev: note._rev } : {}) };
    if (!(await putUnlessChanged(database, document))) continue;
    for (const old of gone) await dropCheckpoint(database, old);
    return;
  }
}

async function dropCheckpoint(database: Database, id: string): Promise<void> {
  const held = await readDocument<Held>(database, id);
  if (held?._rev) await database.remove(id, held._rev);
}
