import { readChangePages, readKnownRevisions, type Database } from '#couch/engine/engine.ts';

/**
 * During other writes: changed documents come again later. Without conflicts and tombstones a device would bring back
 * deleted documents. Design and local documents are left out.
 */
const PAGE = 200;
const READ_AT_ONCE = 200;

interface Leaf {
  readonly id: string;
  readonly rev: string;
}

interface RevisionsReader {
  isLeftOut(id: string): boolean;
  lost(id: string): void;
}

export async function* readRevisions(
  database: Database,
  { isLeftOut, lost }: RevisionsReader
): AsyncGenerator<readonly object[]> {
  const missed = new Set<string>();
  for await (const { results } of readChangePages(database, { limit: PAGE, style: 'all_docs' })) {
    const wanted = results.filter(({ id }) => !id.startsWith('_') && !isLeftOut(id));
    for (const { id } of wanted) missed.delete(id);
    const leaves = wanted.flatMap(({ id, changes }) => changes.map(({ rev }) => ({ id, rev })));
    for (let at = 0; at < leaves.length; at += READ_AT_ONCE) {
      const read = await readLeaves(database, leaves.slice(at, at + READ_AT_ONCE));
      for (const { id } of read.missed) missed.add(id);
      yield read.found;
    }
  }
  yield* readAlone(database, missed, lost);
}

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
