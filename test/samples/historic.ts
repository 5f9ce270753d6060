/** Trade of the time before I2ES. */
import { historicName, totalsOf, type Historic, type HistoricRow } from '#lib/domain/historic/historic.ts';

/** Five kilograms of morphine that arrived from Switzerland. */
export function aHistoricRow(over: Partial<Record<keyof HistoricRow, unknown>> = {}): HistoricRow {
  const row = { on: '2026-02-03', column: 'import', partner: 'CH', substance: 'morphine' };
  return { ...row, micrograms: 5_000_000_000, ...over } as HistoricRow;
}

/** The record of 2026, under the name of its own content. */
export function aHistoric(rows: readonly HistoricRow[], over: object = {}): Historic {
  const totals = totalsOf(rows)?.get(2026) ?? [];
  const record = { schema: 1, year: 2026, part: 1, name: 'old.csv', file: 'F'.repeat(42) + 'A', bytes: 900 };
  const made = {
    ...record,
    totals,
    at: '2026-11-24T09:00:00.000Z',
    by: 'au.administrator',
    ...over
  } as Historic;
  return { ...made, _id: `setting:${historicName(made)}` };
}
