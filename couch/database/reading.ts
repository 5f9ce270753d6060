/**
 * A register's position in a database. Each question first reads on from there, so no other writer is missed. This
 * gateway's own writes are passed directly: an act's id is the hash of its content.
 */
import { countsWrites, type ChangeRow, type Database } from '#couch/engine/engine.ts';

const PAGE = 1000;
const READ_AT_ONCE = 200;
const MAX_SHOWN = 5000;

export interface NamedDatabase {
  readonly name: string;
  readonly epoch: string;
  readonly database: Database;
}

type Since = number | string;

/** Documents of one write, and its two sequences if no other write came between. */
export interface Stored {
  readonly documents: readonly { readonly _id: string }[];
  readonly span: { readonly from: Since; readonly to: Since } | null;
}

export interface Wanted {
  isWanted(id: string): boolean;
  /** A wanted document that is new or changed. */
  take(document: object): Promise<void> | void;
  drop?(id: string): void;
}

export class Reading {
  #since: Since = 0;
  /** Passed documents that the feed has not delivered yet. */
  readonly #told = new Set<string>();

  async readOn(database: Database, wanted: Wanted): Promise<void> {
    const isCounted = countsWrites(database);
    if (isCounted && (await database.info()).update_seq === this.#since) return;
    for (let since = this.#since; ;) {
      const page = await database.changes({
        since,
        limit: PAGE,
        batch_size: PAGE,
        // The embedded engine reads bodies anyway.
        ...(isCounted ? { include_docs: true } : {})
      });
      const fresh = page.results.filter((row) => !this.#wasTold(row) && wanted.isWanted(row.id));
      for (const { id, deleted } of fresh) if (deleted) wanted.drop?.(id);
      const kept = fresh.filter(({ deleted }) => !deleted);
      if (isCounted) for (const { doc } of kept) await wanted.take(doc as object);
      else
        await takeByIds(
          database,
          kept.map(({ id }) => id),
          wanted
        );
      since = page.last_seq;
      if (page.results.length === PAGE) continue;
      this.#since = since;
      return;
    }
  }

  /** A later change to a passed document, by a writer behind the gateway, is new. */
  #wasTold({ id, deleted, changes: [leaf] }: ChangeRow): boolean {
    return this.#told.delete(id) && !deleted && leaf?.rev.startsWith('1-') === true;
  }

  async tell({ documents, span }: Stored, wanted: Wanted): Promise<void> {
    // Acts only: a block of this id can belong to another gateway by now.
    const mine = documents.filter(({ _id }) => _id.startsWith('act:') && wanted.isWanted(_id));
    for (const document of mine) await wanted.take(document);
    if (span !== null && span.from === this.#since) this.#since = span.to;
    // An unread database is read from the beginning. Forgotten documents are read once more.
    else if (this.#since !== 0 && this.#told.size + mine.length <= MAX_SHOWN)
      for (const { _id } of mine) this.#told.add(_id);
  }
}

async function takeByIds(database: Database, ids: readonly string[], wanted: Wanted): Promise<void> {
  for (let at = 0; at < ids.length; at += READ_AT_ONCE) {
    const { rows } = await database.allDocs({ keys: ids.slice(at, at + READ_AT_ONCE), include_docs: true });
    for (const row of rows) if ('doc' in row && row.doc) await wanted.take(row.doc);
  }
}
