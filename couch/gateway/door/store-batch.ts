/** Writes accepted documents with their revisions and returns the stored ones. */
import { countsWrites } from '#couch/engine/engine.ts';
import type { NamedDatabase, Stored } from '#couch/database/reading.ts';
import type { LongWork } from '#couch/base/long-work.ts';
import { isErrorRow, toEngineRow, type ErrorRow, type RefusedRow } from './refused-rows.ts';

interface Written {
  readonly failed: readonly RefusedRow[];
  readonly stored: Stored;
}

/**
 * Revisions that the embedded engine merges in one go on the main thread: some hundred versions of one draft would take
 * a second.
 */
const MAX_BATCH = 500;

interface Storing {
  /** Per version, the number of revisions of its document. */
  readonly among?: ReadonlyMap<object, number>;
  readonly work: LongWork;
}

/**
 * On a counting engine, a count that grew exactly by the new acts proves that no other write came between. A known
 * draft does not count, so another's act could replace it.
 */
export async function storeBatch(
  { database }: NamedDatabase,
  accepted: readonly object[],
  { among = new Map(), work }: Storing
): Promise<Written> {
  if (accepted.length === 0) return { failed: [], stored: { documents: [], span: null } };
  const isCounted = countsWrites(database);
  const from = isCounted ? (await database.info()).update_seq : 0;
  const failed: RefusedRow[] = [];
  for (const portion of isCounted ? inPortions(accepted, among) : [accepted]) {
    const rows = (await database.bulkDocs([...portion], { new_edits: false })) as ErrorRow[];
    failed.push(...rows.filter(isErrorRow).map(toEngineRow));
    await work.yieldWhenDue();
  }
  const ids = new Set(failed.map(({ id }) => id));
  const documents = (accepted as { readonly _id: string }[]).filter(({ _id }) => !ids.has(_id));
  const to = isCounted ? (await database.info()).update_seq : 0;
  const areNew = documents.every(({ _id }) => _id.startsWith('act:'));
  const isWhole = isCounted && areNew && Number(to) - Number(from) === documents.length;
  return { failed, stored: { documents, span: isWhole ? { from, to } : null } };
}

function* inPortions(
  accepted: readonly object[],
  among: ReadonlyMap<object, number>
): Generator<readonly object[], void> {
  let [portion, count]: [object[], number] = [[], 0];
  for (const one of accepted) {
    const own = among.get(one) ?? 1;
    if (portion.length > 0 && count + own > MAX_BATCH) {
      yield portion;
      [portion, count] = [[], 0];
    }
    portion.push(one);
    count += own;
  }
  yield portion;
}
