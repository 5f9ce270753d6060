import { describe, expect, test } from 'vitest';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import { attentionFirst, attentionOf } from '#lib/people/device-standing.ts';
import type { ReportedDevice } from '#lib/store/server/office-people.ts';

const NOW = '2026-11-24T12:00:00.000Z' as Instant;
const HOUR = 3_600_000;

function aReport(changes: Partial<ReportedDevice> = {}, hoursAgo = 1): ReportedDevice {
  const lastSync = new Date(Date.parse(NOW) - hoursAgo * HOUR).toISOString() as Instant;
  const quiet = { unsent: 0, refused: 0, version: '0.3.0', clockOffset: 0, lastSync };
  return { keyId: 'k' as KeyId, device: 'Laptop', person: 'au.officer', ...quiet, ...changes };
}

describe('a device needs attention', () => {
  test.each([
    ['it holds something unsent and has been away for over a day', aReport({ unsent: 2 }, 25), ['unsent']],
    ['the server refused something of it', aReport({ refused: 1 }), ['refused']],
    ['its clock is more than ten minutes ahead', aReport({ clockOffset: 601 }), ['clock']],
    ['its clock is more than ten minutes behind', aReport({ clockOffset: -601 }), ['clock']],
    ['all of it', aReport({ unsent: 1, refused: 1, clockOffset: 900 }, 30), ['unsent', 'refused', 'clock']]
  ])('where %s', (_, report, attention) => {
    expect(attentionOf(report, NOW)).toEqual(attention);
  });

  test.each([
    ['what it holds is less than a day old', aReport({ unsent: 2 }, 23)],
    ['it has been away for long and holds nothing', aReport({}, 24 * 90)],
    ['its clock is ten minutes off and no more', aReport({ clockOffset: 600 })],
    ['it did not say its time', aReport({ clockOffset: null })]
  ])('and none where %s', (_, report) => {
    expect(attentionOf(report, NOW)).toEqual([]);
  });
});

test('devices that need attention come first, in their own order, and a withdrawn one does not', () => {
  const rows = ['quiet', 'refused', 'silent', 'withdrawn', 'clock'].map((key) => ({
    keyId: key as KeyId,
    state: key === 'withdrawn' ? 'withdrawn' : 'certified'
  }));
  const reports = new Map([
    ['quiet' as KeyId, aReport()],
    ['refused' as KeyId, aReport({ refused: 1 })],
    ['withdrawn' as KeyId, aReport({ refused: 1 })],
    ['clock' as KeyId, aReport({ clockOffset: 900 })]
  ]);
  const order = attentionFirst(rows, reports, NOW).map(({ keyId }) => keyId);
  expect(order).toEqual(['refused', 'clock', 'quiet', 'silent', 'withdrawn']);
});
