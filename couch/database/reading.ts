/**
 * How far a register has read a database. It is brought up to date before it is asked, from the last sequence
 * on, so that there is no moment in which it is behind, whoever else writes there. What this gateway has just
 * stored itself it is told, and does not read again: an act's id is the hash of its content.
 */
import { countsWrites, type ChangeRow, type Database } from '#couch/engine/engine.ts';

const PAGE = 1000;
const READ_AT_ONCE = 200;
const MAX_SHOWN = 5000;

/** A database by name and epoch: one that was made anew is read anew. */
export interface NamedDatabase {
  readonly name: string;
  readonly epoch: string;
  readonly database: Database;
}

type Since = number | string;

/** What one write has stored, and between which sequences where nothing else was written meanwhile. */
export interface Stored {
  readonly documents: readonly { readonly _id: string }[];
  readonly span: { readonly from: Since; readonly to: Since } | null;
}

export interface Wanted {
  /** Of any document. */
  isWanted(id: string): boolean;
  /** A wanted document that is new, or not as it was. */
  take(document: object): Promise<void> | void;
  /** One that is gone. */
  drop?(id: string): void;
}

export class Reading {
  #since: Since = 0;
  /** What was told and has not come by the feed yet. */
  readonly #told = new Set<string>();

  async readOn(database: Database, wanted: Wanted): Promise<void> {
    const isCounted = countsWrites(database);
    if (isCounted && (await database.info()).update_seq === this.#since) return;
    for (let since = this.#since; ;) {
      const page = await database.changes({
        since,
        limit: PAGE,
        batch_size: PAGE,
        // There the body is read in any case; CouchDB is asked for those that are wanted.
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

  /** What came after what was told, by whoever can write behind the gateway, is news again. */
  #wasTold({ id, deleted, changes: [leaf] }: ChangeRow): boolean {
    return this.#told.delete(id) && !deleted && leaf?.rev.startsWith('1-') === true;
  }

  /** Takes what acts are wanted of what has just been stored. */
  async tell({ documents, span }: Stored, wanted: Wanted): Promise<void> {
    // Of an act alone: a block of this id may be another gateway's by now, and whose it is the database says.
    const mine = documents.filter(({ _id }) => _id.startsWith('act:') && wanted.isWanted(_id));
    for (const document of mine) await wanted.take(document);
    if (span !== null && span.from === this.#since) this.#since = span.to;
    // What has not been begun is read from the beginning; what is forgotten is read once more.
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
