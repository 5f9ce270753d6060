/**
 * One database's changes as bounded batches of ids, in order: first what lies behind the checkpoint, page
 * by page, then live. Bodies are not read here, so that a country's drafts and its partners' acts cost
 * the exchange nothing but their ids.
 */
import type { Database } from '#couch/engine/engine.ts';

export type Sequence = string | number;

export interface Change {
  readonly id: string;
  readonly seq: Sequence;
}

export interface Batch {
  readonly changes: readonly Change[];
  /** Where to go on after this batch. */
  readonly until: Sequence;
}

export const MOST_CHANGES = 200;
/** Ids that may wait in memory; beyond it the feed goes back to reading page by page. */
const MOST_WAITING = 10000;

type LiveChanges = PouchDB.Core.Changes<object>;

export class Feed {
  readonly #database: Database;
  #read: Sequence;
  #live: LiveChanges | null = null;
  #waiting: Change[] = [];
  #trouble: unknown = null;
  #stopped = false;
  #wake: (() => void) | null = null;

  constructor(database: Database, since: Sequence) {
    this.#database = database;
    this.#read = since;
  }

  /** Ids read and not yet taken. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** The next batch, as soon as there is one; null once stopped. Throws what the database answers. */
  async next(): Promise<Batch | null> {
    if (this.#live === null && this.#waiting.length === 0) {
      const page = await readPage(this.#database, this.#read, MOST_CHANGES);
      this.#read = page.until;
      if (page.changes.length > 0) return this.#stopped ? null : page;
      this.#goLive();
    }
    while (this.#waiting.length === 0 && this.#trouble === null && !this.#stopped) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    if (this.#stopped) return null;
    if (this.#waiting.length === 0) throw this.#trouble;
    return this.#take();
  }

  /** Ends the feed with a trouble found elsewhere. */
  fail(error: unknown): void {
    this.#trouble ??= error;
    this.#waiting = [];
    this.#live?.cancel();
    this.#ring();
  }

  stop(): void {
    this.#stopped = true;
    this.#live?.cancel();
    this.#ring();
  }

  #goLive(): void {
    const live = this.#database.changes({
      since: this.#read,
      live: true,
      batch_size: MOST_CHANGES,
      return_docs: false
    });
    this.#live = live;
    live.on('change', ({ id, seq }) => {
      if (this.#live !== live) return;
      this.#waiting.push({ id, seq });
      if (this.#waiting.length >= MOST_WAITING) this.#pause();
      this.#ring();
    });
    live.on('error', (error: unknown) => this.#end(error));
    live.on('complete', () => this.#end(new Error('the feed of changes ended')));
  }

  /** What waits is kept; what comes after it is read page by page once that is taken. */
  #pause(): void {
    const live = this.#live;
    this.#live = null;
    live?.cancel();
  }

  #end(error: unknown): void {
    if (this.#live !== null) this.#trouble = error;
    this.#ring();
  }

  #ring(): void {
    this.#wake?.();
    this.#wake = null;
  }

  #take(): Batch {
    const changes = this.#waiting.splice(0, MOST_CHANGES);
    this.#read = (changes[changes.length - 1] as Change).seq;
    return { changes, until: this.#read };
  }
}

/** At most `most` changes after `since`; none at the end of the feed. */
export async function readPage(database: Database, since: Sequence, most: number): Promise<Batch> {
  const { results, last_seq } = await database.changes({ since, limit: most });
  return { changes: results.map(({ id, seq }) => ({ id, seq })), until: last_seq };
}
