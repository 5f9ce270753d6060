/**
 * The last look before somebody is accused. Whatever proves that a database held an act was read before it, so
 * that a copy that was written meanwhile is seen; and each act is asked for by itself, since a cluster answers
 * that by most of its copies and a list by one, which may be behind.
 */
import { isStatus, type Database } from '#couch/engine/engine.ts';
import { readEpoch } from '#couch/database/epoch.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { findFault, type Fault } from './find-fault.ts';

/** `absent`: no trace of it, where a deletion leaves one. */
export type Fate = 'held' | 'altered' | 'deleted' | 'absent';

const AT_ONCE = 8;

export async function readFates(
  database: Database,
  ids: readonly ActId[]
): Promise<ReadonlyMap<ActId, Fate>> {
  const left = [...new Set(ids)];
  const fates = new Map<ActId, Fate>();
  const work = async (): Promise<void> => {
    for (let id = left.shift(); id !== undefined; id = left.shift())
      fates.set(id, await readFate(database, id));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return fates;
}

async function readFate(database: Database, id: ActId): Promise<Fate> {
  try {
    return findFault({ id, document: await database.get(id) }) === null ? 'held' : 'altered';
  } catch (error) {
    if (!isStatus(error, 404)) throw error;
    return (error as { readonly reason?: unknown }).reason === 'deleted' ? 'deleted' : 'absent';
  }
}

/**
 * What is still amiss, as it is now. The epoch is asked for last: a database that was replaced meanwhile is
 * another one than that of which anything was proved.
 */
export async function listStillAmiss(
  database: Database,
  faults: readonly Fault[]
): Promise<readonly Fault[]> {
  const ids = faults.flatMap(({ id, isElsewhere }) => (isElsewhere ? [] : [id]));
  const fates = await readFates(database, ids);
  const isAnyAbsent = ids.some((id) => fates.get(id) === 'absent');
  const epoch = isAnyAbsent ? await readEpoch(database) : null;
  return faults.flatMap((fault): Fault[] => {
    const fate = fault.isElsewhere ? fault.stage : fates.get(fault.id);
    if (fate === 'altered') return [{ ...fault, stage: 'altered' }];
    if (fate === 'deleted' || fate === 'missing') return [{ ...fault, stage: 'missing' }];
    return fate === 'absent' && fault.heldIn?.epoch === epoch ? [{ ...fault, stage: 'missing' }] : [];
  });
}
