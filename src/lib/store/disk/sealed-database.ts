/**
 * Bodies are encrypted on write, so that no caller writes plaintext by oversight. Decryption runs in parallel, because
 * unlocking waits for it.
 */
import type { Bytes } from '#lib/crypto/bytes.ts';
import { isConflict, isMissing, openPouch, type Pouch, type StoredDocument } from './pouch.ts';

/** The document's id is associated data: a ciphertext cannot be moved to another id. */
export interface Sealer {
  seal(id: string, value: unknown): Promise<string>;
  open(id: string, sealed: string): Promise<unknown>;
  sealBytes(id: string, bytes: Bytes): Promise<string>;
  openBytes(id: string, sealed: string): Promise<Bytes>;
}

export interface Opened {
  readonly id: string;
  readonly rev: string;
  readonly deleted: boolean;
  readonly document: StoredDocument | null;
  readonly conflicts: readonly string[];
}

/** The disk refused received data: a different fault from a broken connection. */
export class NotStored extends Error {}

/** PouchDB's error names only the place; its reason is the browser's own error. */
export function notStored(error: unknown): NotStored {
  const { reason, name } = error as { readonly reason?: unknown; readonly name?: unknown };
  return new NotStored(String(reason ?? name ?? error), { cause: error });
}

const PAGE = 250;
const INNER = ['_id', '_rev', '_revisions', '_deleted', '_conflicts'];

export class SealedDatabase {
  readonly #open: () => Pouch;
  #pouch: Pouch;
  readonly #name: string;
  readonly #sealer: Sealer;
  /** Also those of an interrupted replication. */
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(name: string, options: object, sealer: Sealer) {
    this.#open = () => this.#followWrites(openPouch(name, options));
    this.#pouch = this.#open();
    this.#name = name;
    this.#sealer = sealer;
  }

  get pouch(): Pouch {
    return this.#pouch;
  }

  suspend(): void {
    this.#pouch.close().catch(() => undefined);
  }

  resume(): void {
    this.#pouch = this.#open();
  }

