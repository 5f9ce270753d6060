/** By PouchDB as in the gateway: documents arrive with their revisions. */
import { type KnownRevisions, Revisions } from '#lib/domain/door/pick-versions.ts';
import { isMissing, openPouch, type Pouch, type StoredDocument } from '#lib/store/disk/pouch.ts';

interface ChangesAsked {
  readonly since: number;
  readonly limit: number;
  readonly style: 'main_only' | 'all_docs';
}

export class PracticeDatabase {
  readonly name: string;
  readonly epoch = globalThis.crypto.randomUUID();
  readonly #pouch: Pouch;
  readonly #waiting = new Set<() => void>();

  constructor(name: string, { adapter, prefix }: { readonly adapter: string; readonly prefix: string }) {
    this.name = name;
    this.#pouch = openPouch(`${prefix}server-${name}`, { adapter });
  }

  async info(): Promise<object> {
    const { doc_count, update_seq } = await this.#pouch.info();
    const { epoch, name: db_name } = this;
    return { db_name, doc_count, update_seq, epoch, instance_start_time: '0' };
  }

  changes(asked: ChangesAsked): Promise<PouchDB.Core.ChangesResponse<StoredDocument>> {
    return this.#pouch.changes({ ...asked, batch_size: asked.limit });
  }

  revsDiff(revs: Record<string, string[]>): Promise<object> {
    return this.#pouch.revsDiff(revs);
  }

  bulkGet(docs: { id: string; rev?: string }[]): Promise<object> {
    return this.#pouch.bulkGet({ docs, revs: true });
  }

  rowsOf(keys: string[]): Promise<object> {
    return this.#pouch.allDocs({ keys });
  }

  async all(): Promise<ReadonlyMap<string, StoredDocument>> {
    const { rows } = await this.#pouch.allDocs({ include_docs: true });
    return new Map(rows.flatMap(({ id, doc }) => (doc ? [[id, doc]] : [])));
  }

  async versionsOf(id: string): Promise<KnownRevisions> {
    const [leaves, open, all] = [new Set<string>(), new Set<string>(), new Revisions()];
    for (const leaf of await this.#leavesOf(id)) {
      const { _rev = '', _deleted, _revisions: { start, ids } = { start: 0, ids: [] } } = leaf;
      leaves.add(_rev);
      if (!_deleted) open.add(_rev);
      ids.forEach((hash, back) => all.add(start - back, hash));
    }
    return { leaves, open, all };
  }

  async #leavesOf(id: string): Promise<StoredDocument[]> {
    try {
      const found = await this.#pouch.get(id, { open_revs: 'all', revs: true });
      return found.flatMap((one) => ('ok' in one ? [one.ok] : []));
    } catch (error) {
      if (isMissing(error)) return [];
      throw error;
    }
  }

  async write(documents: readonly object[]): Promise<void> {
    if (documents.length === 0) return;
    await this.#pouch.bulkDocs([...documents] as PouchDB.Core.PutDocument<StoredDocument>[], {
      new_edits: false
    });
    this.#tell();
  }

  async put(document: StoredDocument): Promise<string> {
    const held = await this.read(document._id);
    const next = { ...document, ...(held?._rev ? { _rev: held._rev } : {}) };
    const { rev } = await this.#pouch.put(next as PouchDB.Core.PutDocument<StoredDocument>);
    if (!document._id.startsWith('_local/')) this.#tell();
    return rev;
  }

  async read(id: string): Promise<StoredDocument | null> {
    try {
      return await this.#pouch.get(id);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  nextChange(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        this.#waiting.delete(end);
        signal.removeEventListener('abort', end);
        resolve();
      };
      this.#waiting.add(end);
      signal.addEventListener('abort', end);
    });
  }

  #tell(): void {
    for (const end of [...this.#waiting]) end();
  }

  async destroy(): Promise<void> {
    this.#tell();
    await this.#pouch.destroy();
  }
}
