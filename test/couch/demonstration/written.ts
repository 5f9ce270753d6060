/** The whole demonstration as it is written before it is stored, and what two authorities' devices make of it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureDemonstrationKeys, type DemonstrationKeys } from '#couch/demonstration/signing.ts';
import { tradersOf, writeActs, type WrittenActs } from '#couch/demonstration/write-acts.ts';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import type { Act, DossierAct } from '#lib/domain/act/body.ts';
import { isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import type { Instant } from '#lib/domain/ids.ts';

export interface WrittenWorld extends WrittenActs {
  readonly keys: DemonstrationKeys;
  /** Each once, in the order of time. */
  readonly trade: readonly DossierAct[];
}

export async function writeWorld(now: Instant): Promise<WrittenWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'i2es-test-'));
  const keys = await ensureDemonstrationKeys(folder, tradersOf('world'));
  rmSync(folder, { recursive: true });
  const exchange = await importSigningKey(await generatePrivateJwk());
  const written = await writeActs({ size: 'world', keys, exchange, now });
  return { ...written, keys, trade: tradeOf([...written.byDatabase.values()].flat()) };
}

function tradeOf(acts: readonly Act[]): readonly DossierAct[] {
  const once = new Map(acts.filter(isDossierAct).map((act) => [act._id, act]));
  return [...once.values()].sort((a, b) => (a.body.at < b.body.at ? -1 : 1));
}
