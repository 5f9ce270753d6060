/** A document that is missing or has changed is an outcome, not an error. */
import { randomBytes } from 'node:crypto';
import type { ChangedDocuments, Database, TakenOut } from './contract.ts';

export function isStatus(error: unknown, status: number): boolean {
  return (error as { status?: number } | null)?.status === status;
}

export async function readDocument<T extends object>(database: Database, id: string): Promise<T | null> {
  try {
    return (await database.get(id)) as T;
  } catch (error) {
    if (isStatus(error, 404)) return null;
    throw error;
  }
}

export async function putUnlessChanged(database: Database, document: object): Promise<boolean> {
  try {
    await database.put(document as PouchDB.Core.PutDocument<object>);
    return true;
  } catch (error) {
    if (isStatus(error, 409)) return false;
    throw error;
  }
}

interface IdRange {
  readonly startkey: string;
  readonly endkey: string;
}

export function idsFrom(beginning: string): IdRange {
  return { startkey: beginning, endkey: `${beginning}\ufff0` };
}

type Row = PouchDB.Core.AllDocsResponse<object>['rows'][number];

export async function* readPages(
  database: Database,
  {
    startkey,
    endkey,
    limit,
    ...options
  }: IdRange & { limit: number; include_docs?: boolean; conflicts?: boolean }
): AsyncGenerator<readonly Row[], void> {
  for (let from = startkey; ;) {
    const { rows } = await database.allDocs({ ...options, startkey: from, endkey, limit });
    yield rows;
    const last = rows.at(-1);
    if (!last || rows.length < limit) return;
    from = `${last.id}\u0000`;
  }
}

export async function* readChangePages(
  database: Database,
  { since: first = 0, ...options }: PouchDB.Core.ChangesOptions & { limit: number; since?: string | number }
): AsyncGenerator<ChangedDocuments, void> {
  for (let since = first; ;) {
    const page = await database.changes({ ...options, since, batch_size: options.limit });
    yield page;
    if (page.results.length < options.limit) return;
    since = page.last_seq;
  }
}

/** Readers stop at this mark of the embedded engine. */
export const SET_ASIDE = 'setAside';

interface Leaf {
  readonly _id: string;
  readonly _rev: string;
  readonly _deleted?: boolean;
}

export async function readLeaves(database: Database, id: string): Promise<readonly Leaf[]> {
  try {
    const leaves = await database.get(id, { open_revs: 'all', revs: true });
    return leaves.flatMap((leaf) => ('ok' in leaf && leaf.ok ? [leaf.ok] : []));
  } catch (error) {
    if (isStatus(error, 404)) return [];
    throw error;
  }
}

export async function takeOut(
  database: Database,
  id: string,
  purge?: (revisions: Readonly<Record<string, readonly string[]>>) => Promise<void>
): Promise<TakenOut> {
  const leaves = await readLeaves(database, id);
  if (purge) {
    if (leaves.length > 0) await purge({ [id]: leaves.map(({ _rev }) => _rev) });
    return 'forgotten';
  }
  const marks = leaves.filter((leaf) => !(SET_ASIDE in leaf)).map(markOf);
  await database.bulkDocs(marks, { new_edits: false });
  return 'marked';
}

/** Grafted onto the leaf, which can be a tombstone. */
function markOf({ _id, _rev }: Leaf): object {
  const [generation = '', hash = ''] = _rev.split('-');
  const [start, end] = [Number(generation) + 1, randomBytes(16).toString('hex')];
  const _revisions = { start, ids: [end, hash] };
  return { _id, _rev: `${start}-${end}`, _deleted: true, [SET_ASIDE]: true, _revisions };
}
