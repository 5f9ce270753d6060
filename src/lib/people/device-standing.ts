import type { Instant, KeyId } from '#lib/domain/ids.ts';
import type { ReportedDevice } from '#lib/store/server/office-people.ts';

export type Attention = 'unsent' | 'refused' | 'clock';

const LONG_UNSENT_MS = 24 * 3_600_000;
const WRONG_CLOCK_SECONDS = 600;

/**
 * | it said                                             | attention |
 * |-----------------------------------------------------|-----------|
 * | something unsent, and nothing more for over a day   | unsent    |
 * | something refused                                   | refused   |
 * | a clock more than ten minutes off                   | clock     |
 */
export function attentionOf(
  { lastSync, unsent, refused, clockOffset }: ReportedDevice,
  now: Instant
): readonly Attention[] {
  const isLong = Date.parse(now) - Date.parse(lastSync) > LONG_UNSENT_MS;
  return [
    ...(unsent > 0 && isLong ? (['unsent'] as const) : []),
    ...(refused > 0 ? (['refused'] as const) : []),
    ...(Math.abs(clockOffset ?? 0) > WRONG_CLOCK_SECONDS ? (['clock'] as const) : [])
  ];
}

export function attentionFirst<Row extends { readonly keyId: KeyId; readonly state: string }>(
  rows: readonly Row[],
  reports: ReadonlyMap<KeyId, ReportedDevice>,
  now: Instant
): readonly Row[] {
  const needs = (row: Row): boolean => {
    const report = reports.get(row.keyId);
    return row.state !== 'withdrawn' && report !== undefined && attentionOf(report, now).length > 0;
  };
  return [...rows.filter(needs), ...rows.filter((row) => !needs(row))];
}
