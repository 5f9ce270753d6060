/** Marks a year's numbers as used, so that no device gets them again. */
import { putUnlessChanged, type Engine } from '#couch/engine/engine.ts';
import { BLOCK_SIZE, blockId, type Block } from '#lib/domain/authorization/block.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import { officeOf } from './certificates.ts';
import type { DemonstrationKeys } from './keys.ts';

export async function writeBlocks(
  engine: Engine,
  country: CountryCode,
  serials: ReadonlyMap<string, number>,
  keys: DemonstrationKeys,
  now: Instant
): Promise<void> {
  const database = engine.open(authorityToDatabase(country) ?? '');
  for (const block of blocksOf(country, serials, keys, now)) await putUnlessChanged(database, block);
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
      const range = {
        kind: kind as AuthorizationKind,
        year: Number(year),
        first,
        last: first + BLOCK_SIZE - 1
      };
      return { _id: blockId(range), schema: 1, ...range, ...claim };
    });
  });
}
