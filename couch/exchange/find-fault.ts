/**
 * Faults of a stored act: altered or missing. The id is the hash of the content, so any alteration shows, even by the
 * database's administrator (threats P3).
 */
import { isActId } from '#lib/domain/act/act-id.ts';
import { isIntact } from '#lib/domain/act/parse-act.ts';
import type { FaultStage } from '#lib/domain/exchange/receipts.ts';
import type { ActId } from '#lib/domain/ids.ts';

export type { FaultStage } from '#lib/domain/exchange/receipts.ts';

export interface HeldIn {
  readonly epoch: string | null;
}

export interface Fault {
  readonly id: ActId;
  readonly stage: FaultStage;
  /** Only for an act missing without trace. */
  readonly heldIn?: HeldIn;
  /** Found by a country's own server in its copy, which differs from the one here. */
  readonly isElsewhere?: true;
}

export interface ToldByServer {
  readonly id: ActId;
  readonly stage: FaultStage | 'held';
}

/** `document`: the winning revision, null for a tombstone. Null if it is correct or not an act. */
export function findFault({ id, document }: { id: string; document: object | null }): Fault | null {
  if (!isActId(id)) return null;
  if (document === null) return { id, stage: 'missing' };
  return isIntact(document) ? null : { id, stage: 'altered' };
}

export function findFaults(changes: readonly { id: string; document: object | null }[]): Fault[] {
  return changes.flatMap((change) => findFault(change) ?? []);
}
