/** Writes copies of acts, with the revision they have at home, into one target database. */
import type { Database } from '#couch/engine/engine.ts';
import type { StoredAct } from './sort-acts.ts';

export interface Refused {
  readonly id: string;
  readonly reason: string;
}

/** Resolves once they are stored, with what the database's own wall refused; throws where it cannot be reached. */
export async function writeCopies(
  database: Database,
  acts: readonly StoredAct[]
): Promise<readonly Refused[]> {
  const copies = acts.map(({ _id, _rev, body, signature }) => {
    return { _id, _rev, body, signature, _revisions: { start: 1, ids: [_rev.slice(2)] } };
  });
  const rows = await database.bulkDocs(copies, { new_edits: false });
  const refused: Refused[] = [];
  for (const row of rows) {
    if (!('error' in row) || !row.error) continue;
    const { id, error, reason } = row as { id?: string; error: unknown; reason?: string };
    if (error !== 'forbidden') throw new Error(`${String(error)}: ${reason ?? ''}`);
    refused.push({ id: id ?? 'unknown', reason: reason ?? '' });
  }
  return refused;
}
