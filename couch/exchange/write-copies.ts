/**
 * Writes copies of acts, with the revision they have at home, into one target database: each judged by what
 * CouchDB's own validator asks, since the embedded engine has none.
 */
import type { Database } from '#couch/engine/engine.ts';
import { mayWriteHere } from '#lib/domain/exchange/authority.ts';
import type { DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { StoredAct } from './sort-acts.ts';

export interface Refused {
  readonly id: string;
  readonly reason: string;
}

/** Resolves once they are stored, with what the database's own wall refused; throws where it cannot be reached. */
export async function writeCopies(
  database: Database,
  target: DatabaseName,
  acts: readonly StoredAct[]
): Promise<readonly Refused[]> {
  const refused: Refused[] = [];
  const allowed = acts.filter((act) => {
    const judged = mayWriteHere({ kind: 'exchange' }, act, target);
    if (!judged.ok) refused.push({ id: act._id, reason: JSON.stringify(judged.problems) });
    return judged.ok;
  });
  const copies = allowed.map(({ _id, _rev, body, signature }) => {
    return { _id, _rev, body, signature, _revisions: { start: 1, ids: [_rev.slice(2)] } };
  });
  const rows = await database.bulkDocs(copies, { new_edits: false });
  for (const row of rows) {
    if (!('error' in row) || !row.error) continue;
    const { id, error, reason } = row as { id?: string; error: unknown; reason?: string };
    if (error !== 'forbidden') throw new Error(`${String(error)}: ${reason ?? ''}`);
    refused.push({ id: id ?? 'unknown', reason: reason ?? '' });
  }
  return refused;
}
