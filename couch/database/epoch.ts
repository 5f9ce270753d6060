/**
 * A database's epoch id, made once. Clients stop at another epoch instead of refilling or emptying a recreated database
 * (threats P8).
 */
import { randomUUID } from 'node:crypto';
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';

const ID = '_local/epoch';

/** Null if the database was not made by provisioning. */
export async function readEpoch(database: Database): Promise<string | null> {
  const { epoch = null } = (await readDocument<{ readonly epoch?: unknown }>(database, ID)) ?? {};
  return typeof epoch === 'string' && epoch !== '' ? epoch : null;
}

/** Two processes can race: the first id counts for both. */
export async function ensureEpoch(database: Database): Promise<string> {
  const held = await readEpoch(database);
  if (held !== null) return held;
  const epoch = randomUUID();
  // Not written by I2ES, so it is replaced.
  const { _rev } = (await readDocument<{ readonly _rev?: string }>(database, ID)) ?? {};
  if (await putUnlessChanged(database, { _id: ID, epoch, ...(_rev ? { _rev } : {}) })) return epoch;
  return ensureEpoch(database);
}
