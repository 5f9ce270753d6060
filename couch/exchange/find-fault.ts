/**
 * Faults of a stored act: altered or missing. The id is the hash of the content, so any alteration shows, even by the
 * database's administrator (threats P3).
 */
import { inTurns } from '#couch/base/turns.ts';
import { readEpoch } from '#couch/database/named-database.ts';
import { isStatus, type Database } from '#couch/engine/engine.ts';
import { isActId } from '#lib/domain/act/act-id.ts';
import { isIntact } from '#lib/domain/act/parse-act.ts';
import type { FaultStage } from '#lib/domain/exchange/receipts.ts';
import type { ActId } from '#lib/domain/ids.ts';

export type { FaultStage } from '#lib/domain/exchange/receipts.ts';

export interface Fault {
  readonly id: ActId;
  readonly stage: FaultStage;
  readonly heldIn?: { readonly epoch: string | null };
  /** Found by a country's own server in its copy, which differs from the one here. */
  readonly isElsewhere?: true;
}

export interface ToldByServer {
  readonly id: ActId;
  readonly stage: FaultStage | 'held';
}

interface Stored {
  readonly id: string;
  /** The winning revision; null for a tombstone. */
  readonly document: object | null;
}

function findFault({ id, document }: Stored): Fault | null {
  if (!isActId(id)) return null;
  if (document === null) return { id, stage: 'missing' };
  return isIntact(document) ? null : { id, stage: 'altered' };
}

export function findFaults(changes: readonly Stored[]): Fault[] {
  return changes.flatMap((change) => findFault(change) ?? []);
}

/** `absent`: without the trace that a deletion leaves. */
type Fate = 'held' | 'altered' | 'deleted' | 'absent';

/** Each act is read separately: a cluster then asks most copies, but one copy for a list. */
export async function readFates(
  database: Database,
  ids: readonly ActId[]
): Promise<ReadonlyMap<ActId, Fate>> {
  const fates = new Map<ActId, Fate>();
  await inTurns([...new Set(ids)], async (id) => void fates.set(id, await readFate(database, id)));
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
 * The recheck before a finding. Proofs of holding are read before it, so that a later copy is seen; the epoch after it,
 * since a replaced database is not the one of the proof.
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
