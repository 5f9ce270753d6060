/**
 * What is wrong with an act as a database holds it now: it is no more what was stated, or it is gone. The
 * id is the hash of the content, so that whoever alters one is betrayed by it (threats P3), the administrator
 * of the database included.
 */
import { isActId } from '#lib/domain/act/act-id.ts';
import { isIntact } from '#lib/domain/act/is-intact.ts';
import type { FaultStage } from '#lib/domain/exchange/stated-findings.ts';
import type { ActId } from '#lib/domain/ids.ts';

export type { FaultStage } from '#lib/domain/exchange/stated-findings.ts';

export interface HeldIn {
  readonly epoch: string | null;
}

export interface Fault {
  readonly id: ActId;
  readonly stage: FaultStage;
  /** For an act that is simply not there: the epoch of the database that was proved to have held it before. */
  readonly heldIn?: HeldIn;
  /** Found by a country's own server in its copy, of which the one that lies here tells nothing. */
  readonly isElsewhere?: true;
}

/** What a country's own server says of an act in its copy: what is amiss, or that it holds it as it was stated. */
export interface ToldByServer {
  readonly id: ActId;
  readonly stage: FaultStage | 'held';
}

/** `document`: the winning revision, null for a tombstone. Null where nothing is wrong, or where it is no act. */
export function findFault({ id, document }: { id: string; document: object | null }): Fault | null {
  if (!isActId(id)) return null;
  if (document === null) return { id, stage: 'missing' };
  return isIntact(document) ? null : { id, stage: 'altered' };
}

export function findFaults(changes: readonly { id: string; document: object | null }[]): Fault[] {
  return changes.flatMap((change) => findFault(change) ?? []);
}
