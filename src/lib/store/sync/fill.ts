/**
 * The list of ids, then bodies in large portions, so that 10,000 documents are not 10,000 requests. An interruption
 * costs one portion (features §4, rows 5 and 6).
 */
import type { FillProgress } from '../api.ts';
import type { Arrival, Arrivals } from '../server/arrivals.ts';
import type { Pouch, StoredDocument } from '../disk/pouch.ts';
import { notStored, type SealedDatabase } from '../disk/sealed-database.ts';

/** The gateway's limit is 500 documents a request. */
const LARGEST = 500;
const SMALLEST = 20;
/** Below the gateway's own page limit. */
const MAX_LEAVES = 1000;
/** Milliseconds: a slower portion is too large for this connection. */
const SLOW_MS = 8000;
const QUICK_MS = 1500;

interface FillOptions {
  readonly remote: Pouch;
  readonly local: SealedDatabase;
  readonly milliseconds: () => number;
  readonly arrivals: Arrivals;
  readonly progress: (progress: FillProgress) => void;
}

interface Wanted {
  readonly id: string;
  readonly rev: string;
}

/** The server's sequence that replication continues from. Throws if the connection breaks; call again. */
export async function fillDatabase(options: FillOptions): Promise<string | number> {
  const told = new Told(options.progress);
  options.arrivals.heard = (arrival) => told.hear(arrival);
  try {
    const { revs, lastSeq } = await listRevisions(options.remote);
    const missing = await missingOf(options.local, revs).catch((error: unknown) => {
      throw notStored(error);
    });
    told.begin(revs.size, missing.length);
    await takeAll(options, missing, (count) => told.take(count));
    return lastSeq;
  } finally {
    options.arrivals.heard = null;
  }
}

/** On arrival, and when stored at the latest. */
class Told {
  readonly #progress: FillOptions['progress'];
  #total = 0;
  #before = 0;
  #stored = 0;
  #arrived = 0;
  #bytes = 0;

  constructor(progress: FillOptions['progress']) {
    this.#progress = progress;
  }

  begin(total: number, missing: number): void {
    this.#total = total;
    this.#before = Math.max(0, total - missing);
    this.#tell();
  }

  hear({ bytes, records }: Arrival): void {
    this.#bytes += bytes;
    this.#arrived += records;
    if (this.#total > 0) this.#tell();
  }

  take(count: number): void {
    this.#stored += count;
    this.#tell();
  }

  #tell(): void {
    const [total, bytes] = [this.#total, this.#bytes];
    const done = this.#before + Math.max(this.#stored, this.#arrived);
    this.#progress({ done: Math.min(done, total), total, bytes });
  }
}

async function listRevisions(remote: Pouch) {
  const revs = new Map<string, string[]>();
  let lastSeq: string | number = 0;
  for (;;) {
    const options = { since: lastSeq, limit: LARGEST, batch_size: LARGEST, style: 'all_docs' } as const;
    const page: PouchDB.Core.ChangesResponse<StoredDocument> = await remote.changes(options);
    let leaves = 0;
    for (const { id, changes } of page.results) {
      leaves += changes.length;
      if (!id.startsWith('_'))
        revs.set(
          id,
          changes.map(({ rev }) => rev)
        );
    }
    lastSeq = page.last_seq;
    // A page is short at the end, or if many versions of its documents fill it.
    if (page.results.length < LARGEST && leaves < MAX_LEAVES) return { revs, lastSeq };
  }
}

async function missingOf(local: SealedDatabase, revs: ReadonlyMap<string, string[]>): Promise<Wanted[]> {
  const entries = [...revs];
  const missing: Wanted[] = [];
  for (let at = 0; at < entries.length; at += LARGEST) {
    const diff = await local.pouch.revsDiff(Object.fromEntries(entries.slice(at, at + LARGEST)));
    for (const [id, { missing: list = [] }] of Object.entries(diff)) {
      for (const rev of list) missing.push({ id, rev });
    }
  }
  return missing;
}

/** Disk and connection each need half of the time. */
async function takeAll(
  options: FillOptions,
  missing: readonly Wanted[],
  taken: (count: number) => void
): Promise<void> {
  let size = 200;
  let writing: Promise<void> = Promise.resolve();
  for (let at = 0; at < missing.length;) {
    const portion = missing.slice(at, at + size);
    at += portion.length;
    const began = options.milliseconds();
    const docs = await fetchPortion(options, portion).finally(() => {
      size = nextSize(size, options.milliseconds() - began);
      return writing;
    });
    writing = options.local.putSealed(docs).then(() => taken(portion.length));
    // The error surfaces where the write is awaited.
    writing.catch(() => undefined);
  }
  await writing;
}

/** A single failed document is left to replication. */
async function fetchPortion(
  { remote }: FillOptions,
  portion: readonly Wanted[]
): Promise<readonly StoredDocument[]> {
  const { results } = await remote.bulkGet({ docs: [...portion], revs: true });
  return results.flatMap((row) => row.docs.flatMap((one) => ('ok' in one ? [one.ok as StoredDocument] : [])));
}

function nextSize(size: number, took: number): number {
  if (took > SLOW_MS) return Math.max(SMALLEST, Math.floor(size / 2));
  return took < QUICK_MS ? Math.min(LARGEST, size * 2) : size;
}
