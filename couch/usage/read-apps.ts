/**
 * Languages and versions of the apps of a country's devices, from what each said of itself when it last had the line.
 * Only of the month that is running: what was said before has been written over since.
 */
import { DeviceReports } from '#couch/accounts/device-reports.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { monthOf } from '#lib/domain/usage/usage-rows.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { ReadApps } from './count-usage.ts';

export function appsReader(engine: Engine, clock: () => number = Date.now): ReadApps {
  const reports = new DeviceReports({ engine, clock });
  return async (country, month) => {
    if (month !== monthOf(new Date(clock()).toISOString() as Instant)) return null;
    const devices = (await reports.list(country)).filter(({ lastSync }) => monthOf(lastSync) === month);
    return {
      languages: countNames(devices.map(({ language }) => language)),
      versions: countNames(devices.map(({ version }) => version))
    };
  };
}

/** What a device calls its version is its own word: what is no name of one is counted as none. */
function countNames(names: readonly (string | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names)
    if (name !== undefined && /^[A-Za-z0-9][A-Za-z0-9.+-]{0,39}$/.test(name))
      counts[name] = (counts[name] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).slice(0, 100));
}
