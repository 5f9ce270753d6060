/** Stores acts and their number blocks. */
import { createHash } from 'node:crypto';
import { putUnlessChanged, type Database, type Engine } from '#couch/engine/engine.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import { BLOCK_SIZE, blockId, type Block } from '#lib/domain/authorization/block.ts';
import { databaseToAuthority } from '#lib/domain/exchange/authority.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { officeOf } from './certificates.ts';
import type { DemonstrationKeys } from './signing.ts';

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

/** Marks a year's numbers as used, so that no device gets them again. */
export async function writeBlocks(engine: Engine, ...of: Parameters<typeof blocksOf>): Promise<void> {
  const database = engine.open(authorityToDatabase(of[0]) ?? '');
  for (const block of blocksOf(...of)) await putUnlessChanged(database, block);
}

export function blocksOf(
  country: CountryCode,
  serials: ReadonlyMap<string, number>,
  keys: DemonstrationKeys,
  now: Instant
): readonly Block[] {
  const { key, by } = officeOf(country, 'officer', keys);
  const claim = {
    ...{ device: key.keyId, office: 'Demonstration records' },
    ...{ claimedAt: now, claimedBy: by.person }
  };
  return [...serials].flatMap(([name, last]) => {
    const [of, kind, year] = name.split(':');
    if (of !== country) return [];
    const firsts = Array.from({ length: Math.ceil(last / BLOCK_SIZE) }, (_, i) => i * BLOCK_SIZE + 1);
    return firsts.map((first): Block => {
      const lasts = { first, last: first + BLOCK_SIZE - 1 };
      const range = { kind: kind as AuthorizationKind, year: Number(year), ...lasts };
      return { _id: blockId(range), schema: 1, ...range, ...claim };
    });
  });
}
