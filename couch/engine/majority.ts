/**
 * Majority writes: CouchDB answers 202 if fewer than a majority of its copies took a write. Here that is a failure, so
 * that the caller repeats it. `stored-copies.ts` checks documents with given revisions, for which CouchDB gives no such
 * answer.
 */
import type { Fetch } from './answer-in-time.ts';
import type { Nodes } from './contract.ts';
import { EngineError } from './problem.ts';

/** CouchDB keeps three copies of each document, or one on each node of a smaller cluster. */
const MAX_COPIES = 3;

/** These start work that continues after the answer, and store nothing. */
const IS_WORK = /\/_(?:compact|view_cleanup)(?:$|[/?])/;
const STORES = /\/_(?:bulk_docs|purge)(?:$|\?)/;

export function majorityOf(copies: number): number {
  return Math.floor(copies / 2) + 1;
}

/** True if enough nodes are connected for a majority of the copies of every document. */
export function canStore({ configured, connected }: Nodes): boolean {
  const copies = Math.min(MAX_COPIES, configured);
  return configured - connected <= copies - majorityOf(copies);
}

/** `nodes`: last known. With too few nothing is written that must be repeated. */
export function fetchStored(fetch: Fetch, nodes: () => Nodes | null): Fetch {
  return async (url, options) => {
    const seen = nodes();
    if (seen !== null && !canStore(seen) && isWrite(url, options)) throw tooFewCopies();
    const response = await fetch(url, options);
    if (response.status !== 202 || IS_WORK.test(url)) return response;
    await response.body?.cancel();
    throw tooFewCopies();
  };
}

function isWrite(url: string, { method = 'GET' }: RequestInit): boolean {
  return method === 'PUT' || method === 'DELETE' || (method === 'POST' && STORES.test(url));
}

export function tooFewCopies(): EngineError {
  return new EngineError('too-few-copies', 'Fewer than a majority of CouchDB’s copies have stored it.');
}
