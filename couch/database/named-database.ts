/** The epoch shows that the database exists. */
import { randomUUID } from 'node:crypto';
import {
  EngineError,
  isStatus,
  putUnlessChanged,
  readDocument,
  type Database,
  type Engine
} from '#couch/engine/engine.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import type { NamedDatabase } from './registers.ts';

export async function openNamed(
  engine: Engine,
  name: string,
  reader?: AuthorityCode
): Promise<NamedDatabase | null> {
  try {
    const database = reader === undefined ? engine.open(name) : engine.openFor(reader, name);
    const epoch = await readEpoch(database);
    if (epoch !== null) return { name, epoch, database };
    if (!(await engine.exists(name))) return null;
    return { name, database, epoch: await ensureEpoch(engine.open(name)) };
  } catch (error) {
    if (error instanceof EngineError && error.trouble === 'database-missing') return null;
    if (isStatus(error, 404) || (isStatus(error, 401) && !(await engine.exists(name)))) return null;
    throw error;
  }
}

/** Clients stop at another epoch instead of refilling or emptying a recreated database (threats P8). */
const ID = '_local/epoch';

export async function readEpoch(database: Database): Promise<string | null> {
  const { epoch = null } = (await readDocument<{ readonly epoch?: unknown }>(database, ID)) ?? {};
  return typeof epoch === 'string' && epoch !== '' ? epoch : null;
}

/** When it was filled from a backup or an archive; null for one that never was. */
export async function readRestoredAt(database: Database): Promise<Instant | null> {
  const { restoredAt } = (await readDocument<{ readonly restoredAt?: unknown }>(database, ID)) ?? {};
  return isInstant(restoredAt) ? restoredAt : null;
}

/** The first id counts for both of two processes. `restoredAt`: of a database that was filled from a copy. */
export async function ensureEpoch(database: Database, restoredAt?: Instant): Promise<string> {
  const held = await readEpoch(database);
  if (held !== null) return held;
  const epoch = randomUUID();
  // Not written by I2ES.
  const { _rev } = (await readDocument<{ readonly _rev?: string }>(database, ID)) ?? {};
  if (
    await putUnlessChanged(database, {
      _id: ID,
      epoch,
      ...(restoredAt ? { restoredAt } : {}),
      ...(_rev ? { _rev } : {})
    })
  )
    return epoch;
  return ensureEpoch(database, restoredAt);
}
