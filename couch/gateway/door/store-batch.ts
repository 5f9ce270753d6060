/** Writes what the door has accepted, with the revisions it came with, and says what was stored. */
import { countsWrites } from '#couch/engine/engine.ts';
import type { NamedDatabase, Stored } from '#couch/database/reading.ts';
import { isErrorRow, toEngineRow, type ErrorRow, type RefusedRow } from './refused-rows.ts';

interface Written {
  readonly failed: readonly RefusedRow[];
  readonly stored: Stored;
}

/**
 * Where the engine counts, a count that grew by what was written says that nothing else came between: of new acts,
 * of which each counts. A draft that was here already counts for nothing, and another's act would pass for it.
 */
export async function storeBatch({ database }: NamedDatabase, accepted: readonly object[]): Promise<Written> {
  if (accepted.length === 0) return { failed: [], stored: { documents: [], span: null } };
  const isCounted = countsWrites(database);
  const from = isCounted ? (await database.info()).update_seq : 0;
  const rows = await database.bulkDocs([...accepted], { new_edits: false });
  const failed = (rows as ErrorRow[]).filter(isErrorRow).map(toEngineRow);
  const ids = new Set(failed.map(({ id }) => id));
  const documents = (accepted as { readonly _id: string }[]).filter(({ _id }) => !ids.has(_id));
  const to = isCounted ? (await database.info()).update_seq : 0;
  const areNew = documents.every(({ _id }) => _id.startsWith('act:'));
  const isWhole = isCounted && areNew && Number(to) - Number(from) === documents.length;
  return { failed, stored: { documents, span: isWhole ? { from, to } : null } };
}
