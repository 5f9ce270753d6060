/**
 * Nothing counts as stored that one lost node could take back. CouchDB answers an ordinary write with 202 where fewer than a
 * majority of its copies took it; here that is no answer, so that the caller repeats the write. Of documents that come
 * with their revisions CouchDB does not say it: `stored-copies.ts` asks the copies.
 */
import type { Fetch } from './answer-in-time.ts';
import type { Nodes } from './contract.ts';
import { EngineError } from './problem.ts';

/** CouchDB keeps three copies of each document, or one on each node of a smaller cluster. */
const MAX_COPIES = 3;

/** These start work that goes on after the answer, and store nothing. */
const IS_WORK = /\/_(?:compact|view_cleanup)(?:$|[/?])/;
const STORES = /\/_(?:bulk_docs|purge)(?:$|\?)/;

export function majorityOf(copies: number): number {
  return Math.floor(copies / 2) + 1;
}

/** True while enough nodes are connected that a majority of the copies of every document is there. */
export function canStore({ configured, connected }: Nodes): boolean {
  const copies = Math.min(MAX_COPIES, configured);
  return configured - connected <= copies - majorityOf(copies);
}

/** `nodes`: as they were last seen; with too few of them nothing is written that would have to be repeated. */
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
