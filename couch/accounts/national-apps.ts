/** Reports of country servers on the apps of their devices: `apps:<CC>` in `accounts`, the latest month. */
import { putUnlessChanged, readDocument, type Engine } from '#couch/engine/engine.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { parseAppCounts, type AppCounts } from '#lib/domain/usage/usage-record.ts';

const idOf = (country: CountryCode): string => `apps:${country}`;

/** Another gateway's report is as good. */
export async function noteNationalApps(engine: Engine, country: CountryCode, apps: AppCounts): Promise<void> {
  const accounts = engine.open('accounts');
  const held = await readDocument<{ readonly _rev: string }>(accounts, idOf(country));
  const at = held === null ? {} : { _rev: held._rev };
  await putUnlessChanged(accounts, { _id: idOf(country), schema: 1, ...apps, ...at });
}

export async function readNationalApps(engine: Engine, country: CountryCode): Promise<AppCounts | null> {
  const read = parseAppCounts(await readDocument(engine.open('accounts'), idOf(country)));
  return read.ok ? read.value : null;
}
