/** Opens a database and reads its epoch, which also tells whether it is there. */
import { EngineError, isStatus, type Engine } from '#couch/engine/engine.ts';
import { ensureEpoch, readEpoch } from './epoch.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import type { NamedDatabase } from './registers.ts';

/**
 * For whoever acts for `reader`, or for the system itself. Null where there is no such database. One that was
 * made by other hands is given its epoch now.
 */
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
    // A database that is gone refuses its former service user.
    if (isStatus(error, 404) || (isStatus(error, 401) && !(await engine.exists(name)))) return null;
    throw error;
  }
}
