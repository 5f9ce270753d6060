/**
 * A database's changes as bounded batches with documents, in order: first pages after the checkpoint, then live with
 * one long poll.
 */
import type { ChangeRow, Database, Engine, HearWrites } from '#couch/engine/engine.ts';
import type { Keyring } from '#lib/crypto/verify.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';

export type Sequence = string | number;

export interface Change {
  readonly id: string;
  readonly seq: Sequence;
  /** The winning revision; null for a tombstone. */
  readonly document: object | null;
}

export interface Batch {
  readonly changes: readonly Change[];
  readonly until: Sequence;
}

export const MAX_CHANGES = 200;
/**
 * Milliseconds between heartbeats. CouchDB reads all shards for each: with 190 countries PouchDB's ten seconds cost
 * more than all else in idle time.
 */
const HEARTBEAT = 50_000;

export interface Source {
  readonly database: Database;
  readonly hearWrites: HearWrites | null;
}

export function openSource(engine: Engine, name: string): Source {
  return { database: engine.openAsExchange(name), hearWrites: engine.hearWrites(name) };
}

export class Feed {
  readonly #source: Source;
  readonly #onLive: () => void;
  readonly #unhear: () => void;
  #read: Sequence;
  #heard = false;
  #stopped = false;
  #trouble: unknown = null;
  #endWait: () => void = () => undefined;

  /** `onLive`: all existing changes are taken, and later ones come as they are made. */
  constructor(source: Source, since: Sequence, onLive: () => void = () => undefined) {
    this.#source = source;
    this.#read = since;
    this.#onLive = onLive;
    const hear = (): void => {
      this.#heard = true;
      this.#endWait();
    };
    this.#unhear = source.hearWrites?.(hear) ?? (() => undefined);
  }

  /** Null once stopped. Throws database errors. Reads nothing between calls, so a slow consumer is not flooded. */
  async next(): Promise<Batch | null> {
    while (!this.#stopped) {
      if (this.#trouble !== null) throw this.#trouble;
      this.#heard = false;
      const page = await readPage(this.#source.database, this.#read, MAX_CHANGES);
      const batch = page.changes.length > 0 ? page : await this.#waitForChanges();
      this.#read = batch.until;
      if (batch.changes.length > 0) return this.#stopped ? null : batch;
    }
    return null;
  }

  fail(error: unknown): void {
    this.#trouble ??= error;
    this.#endWait();
  }

  stop(): void {
    this.#stopped = true;
    this.#unhear();
    this.#endWait();
  }

  async #waitForChanges(): Promise<Batch> {
    this.#onLive();
    const nothing = { changes: [], until: this.#read };
    if (this.#heard || this.#stopped || this.#trouble !== null) return nothing;
    if (this.#source.hearWrites === null) return this.#pollChanges();
    await new Promise<void>((resolve) => (this.#endWait = resolve));
    return nothing;
  }

  /** All changes of one long poll arrive before other code runs, so they make one batch. */
  async #pollChanges(): Promise<Batch> {
    const changes: Change[] = [];
    const options = {
      since: this.#read,
      live: true,
      include_docs: true,
      batch_size: MAX_CHANGES,
      return_docs: false,
      heartbeat: HEARTBEAT
    };
    const live = this.#source.database.changes(options);
    const end = (): void => live.cancel();
    await new Promise<void>((resolve, reject) => {
      this.#endWait = resolve;
      live.on('change', (result) => {
        changes.push(toChange(result));
        if (changes.length === 1) queueMicrotask(resolve);
      });
      live.on('error', reject);
      live.on('complete', () => reject(new Error('the feed of changes ended')));
    }).finally(end);
    return { changes, until: changes[changes.length - 1]?.seq ?? this.#read };
  }
}

export async function readPage(database: Database, since: Sequence, most: number): Promise<Batch> {
  const { results, last_seq } = await database.changes({ since, limit: most, include_docs: true });
  return { changes: results.map(toChange), until: last_seq };
}

export function toChange({ id, seq, doc, deleted }: ChangeRow): Change {
  return { id, seq, document: deleted || !doc ? null : doc };
}

/** An authority's own acts. Drafts, partners' acts and receipts are skipped unread. */
export function actsOf(authority: AuthorityCode, changes: readonly Change[]): Change[] {
  return changes.filter(({ id }) => id.startsWith('act:') && id.split(':')[2] === authority);
}

const KEYS_AT_ONCE = 500;
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

  async catchUp(): Promise<void> {
    for (;;) {
      const page = await readPage(this.#source.database, this.#read, KEYS_AT_ONCE);
      await this.#learn(page);
      this.#read = page.until;
      if (page.changes.length < KEYS_AT_ONCE) return;
    }
  }

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
