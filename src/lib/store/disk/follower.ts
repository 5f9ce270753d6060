/** Other tabs' writes included. A change delivered twice must do no harm. */
import type { StoredDocument } from './pouch.ts';
import type { Opened, SealedDatabase } from './sealed-database.ts';

type Take = (changes: readonly Opened[]) => Promise<void>;

export class Follower {
  readonly #db: SealedDatabase;
  readonly #take: Take;
  #since: number | string;
  #feed: PouchDB.Core.Changes<StoredDocument> | null = null;
  #queue: StoredDocument[] = [];
  #work: Promise<void> = Promise.resolve();

  private constructor(db: SealedDatabase, since: number | string, take: Take) {
    this.#db = db;
    this.#since = since;
    this.#take = take;
  }

  /** Later loading misses nothing and sees changes at most twice. */
  static async at(db: SealedDatabase, take: Take): Promise<Follower> {
    return new Follower(db, (await db.pouch.info()).update_seq, take);
  }

  start(): void {
    const options = { since: this.#since, live: true, include_docs: true, conflicts: true } as const;
    this.#feed = this.#db.pouch.changes(options).on('change', (change) => {
      this.#since = change.seq;
      this.#enqueue([change.doc as StoredDocument | undefined]);
    });
  }

  suspend(): void {
    this.#feed?.cancel();
  }

  async catchUp(): Promise<void> {
    const options = { since: this.#since, include_docs: true, conflicts: true } as const;
    const { results } = await this.#db.pouch.changes(options);
    this.#enqueue(results.map((change) => change.doc as StoredDocument | undefined));
    await this.#work;
  }

  #enqueue(documents: readonly (StoredDocument | undefined)[]): void {
    const before = this.#queue.length;
    for (const document of documents) if (document) this.#queue.push(document);
    if (before === 0 && this.#queue.length > 0) this.#work = this.#drained();
  }

  /** A failed portion, as while locked, holds up none that follows. */
  #drained(): Promise<void> {
    const drain = (): Promise<void> => this.#drain();
    return this.#work.then(drain, drain);
  }

  async #drain(): Promise<void> {
    const portion = this.#queue;
    this.#queue = [];
    await this.#take(await Promise.all(portion.map((one) => this.#db.openChange(one))));
  }

  async stop(): Promise<void> {
    this.#feed?.cancel();
    this.#feed = null;
    await this.#work;
  }
}
