/**
 * Every leaf revision with history, during other writes: changed documents come again later. Without conflicts and
 * tombstones a device would bring back deleted documents. Design and local documents are left out.
 */
import { readKnownRevisions, type ChangedDocuments, type Database } from '#couch/engine/engine.ts';

const PAGE = 200;
/** Leaves; a document might have thousands. */
const READ_AT_ONCE = 200;

export interface Leaf {
  readonly id: string;
  readonly rev: string;
}

interface RevisionsReader {
  isLeftOut(id: string): boolean;
  /** Called for a listed revision that cannot be read even separately. */
  lost(id: string): void;
}

export async function* readRevisions(
  database: Database,
  { isLeftOut, lost }: RevisionsReader
): AsyncGenerator<readonly object[]> {
  const missed = new Set<string>();
  let since: number | string = 0;
  for (;;) {
    const page: ChangedDocuments = await database.changes({
      since,
      limit: PAGE,
      batch_size: PAGE,
      style: 'all_docs'
    });
    const wanted = page.results.filter(({ id }) => !id.startsWith('_') && !isLeftOut(id));
    for (const { id } of wanted) missed.delete(id);
    const leaves = wanted.flatMap(({ id, changes }) => changes.map(({ rev }) => ({ id, rev })));
    for (const portion of inPortions(leaves)) {
      const read = await readLeaves(database, portion);
      for (const { id } of read.missed) missed.add(id);
      yield read.found;
    }
    since = page.last_seq;
    // A missed revision has changed and comes later, or cannot be read.
    if (page.results.length < PAGE) break;
  }
  yield* readAlone(database, missed, lost);
}

/** One by one in their current form, so that one unreadable document affects no other. */
async function* readAlone(
  database: Database,
  ids: Iterable<string>,
  lost: RevisionsReader['lost']
): AsyncGenerator<readonly object[]> {
  for (const [id, { leaves }] of await readKnownRevisions(database, [...ids], Infinity)) {
    for (const rev of leaves) {
      const { found, missed } = await readLeaves(database, [{ id, rev }]);
      for (const leaf of missed) lost(leaf.id);
      yield found;
    }
  }
}

interface Read {
  readonly found: readonly object[];
  readonly missed: readonly Leaf[];
}

/** A document written again in between is compacted here and comes later in the feed. */
async function readLeaves(database: Database, leaves: readonly Leaf[]): Promise<Read> {
  const found: object[] = [];
  const missed: Leaf[] = [];
  try {
    const { results } = await database.bulkGet({ docs: [...leaves], revs: true, attachments: true });
    for (const { id, docs } of results) {
      for (const one of docs) {
        if ('ok' in one) found.push(one.ok);
        else missed.push({ id, rev: '' });
      }
    }
    return { found, missed };
  } catch (error) {
    // If the engine does not answer, nothing can be copied.
    if ((error as { status?: unknown }).status === undefined) throw error;
    return { found: [], missed: leaves };
  }
}

function* inPortions(leaves: readonly Leaf[]): Generator<readonly Leaf[]> {
  for (let at = 0; at < leaves.length; at += READ_AT_ONCE) yield leaves.slice(at, at + READ_AT_ONCE);
}
