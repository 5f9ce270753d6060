/** A server that accepts connections without answering would hold every request for minutes. */
import { randomBytes } from 'node:crypto';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { Claimed, Database, Nodes, Written } from './contract.ts';
import { EngineError } from './problem.ts';
import { authorizationOf, type ServiceUser } from './service-user.ts';

/** A full push is validated in seconds. */
const MAX_MS = 60_000;

/** A cluster's proxy, or a node in maintenance, answers for a CouchDB that does not. */
const SILENT = [502, 503, 504];

/** A feed waits for news, and a view can be built before it answers. */
const WAITING = /\/_changes\?(?:.*&)?feed=(?!normal)|\/_design\//;

export type Fetch = (url: string, options: RequestInit) => Promise<Response>;

/** The runtime's own fetch keeps connections alive without a limit of a few per host. */
export function fetchWithin(mostMs = MAX_MS): Fetch {
  return async (url, options) => {
    const limit = WAITING.test(url) ? null : timeoutAfter(mostMs);
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

/** Held by its timer: `AbortSignal.any` holds no signal, so `AbortSignal.timeout` in it is collected before it is due. */
function timeoutAfter(mostMs: number): AbortSignal {
  const limit = new AbortController();
  const late = new DOMException('The operation took too long.', 'TimeoutError');
  setTimeout(() => limit.abort(late), mostMs).unref();
  return limit.signal;
}

function unanswered(url: string, cause: unknown): EngineError {
  return new EngineError('couchdb-unreachable', `CouchDB at ${new URL(url).host} does not answer.`, cause);
}

/** Or one on each node of a smaller cluster. */
const MAX_COPIES = 3;

/** These start work that continues after the answer, and store nothing. */
const IS_WORK = /\/_(?:compact|view_cleanup)(?:$|[/?])/;
const STORES = /\/_(?:bulk_docs|purge)(?:$|\?)/;

/**
 * CouchDB answers 202 if fewer than a majority of its copies took a write. Here that is a failure, so that the caller
 * repeats it. `StoredCopies` checks documents with given revisions, for which CouchDB gives no such answer.
 */
function majorityOf(copies: number): number {
  return Math.floor(copies / 2) + 1;
}

/** Every document needs a majority of its copies. */
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

/**
 * CouchDB answers writes with given revisions (`new_edits: false`) with 201 however few copies took them, and one copy
 * answers questions of missing ones. So each copy is asked.
 */
interface Layout {
  readonly copies: ReadonlyMap<string, readonly string[]>;
  readonly perDocument: number;
  readonly readAt: number;
}

/** Only an administrator moves copies, so seldom. */
const LAYOUT_KNOWN_MS = 60_000;

type Revisions = Readonly<Record<string, readonly string[]>>;

export class StoredCopies {
  readonly #address: string;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #fetch: Fetch;
  readonly #layouts = new Map<string, Layout>();

  constructor(address: string, headers: Readonly<Record<string, string>>, fetch: Fetch) {
    this.#address = address;
    this.#headers = headers;
    this.#fetch = fetch;
  }

  /** Rejects if fewer than a majority of the copies has each document. */
  async confirm(name: string, written: readonly Written[]): Promise<void> {
    if (written.length === 0) return;
    const { copies, perDocument } = await this.#layoutOf(name);
    if (perDocument <= 1) return;
    const revisions: Record<string, string[]> = {};
    for (const { id, rev } of written) (revisions[id] ??= []).push(rev);
    const counts = new Map(written.map((one) => [keyOf(one), 0]));
    const needed = majorityOf(perDocument);
    const looks = [...copies].map(async ([node, parts]) => {
      const held = await this.#heldBy(node, parts, revisions);
      for (const key of held) counts.set(key, (counts.get(key) ?? 0) + 1);
      if ([...counts.values()].some((count) => count < needed)) throw tooFewCopies();
    });
    // A silent node is not waited for after enough others have answered.
    await Promise.any(looks).catch(() => {
      throw tooFewCopies();
    });
  }

  async #layoutOf(name: string): Promise<Layout> {
    const known = this.#layouts.get(name);
    if (known && performance.now() - known.readAt < LAYOUT_KNOWN_MS) return known;
    const layout = parseLayout(name, await this.#ask(`_node/_local/_dbs/${encodeURIComponent(name)}`));
    this.#layouts.set(name, layout);
    return layout;
  }

  async #heldBy(node: string, parts: readonly string[], revisions: Revisions): Promise<ReadonlySet<string>> {
    const held = new Set<string>();
    const looks = parts.map(async (part) => {
      const path = `_node/${encodeURIComponent(node)}/${encodeURIComponent(part)}/_revs_diff`;
      const missing = await this.#ask(path, revisions);
      for (const [id, asked] of Object.entries(revisions)) {
        const row = missing[id];
        const absent: unknown = isPlainObject(row) ? row['missing'] : [];
        for (const rev of asked)
          if (!Array.isArray(absent) || !absent.includes(rev)) held.add(keyOf({ id, rev }));
      }
    });
    await Promise.all(looks);
    return held;
  }

  async #ask(path: string, body?: object): Promise<Readonly<Record<string, unknown>>> {
    const json = { method: 'POST', body: JSON.stringify(body) };
    const headers = { ...this.#headers, 'content-type': 'application/json' };
    const response = await this.#fetch(`${this.#address}/${path}`, { headers, ...(body ? json : {}) });
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok || !isPlainObject(answer)) throw tooFewCopies();
    return answer;
  }
}

