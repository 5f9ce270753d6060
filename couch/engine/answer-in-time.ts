/**
 * Requests to CouchDB time out: a server that accepts connections without answering would hold every request for
 * minutes.
 */
import { EngineError } from './problem.ts';

/** Longer than any answer except intentional waits; a full push is validated in seconds. */
const MAX_MS = 60_000;

/** A cluster's proxy, or a node in maintenance, answers for a CouchDB that does not. */
const SILENT = [502, 503, 504];

/** A feed waits for news, and a view can be built before it answers. */
const WAITING = /\/_changes\?(?:.*&)?feed=(?!normal)|\/_design\//;

export type Fetch = (url: string, options: RequestInit) => Promise<Response>;

/** The runtime's own fetch keeps connections alive without a limit of a few per host. */
export function fetchWithin(mostMs = MAX_MS): Fetch {
  return async (url, options) => {
    const limit = WAITING.test(url) ? null : AbortSignal.timeout(mostMs);
    const signals = [options.signal, limit].filter((one) => one !== null && one !== undefined);
    const asked = signals.length > 0 ? { ...options, signal: AbortSignal.any(signals) } : options;
    const response = await fetch(url, asked).catch((error: unknown) => {
      throw options.signal?.aborted ? error : unanswered(url, error);
    });
    if (!SILENT.includes(response.status)) return response;
    await response.body?.cancel();
    throw unanswered(url, response.status);
  };
}

function unanswered(url: string, cause: unknown): EngineError {
  return new EngineError('couchdb-unreachable', `CouchDB at ${new URL(url).host} does not answer.`, cause);
}
