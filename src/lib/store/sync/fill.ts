/**
 * Pages of ids, and bodies in large portions while the next pages come, so that 10,000 documents are not 10,000 requests
 * and a connection of two seconds there and back is not waited for in turn. An interruption costs the portions that are
 * under way (features §4, rows 5 and 6).
 */
import type { FillProgress } from '../api.ts';
import type { Arrival } from '../server/arrivals.ts';
import type { Pouch, StoredDocument } from '../disk/pouch.ts';
import { notStored, type SealedDatabase } from '../disk/sealed-database.ts';

/** The gateway's limit is 500 documents a request. */
const LARGEST = 500;
const FIRST = 250;
const SMALLEST = 20;
/** Below the gateway's own page limit. */
const MAX_LEAVES = 1000;
/** Milliseconds: a slower portion is too large for this connection. */
const SLOW_MS = 8000;
const QUICK_MS = 1500;
/** Portions of one database under way: received, encrypted or written. */
const AT_ONCE = 3;
/** A request that a weak connection cuts is sent again; one that fails so often ends the first sync, which can continue. */
const ATTEMPTS = 3;

interface FillOptions {
  readonly remote: Pouch;
  readonly local: SealedDatabase;
  readonly milliseconds: () => number;
  readonly told: FillTold;
}

interface Wanted {
  readonly id: string;
  readonly rev: string;
}

/** The server's sequence that replication continues from. Throws if the connection breaks; call again. */
export async function fillDatabase(options: FillOptions): Promise<string | number> {
  const { remote, local, told } = options;
  const portions = new Portions(options);
  const counted = told.begin();
  try {
    let since: string | number = 0;
    for (let isLast = false; !isLast;) {
      const page = await readPage(remote, since);
      const missing = await missingOf(local, page.revs).catch((error: unknown) => {
        throw notStored(error);
      });
      portions.add(missing);
      counted.list(page.revs.size, missing.length);
      [since, isLast] = [page.lastSeq, page.isLast];
    }
    counted.end();
    return since;
  } finally {
    await portions.settled();
  }
}

/** On arrival, and when stored at the latest. Of all databases together: no total is told before each list is complete. */
export class FillTold {
  readonly #progress: (progress: FillProgress) => void;
  #lists = 0;
  #total = 0;
  #before = 0;
  #stored = 0;
  #arrived = 0;
  #bytes = 0;

  constructor(progress: (progress: FillProgress) => void) {
    this.#progress = progress;
  }

  begin(): { list(all: number, missing: number): void; end(): void } {
    this.#lists++;
    return {
      list: (all, missing) => {
        this.#total += all;
        this.#before += all - missing;
      },
      end: () => {
        this.#lists--;
        this.#tell();
      }
    };
  }

  hear({ bytes, records }: Arrival): void {
    this.#bytes += bytes;
    this.#arrived += records;
    this.#tell();
  }

  take(count: number): void {
    this.#stored += count;
    this.#tell();
  }

  #tell(): void {
    if (this.#lists > 0 || this.#total === 0) return;
    const [total, bytes] = [this.#total, this.#bytes];
    const done = this.#before + Math.max(this.#stored, this.#arrived);
    this.#progress({ done: Math.min(done, total), total, bytes });
  }
}

async function readPage(remote: Pouch, since: string | number) {
  const options = { since, limit: LARGEST, batch_size: LARGEST, style: 'all_docs' } as const;
  const page: PouchDB.Core.ChangesResponse<StoredDocument> = await inSpiteOfCuts(() =>
    remote.changes(options)
  );
  const own = page.results.filter(({ id }) => !id.startsWith('_'));
  const revs = new Map(own.map(({ id, changes }) => [id, changes.map(({ rev }) => rev)]));
  const leaves = page.results.reduce((sum, { changes }) => sum + changes.length, 0);
  // A page is short at the end, or if many versions of its documents fill it.
  return { revs, lastSeq: page.last_seq, isLast: page.results.length < LARGEST && leaves < MAX_LEAVES };
}

async function missingOf(local: SealedDatabase, revs: ReadonlyMap<string, string[]>): Promise<Wanted[]> {
  const diff = await local.pouch.revsDiff(Object.fromEntries(revs));
  return Object.entries(diff).flatMap(([id, { missing = [] }]) => missing.map((rev) => ({ id, rev })));
}

/** Takes what is added at once, a few portions at a time. */
class Portions {
  readonly #options: FillOptions;
  readonly #waiting: Wanted[] = [];
  readonly #running = new Set<Promise<void>>();
  #size = FIRST;
  #failed: { readonly error: unknown } | null = null;

  constructor(options: FillOptions) {
    this.#options = options;
  }

  /** Throws what a portion has thrown: the rest of the list is not needed then. */
  add(wanted: readonly Wanted[]): void {
    if (this.#failed) throw this.#failed.error;
    this.#waiting.push(...wanted);
    this.#startMore();
  }

  /** Throws what the first failed portion threw, once none is under way. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
    if (this.#failed) throw this.#failed.error;
  }

  #startMore(): void {
    while (this.#running.size < AT_ONCE && this.#waiting.length > 0 && !this.#failed) {
      const running: Promise<void> = this.#take(this.#waiting.splice(0, this.#size))
        .catch((error: unknown) => void (this.#failed ??= { error }))
        .then(() => {
          this.#running.delete(running);
          this.#startMore();
        });
      this.#running.add(running);
    }
  }

  async #take(portion: readonly Wanted[]): Promise<void> {
    const { remote, local, milliseconds, told } = this.#options;
    const began = milliseconds();
    try {
      const docs = await inSpiteOfCuts(() => fetchPortion(remote, portion));
      await local.putSealed(docs);
      told.take(portion.length);
    } finally {
      this.#size = nextSize(this.#size, milliseconds() - began);
    }
  }
}

/** `fetch` throws a TypeError if the connection breaks, also within an answer. */
async function inSpiteOfCuts<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (attempt === ATTEMPTS || !(error instanceof TypeError)) throw error;
    }
  }
}

/** A single failed document is left to replication. */
async function fetchPortion(remote: Pouch, portion: readonly Wanted[]): Promise<readonly StoredDocument[]> {
  const { results } = await remote.bulkGet({ docs: [...portion], revs: true });
  return results.flatMap((row) => row.docs.flatMap((one) => ('ok' in one ? [one.ok as StoredDocument] : [])));
}

function nextSize(size: number, took: number): number {
  if (took > SLOW_MS) return Math.max(SMALLEST, Math.floor(size / 2));
  return took < QUICK_MS ? Math.min(LARGEST, size * 2) : size;
}
