/** Builders of a country's months of usage: well formed, with a signature that only looks like one. */
import type { CountryCode } from '#lib/domain/ids.ts';
import { usageId, type UsageRecord } from '#lib/domain/usage/usage-record.ts';
import type { Month } from '#lib/domain/usage/usage-rows.ts';

export function aUsage(country: CountryCode, month: Month, over: Partial<UsageRecord> = {}): UsageRecord {
  const nothing = { imports: 0, exports: 0, exchanged: 0, offLine: 0, answered: 0, shipped: 0, endorsed: 0 };
  return {
    _id: usageId(country, month),
    schema: 1,
    country,
    month,
    at: `${month}-28T12:00:00.000Z` as UsageRecord['at'],
    rows: 1,
    ...nothing,
    received: 0,
    receivedAnswered: 0,
    toEndorse: 0,
    endorsedHere: 0,
    endorsedOnTime: 0,
    daysToAnswer: {},
    daysToEndorse: {},
    partners: 0,
    partnersOnSystem: 0,
    people: 1,
    devices: 1,
    languages: {},
    versions: {},
    by: 'K'.repeat(43) as UsageRecord['by'],
    signature: 'S'.repeat(86),
    ...over
  };
}
