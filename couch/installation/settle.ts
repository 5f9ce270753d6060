/**
 * `../databases.ts` has the limit. Ended versions leave a tombstone, so that devices and partner servers end them too.
 */
import { createHash } from 'node:crypto';
import { MAX_OPEN_VERSIONS } from '#couch/base/databases.ts';
import { readKnownRevisions, readPages, type Database } from '#couch/engine/engine.ts';

interface ManyVersioned {
  readonly id: string;
  readonly versions: number;
}

const PAGE = 200;
const ENDED_AT_ONCE = 200;
const AFTER_ACTS = 'act;';
const LAST = '\ufff0';

export async function listManyVersioned(database: Database): Promise<readonly ManyVersioned[]> {
  const found: ManyVersioned[] = [];
  const range = { startkey: AFTER_ACTS, endkey: LAST, limit: PAGE, include_docs: true, conflicts: true };
  for await (const rows of readPages(database, range))
    for (const { id, doc } of rows) {
      const versions = 1 + (doc?._conflicts?.length ?? 0);
      if (versions > MAX_OPEN_VERSIONS) found.push({ id, versions });
    }
  return found;
}

interface Settled {
  readonly kept: number;
  readonly ended: number;
}

/** Null if the document does not exist. */
export async function settleVersions(database: Database, id: string, keep: number): Promise<Settled | null> {
  const known = (await readKnownRevisions(database, [id], 0)).get(id);
  if (!known || known.open.size === 0) return null;
  const { _rev: shown } = await database.get(id);
  const others = [...known.open].filter((revision) => revision !== shown).sort(byAge);
  const ended = others.slice(keep);
  for (let at = 0; at < ended.length; at += ENDED_AT_ONCE) {
    const tombstones = ended.slice(at, at + ENDED_AT_ONCE).map((revision) => tombstoneOf(id, revision));
    const rows = await database.bulkDocs(tombstones, { new_edits: false });
    const refused = rows.find((row) => 'error' in row && row.error) as { reason?: string } | undefined;
    if (refused) throw new Error(`${id} cannot be settled: ${refused.reason ?? 'refused'}`);
  }
  return { kept: known.open.size - ended.length, ended: ended.length };
}

function byAge(a: string, b: string): number {
  const [one, other] = [Number.parseInt(a, 10), Number.parseInt(b, 10)];
  if (one !== other) return other - one;
  return a < b ? 1 : -1;
}

/** The id comes from the ended version, so a second run changes nothing. */
function tombstoneOf(_id: string, revision: string): object {
  const start = Number.parseInt(revision, 10) + 1;
  const hash = createHash('md5').update(`${_id} ${revision}`).digest('hex');
  const ids = [hash, revision.slice(revision.indexOf('-') + 1)];
  return { _id, _rev: `${start}-${hash}`, _deleted: true, _revisions: { start, ids } };
}
