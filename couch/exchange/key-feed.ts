/**
 * Keeps the exchange's keyring at what the reference database holds: certificates and withdrawals come
 * there from every country, by this exchange or another one, and from INCB.
 */
import type { Database } from '#couch/engine/engine.ts';
import type { Keyring } from '#lib/crypto/verify.ts';
import { Feed, readPage, type Batch, type Sequence } from './feed.ts';

const PAGE = 500;

export class KeyFeed {
  readonly #database: Database;
  readonly #keyring: Keyring;
  readonly #onKeys: () => void;
  #feed: Feed | null = null;
  #read: Sequence = 0;

  constructor(database: Database, keyring: Keyring, onKeys: () => void) {
    this.#database = database;
    this.#keyring = keyring;
    this.#onKeys = onKeys;
  }

  /** Everything that is there now: nothing is judged before it is read. */
  async catchUp(): Promise<void> {
    for (;;) {
      const page = await readPage(this.#database, this.#read, PAGE);
      await this.#learn(page);
      this.#read = page.until;
      if (page.changes.length < PAGE) return;
    }
  }

  /** Until stopped, or until the database gives an error, which is thrown. */
  async follow(): Promise<void> {
    const feed = new Feed(this.#database, this.#read);
    this.#feed = feed;
    for (let batch = await feed.next(); batch; batch = await feed.next()) {
      if (await this.#learn(batch)) this.#onKeys();
      this.#read = batch.until;
    }
  }

  stop(): void {
    this.#feed?.stop();
  }

  async #learn({ changes }: Batch): Promise<boolean> {
    const keys = changes
      .map(({ id }) => id)
      .filter((id) => /^act:\d{8}:[A-Z]+:(?:certificate|withdrawal):/.test(id));
    if (keys.length === 0) return false;
    const { rows } = await this.#database.allDocs<object>({ keys, include_docs: true });
    for (const row of rows) if ('doc' in row && row.doc) await this.#keyring.addAct(row.doc);
    return true;
  }
}