function keyOf({ id, rev }: Written): string {
  return `${rev} ${id}`;
}

function parseLayout(
  name: string,
  { shard_suffix, by_node, by_range }: Readonly<Record<string, unknown>>
): Layout {
  if (!isPlainObject(by_node) || !isPlainObject(by_range) || !Array.isArray(shard_suffix))
    throw tooFewCopies();
  const ending = String.fromCharCode(...(shard_suffix as number[]));
  const copies = Object.entries(by_node).map(([node, ranges]) => {
    const parts = (ranges as readonly string[]).map((range) => `shards/${range}/${name}${ending}`);
    return [node, parts] as const;
  });
  const perDocument = Math.max(
    ...Object.values(by_range).map((nodes) => (nodes as readonly string[]).length)
  );
  return { copies: new Map(copies), perDocument, readAt: performance.now() };
}

type Confirm = (written: readonly Written[]) => Promise<void>;
interface Batch {
  readonly docs: readonly object[];
  readonly new_edits?: boolean;
}

export function writeStored(database: Database, confirm: Confirm): Database {
  const bulkDocs = database.bulkDocs.bind(database) as (...input: unknown[]) => Promise<readonly object[]>;
  const stored = async (
    batch: readonly object[] | Batch,
    options?: { new_edits?: boolean }
  ): Promise<readonly object[]> => {
    const rows = await bulkDocs(batch, options);
    const { docs, new_edits } = 'docs' in batch ? batch : { docs: batch, new_edits: options?.new_edits };
    if ((options?.new_edits ?? new_edits) === false) await confirm(listWritten(docs, rows));
    return rows;
  };
  return Object.assign(database, { bulkDocs: stored, confirmStored: confirm });
}

function listWritten(docs: readonly object[], rows: readonly object[]): Written[] {
  const refused = new Set(rows.flatMap((row) => ('error' in row && 'id' in row ? [row.id] : [])));
  const written = docs as readonly { readonly _id: string; readonly _rev: string }[];
  return written.filter(({ _id }) => !refused.has(_id)).map(({ _id: id, _rev: rev }) => ({ id, rev }));
}

/**
 * A cluster can accept two concurrent first writes of one id: one with 201 from most copies, one with 202 from too few.
 * Either might then be shown, so an unconfirmed claim is removed before anyone learns of it. Claims of a country's
 * numbers wait one after the other.
 */
const MAX_WAIT_MS = 20_000;

interface ClaimPlace {
  readonly url: string;
  readonly owner: ServiceUser;
  readonly administrator: ServiceUser;
}

/** `taken` if no copy took it, `unconfirmed` if too few did. */
export async function claimDocument(place: ClaimPlace, document: { readonly _id: string }): Promise<Claimed> {
  const path = encodeURIComponent(document._id);
  const { status, body } = await ask(place, place.owner, { method: 'PUT', path, body: document });
  if (status === 201) return 'claimed';
  if (status === 409) return 'taken';
  const { rev } = body as { readonly rev?: unknown };
  if (status !== 202 || typeof rev !== 'string') throw failureOf(status);
  await takeAway(place, document._id, rev);
  return 'unconfirmed';
}

/** On every copy. Other claims stay. */
async function takeAway(place: ClaimPlace, _id: string, rev: string): Promise<void> {
  const [generation = '', hash = ''] = rev.split('-');
  const [start, end] = [Number(generation) + 1, randomBytes(16).toString('hex')];
  const tombstone = { _id, _rev: `${start}-${end}`, _deleted: true, _revisions: { start, ids: [end, hash] } };
  const request = { method: 'POST', path: '_bulk_docs', body: { docs: [tombstone], new_edits: false } };
  const { status, body } = await ask(place, place.administrator, request);
  const isRefused = Array.isArray(body) && body.some((row) => 'error' in (row as object));
  if ((status !== 201 && status !== 202) || isRefused) throw failureOf(status);
}

async function ask(
  { url }: ClaimPlace,
  user: ServiceUser,
  { method, path, body }: { readonly method: string; readonly path: string; readonly body: object }
): Promise<{ readonly status: number; readonly body: unknown }> {
  const headers = { ...authorizationOf(user), 'content-type': 'application/json' };
  const signal = AbortSignal.timeout(MAX_WAIT_MS);
  const response = await fetch(`${url}/${path}`, { method, headers, body: JSON.stringify(body), signal });
  // A proxy before CouchDB can answer with a page of its own.
  if (![201, 202, 409].includes(response.status)) throw failureOf(response.status);
  return { status: response.status, body: await response.json() };
}

function failureOf(status: number): Error {
  const sentence = `CouchDB answered a claim with ${status}.`;
  const error = status >= 500 ? new EngineError('couchdb-unreachable', sentence) : new Error(sentence);
  return Object.assign(error, { status });
}
