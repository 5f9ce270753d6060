/** Builders of a country's months of usage: well formed, with a signature that only looks like one. */
import type { CountryCode } from '#lib/domain/ids.ts';
import { COUNTS } from '#lib/domain/usage/figures.ts';
import { usageId, type UsageRecord } from '#lib/domain/usage/usage-record.ts';
import type { Month } from '#lib/domain/usage/usage-rows.ts';

export function aUsage(country: CountryCode, month: Month, over: Partial<UsageRecord> = {}): UsageRecord {
  const keys = Object.keys(COUNTS);
  const nothing = Object.fromEntries(keys.map((key) => [key, key.startsWith('days') ? {} : 0]));
  return {
    _id: usageId(country, month),
    schema: 1,
    country,
    month,
    at: `${month}-28T12:00:00.000Z` as UsageRecord['at'],
    rows: 1,
    ...(nothing as Pick<UsageRecord, keyof typeof COUNTS>),
    people: 1,
    devices: 1,
    languages: {},
    versions: {},
    by: 'K'.repeat(43) as UsageRecord['by'],
    signature: 'S'.repeat(86),
    ...over
  };
}
