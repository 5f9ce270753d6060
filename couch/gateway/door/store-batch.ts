import type { SlicedTask } from '#couch/base/sliced-task.ts';
import type { NamedDatabase, Stored } from '#couch/database/registers.ts';
import { countsWrites, isDiskFull } from '#couch/engine/engine.ts';
import type { Problem } from '#lib/domain/result.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { engineFailed, refusal } from '../bounds/refusal.ts';

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
  readonly among?: ReadonlyMap<object, number>;
  readonly work: SlicedTask;
}

/**
 * A count that grew exactly by the new acts proves that no other write came between. A known draft does not count, so
 * another's act could replace it.
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

export interface RefusedRow {
  readonly id: string;
  readonly rev?: string;
  readonly error: 'forbidden';
  readonly status: 403;
  readonly reason: string;
}

const MAX_PROBLEMS_SHOWN = 10;

export function toRefusedRow(document: unknown, problems: readonly Problem[]): RefusedRow {
  const { _id, _rev } = isPlainObject(document) ? document : { _id: '', _rev: null };
  const reason = JSON.stringify(problems.slice(0, MAX_PROBLEMS_SHOWN));
  const rev = typeof _rev === 'string' ? { rev: _rev.slice(0, 60) } : {};
  return { id: String(_id).slice(0, 300), ...rev, error: 'forbidden', status: 403, reason };
}

export function codeOfRow(row: RefusedRow): string {
  return problemsOfRow(row)[0]?.code ?? '';
}

export function problemsOfRow({ reason }: RefusedRow): readonly Problem[] {
  return JSON.parse(reason) as readonly Problem[];
}

interface ErrorRow {
  readonly id?: string;
  readonly error?: unknown;
  readonly reason?: string;
}

function isErrorRow(row: object): boolean {
  return 'error' in row && Boolean((row as ErrorRow).error);
}

/**
 * CouchDB's validator uses the same codes. Any other failure fails the whole request, so that replication repeats it: a
 * denied document is never sent again.
 */
export function toEngineRow(row: ErrorRow): RefusedRow {
  const forbidden = row.error === 'forbidden' || (row as { name?: string }).name === 'forbidden';
  if (isDiskFull(row)) throw refusal(507, 'request.diskFull');
  if (!forbidden) throw engineFailed();
  const isList = /^\[.*\]$/s.test(row.reason ?? '');
  const reason = isList && row.reason ? row.reason : JSON.stringify([{ code: 'door.engine.refused' }]);
  return { id: row.id ?? '', error: 'forbidden', status: 403, reason };
}
