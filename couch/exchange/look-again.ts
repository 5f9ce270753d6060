/**
 * The last check before a finding. Proofs of holding are read first, so that a later copy is seen. Each act is read
 * separately: a cluster then asks most copies, but one copy for a list.
 */
import { isStatus, type Database } from '#couch/engine/engine.ts';
import { readEpoch } from '#couch/database/named-database.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { findFault, type Fault } from './find-fault.ts';

/** `absent`: without the trace that a deletion leaves. */
type Fate = 'held' | 'altered' | 'deleted' | 'absent';

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

/** The epoch is read last, since a replaced database is not the one of the proof. */
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
