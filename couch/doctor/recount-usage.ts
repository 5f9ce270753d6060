/** `npm run doctor -- --usage`: recounts usage from the acts, one sentence per country. */
import type { Engine } from '#couch/engine/engine.ts';
import type { Secrets } from '#couch/installation/secrets.ts';
import { appsReader } from '#couch/usage/read-apps.ts';
import { rebuildUsage } from '#couch/usage/rebuild-usage.ts';
import { importSigningKey } from '#lib/crypto/key.ts';
import type { Instant } from '#lib/domain/ids.ts';

export async function recountUsage(engine: Engine, secrets: Secrets): Promise<readonly string[]> {
  const key = await importSigningKey(secrets.exchangeKey);
  const now = (): Instant => new Date().toISOString() as Instant;
  const tools = { board: engine.open('incb'), key, readApps: appsReader(engine), now };
  return (await rebuildUsage(engine, tools)).flatMap(({ country, acts, months, written, failed }) => {
    const what = written.length === 0 ? 'all as recorded' : `put right: ${written.join(', ')}`;
    return [
      `${country}: ${acts} acts, ${months} months; ${what}.`,
      ...failed.map(
        ({ month, reason }) => `${country}: ${month ?? 'the database'} cannot be counted: ${reason}`
      )
    ];
  });
}
