/**
 * Removes a document permanently. CouchDB forgets every leaf and its history. The embedded engine leaves an empty mark
 * for each leaf.
 */
import { randomBytes } from 'node:crypto';
import type { Database } from './database.ts';

export type TakenOut = 'forgotten' | 'marked';

/** Property of such a mark, at which readers stop. */
export const SET_ASIDE = 'setAside';

interface Leaf {
  readonly _id: string;
  readonly _rev: string;
  readonly _deleted?: boolean;
}

/** Every leaf with its content, tombstones included. Empty if the document never existed. */
export async function readLeaves(database: Database, id: string): Promise<readonly Leaf[]> {
  const leaves = (await database.get(id, { open_revs: 'all', revs: true }).catch((error: unknown) => {
    if ((error as { status?: number } | null)?.status === 404) return [];
    throw error;
  })) as unknown as readonly { readonly ok?: Leaf }[];
  return leaves.flatMap(({ ok }) => (ok ? [ok] : []));
}

/** `purge`: asks CouchDB; absent for the embedded engine. */
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
