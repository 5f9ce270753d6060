/** Keeps the exchange's keyring up to date with the reference database. */
import type { Keyring } from '#lib/crypto/verify.ts';
import { Feed, readPage, type Batch, type Sequence, type Source } from './feed.ts';

const PAGE = 500;
const KEY_ACT = /^act:\d{8}:[A-Z]+:(?:certificate|withdrawal):/;

export class KeyFeed {
  readonly #source: Source;
  readonly #keyring: Keyring;
  readonly #onKeys: () => void;
  #feed: Feed | null = null;
  #read: Sequence = 0;

  constructor(source: Source, keyring: Keyring, onKeys: () => void) {
    this.#source = source;
    this.#keyring = keyring;
    this.#onKeys = onKeys;
  }

  /** Reads all existing keys before anything is judged. */
  async catchUp(): Promise<void> {
    for (;;) {
      const page = await readPage(this.#source.database, this.#read, PAGE);
      await this.#learn(page);
      this.#read = page.until;
      if (page.changes.length < PAGE) return;
    }
  }

  /** Until stopped; throws a database error. */
  async follow(): Promise<void> {
    const feed = new Feed(this.#source, this.#read);
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
    const keys = changes.filter(({ id }) => KEY_ACT.test(id));
    for (const { document } of keys) if (document) await this.#keyring.addAct(document);
    return keys.length > 0;
  }
}
