/** Writes count once a majority of the copies has them. Repeated writes change nothing. */
import type { Database, Written } from './database.ts';

type Confirm = (written: readonly Written[]) => Promise<void>;
type BulkDocs = (
  docs: readonly object[] | Batch,
  options?: { new_edits?: boolean }
) => Promise<readonly object[]>;

interface Batch {
  readonly docs: readonly object[];
  readonly new_edits?: boolean;
}

export function writeStored(database: Database, confirm: Confirm): Database {
  const bulkDocs = database.bulkDocs.bind(database) as unknown as BulkDocs;
  const stored: BulkDocs = async (batch, options) => {
    const rows = await bulkDocs(batch, options);
    const { docs, new_edits } = 'docs' in batch ? batch : { docs: batch, new_edits: options?.new_edits };
    if ((options?.new_edits ?? new_edits) === false) await confirm(listWritten(docs, rows));
    return rows;
  };
  return Object.assign(database, { bulkDocs: stored, confirmStored: confirm });
}

function listWritten(docs: readonly object[], rows: readonly object[]): Written[] {
  const refused = new Set(rows.flatMap((row) => ('error' in row && 'id' in row ? [row.id] : [])));
  const written = docs as readonly { readonly _id: string; readonly _rev: string }[];
  return written.filter(({ _id }) => !refused.has(_id)).map(({ _id: id, _rev: rev }) => ({ id, rev }));
}
