/**
 * Each database that clients replicate has an epoch id, made once. A database that was deleted and made
 * again has another one, and clients stop instead of refilling or emptying it by accident (threats P8).
 */
import { randomUUID } from 'node:crypto';
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';

const ID = '_local/epoch';

/** Null where the database was made by other hands than provisioning. */
export async function readEpoch(database: Database): Promise<string | null> {
  const { epoch = null } = (await readDocument<{ readonly epoch?: unknown }>(database, ID)) ?? {};
  return typeof epoch === 'string' && epoch !== '' ? epoch : null;
}

/** Two processes may race: the first id counts for both. */
export async function ensureEpoch(database: Database): Promise<string> {
  const held = await readEpoch(database);
  if (held !== null) return held;
  const epoch = randomUUID();
  // What names no epoch was written by other hands, and gives way.
  const { _rev } = (await readDocument<{ readonly _rev?: string }>(database, ID)) ?? {};
  if (await putUnlessChanged(database, { _id: ID, epoch, ...(_rev ? { _rev } : {}) })) return epoch;
  return ensureEpoch(database);
}
