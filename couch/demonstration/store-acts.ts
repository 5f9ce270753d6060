import { createHash } from 'node:crypto';
import type { Database, Engine } from '#couch/engine/engine.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { databaseToAuthority } from '#lib/domain/exchange/authority.ts';

const AT_ONCE = 500;

/**
 * Writes acts as replication does, with a fixed first revision, so that copies are equal. On CouchDB only the exchange
 * can write other authorities' acts.
 */
export async function storeActs(engine: Engine, name: string, acts: readonly Act[]): Promise<void> {
  const own = databaseToAuthority(name);
  const isOwn = ({ body }: Act): boolean => body.issuer === own;
  await store(name, engine.open(name), acts.filter(isOwn));
  const carried = acts.filter((act) => !isOwn(act));
  if (carried.length > 0) await store(name, engine.openAsExchange(name), carried);
}

async function store(name: string, database: Database, acts: readonly Act[]): Promise<void> {
  for (let from = 0; from < acts.length; from += AT_ONCE) {
    const documents = acts.slice(from, from + AT_ONCE).map(actToRevision);
    const results = await database.bulkDocs(documents, { new_edits: false });
    const refused = results.find((result) => 'error' in result && result.error);
    if (refused) throw new Error(`${name} refused a demonstration act: ${JSON.stringify(refused)}`);
  }
}

function actToRevision(act: Act): Act & { _rev: string; _revisions: { start: number; ids: string[] } } {
  const id = createHash('md5').update(act._id).digest('hex');
  return { ...act, _rev: `1-${id}`, _revisions: { start: 1, ids: [id] } };
}
