/** They count nowhere until the server has accepted them; then they arrive like any other. */
import type { Act } from '#lib/domain/act/body.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { StoredDocument } from '../disk/pouch.ts';

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

export function isBroughtWaiting(documents: Iterable<StoredDocument>): boolean {
  for (const { _id, problems } of documents)
    if (_id.startsWith(BROUGHT_OUT) && problems === undefined) return true;
  return false;
}