  #followWrites(pouch: Pouch): Pouch {
    const write = pouch.bulkDocs.bind(pouch) as (...given: unknown[]) => Promise<unknown>;
    const followed = (...given: unknown[]): Promise<unknown> => this.#follow(write(...given));
    pouch.bulkDocs = followed as Pouch['bulkDocs'];
    return pouch;
  }

  async settled(): Promise<void> {
    await Promise.allSettled([...this.#underWay]);
  }

  #follow<T>(writing: Promise<T>): Promise<T> {
    this.#underWay.add(writing);
    const end = (): void => void this.#underWay.delete(writing);
    writing.then(end, end);
    return writing;
  }

  async get(id: string, rev?: string): Promise<StoredDocument | null> {
    try {
      return await this.openDocument(await this.pouch.get(id, rev === undefined ? {} : { rev }));
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Throws a 409 if `_rev` is not the latest. Returns the new revision. */
  async put(document: StoredDocument): Promise<string> {
    const sealed = await this.sealDocument(document);
    try {
      return (await this.pouch.put(sealed as PouchDB.Core.PutDocument<StoredDocument>)).rev;
    } catch (error) {
      throw isConflict(error) ? error : notStored(error);
    }
  }

  /** In one transaction of the browser's database. Throws if one of them was changed meanwhile. */
  async putAll(documents: readonly StoredDocument[]): Promise<void> {
    const sealed = await Promise.all(documents.map((one) => this.sealDocument(one)));
    const rows = await this.pouch.bulkDocs(sealed as PouchDB.Core.PutDocument<StoredDocument>[]);
    const failed = rows.find((row) => 'error' in row && row.error);
    if (failed) throw notStored(failed);
  }

  async remove(id: string, rev: string): Promise<void> {
    await this.pouch.remove(id, rev);
  }

  async putRevisions(documents: readonly StoredDocument[]): Promise<void> {
    await this.putSealed(await Promise.all(documents.map((one) => this.sealDocument(one))));
  }

  async putSealed(sealed: readonly StoredDocument[]): Promise<void> {
    // Throws if the seal is broken or the ciphertext belongs to another id.
    const docs = sealed as PouchDB.Core.PutDocument<StoredDocument>[];
    const rows = await this.#store(docs);
    const failed = Array.isArray(rows)
      ? (rows as { id?: string; error?: unknown }[]).find((row) => row.error)
      : null;
    if (failed) throw new NotStored(`could not be stored: ${String(failed.id)}`);
  }

  async #store(docs: PouchDB.Core.PutDocument<StoredDocument>[]): Promise<unknown> {
    try {
      return await this.pouch.bulkDocs(docs, { new_edits: false });
    } catch (error) {
      throw notStored(error);
    }
  }

  async sealDocument(document: StoredDocument): Promise<StoredDocument> {
    const outer: Record<string, unknown> = {};
    const inner: Record<string, unknown> = {};
    for (const key of Object.keys(document)) (INNER.includes(key) ? outer : inner)[key] = document[key];
    delete outer['_conflicts'];
    if (document._deleted) return outer as StoredDocument;
    return { _id: document._id, ...outer, sealed: await this.#sealer.seal(document._id, inner) };
  }

  /** Throws if the seal is broken or the ciphertext belongs to another id. */
  async openDocument(stored: StoredDocument): Promise<StoredDocument> {
    const { sealed, ...outer } = stored;
    if (stored._deleted) return outer as StoredDocument;
    if (typeof sealed !== 'string') throw new Error('not sealed: ' + stored._id);
    const inner = await this.#sealer.open(stored._id, sealed);
    return Object.assign(inner as object, outer) as StoredDocument;
  }

  /**
   * `start` to `end` are ids. A page is decrypted while the next is read; `take` gets each in id order, after it has
   * finished with the one before.
   */
  async load(
    start: string,
    end: string,
    take: (page: Opened[]) => void | Promise<void>,
    { conflicts = false, size = PAGE }: { readonly conflicts?: boolean; readonly size?: number } = {}
  ): Promise<void> {
    let opening: Promise<void> = Promise.resolve();
    let from: string | null = start;
    while (from !== null) {
      const page = await this.#readPage(from, end, conflicts, size);
      const before = opening;
      const opened = Promise.all(page.documents.map((one) => this.#openRow(one)));
      opening = before.then(async () => take(await opened));
      // The next page might fail first; the caller hears of this one below.
      opening.catch(() => undefined);
      // No more than two pages at once, or a slow `take` would hold all of them in memory.
      await before;
      from = page.next;
    }
    await opening;
  }

  /** Those that are here, in the order of `ids`. */
  async loadSome(ids: readonly string[]): Promise<Opened[]> {
    if (ids.length === 0) return [];
    const { rows } = await this.pouch.allDocs({ include_docs: true, keys: [...ids] });
    const held = rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc as StoredDocument] : []));
    return Promise.all(held.map((one) => this.openChange(one)));
  }

  async #readPage(from: string, end: string, conflicts: boolean, size: number) {
    const { rows } = await this.pouch.allDocs({
      include_docs: true,
      conflicts,
      startkey: from,
      endkey: end,
      limit: size
    });
    const last = rows.length === size ? rows[rows.length - 1] : undefined;
    const documents = rows.flatMap((row) => (row.doc ? [row.doc as StoredDocument] : []));
    return { documents, next: last ? last.id + '\u0000' : null };
  }

  async #openRow(stored: StoredDocument): Promise<Opened> {
    return this.openChange(stored);
  }

  /** An undecryptable one has no document, and the caller counts it. */
  async openChange(stored: StoredDocument): Promise<Opened> {
    const head = {
      id: stored._id,
      rev: stored._rev ?? '',
      deleted: stored._deleted === true,
      conflicts: stored._conflicts ?? []
    };
    if (head.deleted) return { ...head, document: null };
    try {
      return { ...head, document: await this.openDocument(stored) };
    } catch {
      return { ...head, document: null };
    }
  }

  /** The number of the last write, in any tab. */
  async sequence(): Promise<number> {
    return Number((await this.pouch.info()).update_seq);
  }

  /**
   * Kept beside the documents: never replicated, no write in the sequence, and gone with the database. Throws if the seal
   * is broken, or of another database.
   */
  async getBeside(name: string): Promise<Bytes | null> {
    try {
      const { sealed } = await this.pouch.get(`_local/${name}`);
      return typeof sealed === 'string' ? await this.#sealer.openBytes(this.#besideId(name), sealed) : null;
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  /** Another tab might write at the same time; the later of the two writes fails. */
  async putBeside(name: string, bytes: Bytes): Promise<void> {
    const _id = `_local/${name}`;
    const sealed = await this.#sealer.sealBytes(this.#besideId(name), bytes);
    const held = await this.pouch.get(_id).catch(() => null);
    const document = { _id, sealed, ...(held ? { _rev: held._rev } : {}) };
    await this.pouch.put(document as PouchDB.Core.PutDocument<StoredDocument>);
  }

  #besideId(name: string): string {
    return `${name} of ${this.#name}`;
  }

  async close(): Promise<void> {
    await this.pouch.close();
  }
}

export async function historyOf(db: SealedDatabase, id: string, rev: string): Promise<string[]> {
  const { _revisions } = (await db.pouch.get(id, { rev, revs: true })) as StoredDocument;
  return _revisions ? _revisions.ids.map((hash, index) => `${_revisions.start - index}-${hash}`) : [];
}
