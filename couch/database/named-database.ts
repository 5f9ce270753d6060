/** Opens a database with its epoch, which shows that it exists. */
import { EngineError, isStatus, type Engine } from '#couch/engine/engine.ts';
import { ensureEpoch, readEpoch } from './epoch.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import type { NamedDatabase } from './registers.ts';

/** Null if the database does not exist. One without an epoch gets one. */
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
    // A deleted database refuses its old service user.
    if (isStatus(error, 404) || (isStatus(error, 401) && !(await engine.exists(name)))) return null;
    throw error;
  }
}
