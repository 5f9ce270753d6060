/**
 * Each database that clients replicate has an epoch id, made once. A database that was deleted and made
 * again has another one, and clients stop instead of refilling or emptying it by accident (threats P8).
 */
import { randomUUID } from 'node:crypto';
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';

const ID = '_local/epoch';

/** Null where the database was made by other hands than provisioning. */
export async function readEpoch(database: Database): Promise<string | null> {
  return (await readDocument<{ epoch: string }>(database, ID))?.epoch ?? null;
}

/** Two processes may race: the first id counts for both. */
export async function ensureEpoch(database: Database): Promise<string> {
  const held = await readEpoch(database);
  if (held !== null) return held;
  const epoch = randomUUID();
  if (await putUnlessChanged(database, { _id: ID, epoch })) return epoch;
  return ensureEpoch(database);
}
