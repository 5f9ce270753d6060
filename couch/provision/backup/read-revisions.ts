/**
 * Every leaf revision of a database with its history, page by page, while others go on writing: what changes
 * meanwhile comes again further on. Conflicts and tombstones are kept, or a device would bring back what
 * was deleted. Design documents are the program's own and local ones the server's own; both are left out.
 */
import type { Database } from '#couch/engine/engine.ts';

const PAGE = 200;

interface Leaf {
  readonly id: string;
  readonly rev: string;
}

/** `isLeftOut`: ids that mean nothing to another installation. Throws where a revision cannot be had. */
export async function* readRevisions(
  database: Database,
  isLeftOut: (id: string) => boolean
): AsyncGenerator<readonly object[]> {
  const missed = new Set<string>();
  let since: number | string = 0;
  for (;;) {
    const page: PouchDB.Core.ChangesResponse<object> = await database.changes({
      since,
      limit: PAGE,
      batch_size: PAGE,
      style: 'all_docs'
    });
    const wanted = page.results.filter(({ id }) => !id.startsWith('_') && !isLeftOut(id));
    for (const { id } of wanted) missed.delete(id);
    const leaves = wanted.flatMap(({ id, changes }) => changes.map(({ rev }) => ({ id, rev })));
    yield await readLeaves(database, leaves, missed);
    since = page.last_seq;
    // What was missed has changed since it was listed, so it stands further on.
    if (page.results.length === 0 || (page.results.length < PAGE && missed.size === 0)) break;
  }
  const [lost] = missed;
  if (lost !== undefined) throw new Error(`${lost} cannot be read.`);
}

/** A document that was written again in between is compacted away here and comes later in the feed. */
async function readLeaves(
  database: Database,
  leaves: readonly Leaf[],
  missed: Set<string>
): Promise<object[]> {
  if (leaves.length === 0) return [];
  const { results } = await database.bulkGet({ docs: [...leaves], revs: true, attachments: true });
  const found: object[] = [];
  for (const { id, docs } of results) {
    for (const one of docs) {
      if ('ok' in one) found.push(one.ok);
      else missed.add(id);
    }
  }
  return found;
}
