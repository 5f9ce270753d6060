/**
 * At their last connection, here or at the country's own server. Current month only, since later reports overwrite
 * earlier ones.
 */
import { DeviceReports, readNationalApps } from '#couch/accounts/device-reports.ts';
import type { Engine } from '#couch/engine/engine.ts';
import { MAX_NAMES } from '#lib/domain/usage/usage-record.ts';
import { monthOf, type Month } from '#lib/domain/usage/usage-rows.ts';
import type { CountryCode, Instant } from '#lib/domain/ids.ts';
import type { AppCounts } from '#lib/domain/usage/usage-record.ts';
import type { ReadApps } from './count-usage.ts';

export function appsReader(engine: Engine, clock: () => number = Date.now): ReadApps {
  return async (country, month) => {
    if (month !== monthNow(clock)) return null;
    const here = await countApps(engine, country, clock);
    const there = await readNationalApps(engine, country);
    if (there?.month !== month) return here;
    return {
      languages: addUp(here.languages, there.languages),
      versions: addUp(here.versions, there.versions)
    };
  };
}

export async function countApps(
  engine: Engine,
  country: CountryCode,
  clock: () => number = Date.now
): Promise<AppCounts> {
  const month = monthNow(clock);
  const reported = await new DeviceReports({ engine, clock }).list(country);
  const devices = reported.filter(({ lastSync }) => monthOf(lastSync) === month);
  return {
    month,
    languages: countNames(devices.map(({ language }) => language)),
    versions: countNames(devices.map(({ version }) => version))
  };
}

function monthNow(clock: () => number): Month {
  return monthOf(new Date(clock()).toISOString() as Instant);
}

/** Version names come from devices unverified; malformed ones are dropped. */
function countNames(names: readonly (string | undefined)[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of names)
    if (name !== undefined && /^[A-Za-z0-9][A-Za-z0-9.+-]{0,39}$/.test(name))
      counts[name] = (counts[name] ?? 0) + 1;
  return keepFew(counts);
}

function addUp(one: AppCounts['languages'], other: AppCounts['languages']): AppCounts['languages'] {
  const sums: Record<string, number> = { ...one };
  for (const [name, count] of Object.entries(other)) sums[name] = (sums[name] ?? 0) + count;
  return keepFew(sums);
}

function keepFew(counts: Record<string, number>): Record<string, number> {
  const entries = Object.entries(counts).sort(([, a], [, b]) => b - a);
  return Object.fromEntries(entries.slice(0, MAX_NAMES));
}
