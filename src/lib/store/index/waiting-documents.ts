import type { Act } from '#lib/domain/act/body.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { StoredDocument } from '../disk/pouch.ts';

/** Acts from a file count nowhere until the server has accepted them; then they arrive like any other. */
export const BROUGHT_OUT = 'kept:out:brought:';

export interface BroughtAct {
  readonly act: Act;
  /** Empty while it waits. */
  readonly problems: readonly Problem[];
}

export function listBrought(documents: Iterable<StoredDocument>): BroughtAct[] {
  const brought: BroughtAct[] = [];
  for (const { _id, act, problems = [] } of documents)
    if (_id.startsWith(BROUGHT_OUT))
      brought.push({ act: act as Act, problems: problems as readonly Problem[] });
  return brought;
}

export function isRefusedBrought({ _id, problems }: StoredDocument): boolean {
  return _id.startsWith(BROUGHT_OUT) && problems !== undefined;
}

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

export function isWaiting(
  documents: Iterable<StoredDocument>,
  prefix: typeof BROUGHT_OUT | typeof SCAN_OUT
): boolean {
  for (const { _id, problems } of documents)
    if (_id.startsWith(prefix) && problems === undefined) return true;
  return false;
}
