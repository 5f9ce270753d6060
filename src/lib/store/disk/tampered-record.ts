/** This device's records of acts found altered or deleted. */
import type { ActId, AuthorityCode, Instant } from '#lib/domain/ids.ts';
import type { TamperedAct } from '../api.ts';

export interface ActFault {
  readonly id: ActId;
  readonly found: TamperedAct['found'];
}

export interface TamperedRecord extends ActFault {
  readonly where: AuthorityCode;
  readonly at: Instant;
}

/** Equal for all findings on one act in one database. */
export function tamperedKey({ id, found, where }: Omit<TamperedRecord, 'at'>): string {
  return `${where} ${found} ${id}`;
}
