/**
 * Which revisions documents have, by id, without their bodies: what a pushed revision would replace, and how much
 * there is beside it. One look at each id in the embedded engine, one question for a hundred of CouchDB.
 */
import type { KnownRevisions } from '#lib/domain/door/pick-versions.ts';
import { Revisions } from '#lib/domain/door/revisions.ts';
import { countsWrites, type Database, type Pause } from './database.ts';
import { isStatus } from './document.ts';
import { readRevisionTree, type RevisionBranch } from './revision-tree.ts';

const ASKED_AT_ONCE = 100;

/**
 * Of those that are there. Where CouchDB names no more than `few` leaves all of them are taken for open: which are
 * tombstones costs a question for each document. After each document of the embedded engine `pause` is waited for.
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
 * Leaves alone are told for all that is known: CouchDB has no question whose answer is the revisions before them without
 * the bodies. A document does not grow without bound by it, since the door bounds the leaves and CouchDB keeps of each
 * only as much history as the database's `_revs_limit` says (`revisionsOf`): at most so many leaves times so many
 * revisions, in a process of CouchDB's and not on the thread that answers everybody.
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
