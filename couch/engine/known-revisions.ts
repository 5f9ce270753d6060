/**
 * Known revisions of documents without bodies, to find what a push would replace: one read per id in the embedded
 * engine, one request per hundred of CouchDB.
 */
import { type KnownRevisions, Revisions } from '#lib/domain/door/pick-versions.ts';
import { countsWrites, type Database, type Pause } from './database.ts';
import { isStatus } from './document.ts';
import { readRevisionTree, type RevisionBranch } from './revision-tree.ts';

const ASKED_AT_ONCE = 100;

/**
 * Existing documents only. If CouchDB lists at most `few` leaves, all count as open, since finding tombstones costs a
 * request per document. The embedded engine awaits `pause` after each document.
 */
export async function readKnownRevisions(
  database: Database,
  ids: readonly string[],
  few: number,
  pause: Pause = () => Promise.resolve()
): Promise<Map<string, KnownRevisions>> {
  const known = new Map<string, KnownRevisions>();
  if (countsWrites(database))
    for (const id of ids) {
      noteTree(known, id, await readRevisionTree(database, id));
      await pause();
    }
  else
    for (let at = 0; at < ids.length; at += ASKED_AT_ONCE)
      await askCouchdb(known, database, ids.slice(at, at + ASKED_AT_ONCE), few);
  return known;
}

function noteTree(known: Map<string, KnownRevisions>, id: string, tree: readonly RevisionBranch[]): void {
  if (tree.length === 0) return;
  const [leaves, open, all] = [new Set<string>(), new Set<string>(), new Revisions()];
  const ahead = tree.map(({ pos, ids }) => ({ generation: pos, node: ids }));
  for (let next = ahead.pop(); next; next = ahead.pop()) {
    const { generation, node } = next;
    const [hash, { deleted }, children] = node;
    all.add(generation, hash);
    for (const child of children) ahead.push({ generation: generation + 1, node: child });
    if (children.length > 0) continue;
    const revision = `${generation}-${hash}`;
    leaves.add(revision);
    if (!deleted) open.add(revision);
  }
  known.set(id, { leaves, open, all });
}

/**
 * Only leaves are returned: CouchDB cannot list earlier revisions without bodies. The document stays bounded, since the
 * door bounds leaves and `_revs_limit` (`revisionsOf`) bounds history. The work runs in CouchDB and not on our thread.
 */
async function askCouchdb(
  known: Map<string, KnownRevisions>,
  database: Database,
  ids: readonly string[],
  few: number
): Promise<void> {
  const { results } = await database.changes({
    doc_ids: [...ids],
    style: 'all_docs',
    limit: ids.length,
    batch_size: ids.length
  });
  for (const { id, changes } of results) {
    const leaves = new Set(changes.map(({ rev }) => rev));
    const open = leaves.size <= few ? leaves : await readOpenLeaves(database, id);
    known.set(id, { leaves, open, all: Revisions.of(leaves) });
  }
}

async function readOpenLeaves(database: Database, id: string): Promise<ReadonlySet<string>> {
  try {
    const { _rev, _conflicts = [] } = await database.get(id, { conflicts: true });
    return new Set([_rev, ..._conflicts]);
  } catch (error) {
    if (isStatus(error, 404)) return new Set();
    throw error;
  }
}
