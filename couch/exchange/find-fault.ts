/**
 * What is wrong with an act as a database holds it now: it is no more what was stated, or it is gone. The
 * id is the hash of the content, so that whoever alters one betrays himself (threats P3), the administrator
 * of the database included.
 */
import { isActId } from '#lib/domain/act/act-id.ts';
import { isIntact } from '#lib/domain/act/is-intact.ts';
import type { ActId } from '#lib/domain/ids.ts';

export type FaultStage = 'altered' | 'missing';

export interface Fault {
  readonly id: ActId;
  readonly stage: FaultStage;
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
