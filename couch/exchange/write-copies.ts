/**
 * Writes copies with their original revision. The validator's function judges each, since the embedded engine has none.
 */
import type { Database } from '#couch/engine/engine.ts';
import { mayWriteHere } from '#lib/domain/exchange/authority.ts';
import type { DatabaseName } from '#lib/domain/exchange/share-scope.ts';
import type { StoredAct } from '#lib/domain/exchange/sort-acts.ts';
import type { Refused, RowWriter } from './write-rows.ts';

/** Resolves with the refused ones; throws if the database cannot be reached. */
export async function writeCopies(
  writer: RowWriter,
  database: Database,
  target: DatabaseName,
  acts: readonly StoredAct[]
): Promise<readonly Refused[]> {
  const refused: Refused[] = [];
  const allowed = acts.filter((act) => {
    const judged = mayWriteHere({ kind: 'exchange' }, act, target);
    if (!judged.ok) refused.push({ id: act._id, code: judged.problems[0]?.code ?? 'forbidden' });
    return judged.ok;
  });
  const copies = allowed.map(({ _id, _rev, body, signature }) => {
    return { _id, _rev, body, signature, _revisions: { start: 1, ids: [_rev.slice(2)] } };
  });
  return refused.concat(await writer.write(target, database, copies));
}
