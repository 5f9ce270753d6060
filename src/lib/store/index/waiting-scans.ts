import type { Problem } from '#lib/domain/result.ts';
import type { StoredDocument } from '../disk/pouch.ts';

export const SCAN_OUT = 'kept:out:scan:';
export const SCAN_KEPT = 'kept:scan:';

export interface ScanStanding {
  readonly isWaiting: boolean;
  readonly isKept: boolean;
  readonly problems: readonly Problem[];
}

export function scanStanding(documents: Iterable<StoredDocument>, sha256: string): ScanStanding {
  let isKept = false;
  let waiting: StoredDocument | null = null;
  for (const document of documents) {
    if (document._id === SCAN_OUT + sha256) waiting = document;
    if (document._id === SCAN_KEPT + sha256) isKept = true;
  }
  return {
    isWaiting: waiting !== null,
    isKept,
    problems: (waiting?.['problems'] ?? []) as readonly Problem[]
  };
}

export function isScanWaiting(documents: Iterable<StoredDocument>): boolean {
  for (const { _id, problems } of documents)
    if (_id.startsWith(SCAN_OUT) && problems === undefined) return true;
  return false;
}
