import { expect, test } from 'vitest';
import { formatNumber } from '#lib/domain/act/number.ts';
import { openingName } from '#lib/domain/balance/balance-documents.ts';
import { Balance, type Asking } from '#lib/domain/balance/balance.ts';
import { balanceRows, takenByMonth } from '#lib/domain/balance/balance-rows.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { aCodeineLine, aLine, anImportAuthorization, AU } from '../../samples/acts.ts';

const grams = (count: number): string => String(count * 1_000_000);
let serial = 0;

function importOn(day: string, lines: readonly object[], over: object = {}) {
  const number = formatNumber({ country: AU, kind: 'import-authorization', year: 2026, serial: ++serial });
  return anImportAuthorization({ at: `${day}T08:00:00.000Z`, over: { number, lines, ...over } as never });
}

function rowsOn(
  today: string,
  totals: Readonly<Record<string, number>>,
  openings: readonly { readonly _id: string }[] = []
) {
  const acts = [
    importOn('2026-02-03', [aLine({ stated: grams(400) })]),
    importOn('2026-06-01', [aLine({ stated: grams(400) }), aCodeineLine({ stated: grams(100) })]),
    importOn('2026-06-02', [aLine({ stated: grams(80) })], { purpose: 're-export' })
  ];
  const index = new DossierIndex();
  index.add(acts);
  const balance = new Balance(AU);
  for (const key of index.keys()) balance.ledger.put(key, index.get(key));
  for (const opening of openings) balance.takeOpening(opening);
  const asking: Asking = {
    today: today as CalendarDate,
    device: null,
    figures: (_country, substance) =>
      totals[substance] ? { total: grams(totals[substance]) as never } : null,
    isRevoked: () => false
  };
  return balanceRows(balance, asking, {
    country: AU as CountryCode,
    year: 2026,
    substances: Object.keys(totals)
  });
}

test('substances with the least left come first, and those without a figure last', () => {
  const rows = rowsOn('2026-06-30', { morphine: 1000, fentanyl: 5 });
  expect(rows.map(({ substance, total }) => [substance, total])).toEqual([
    ['morphine', 1000e6],
    ['fentanyl', 5e6],
    ['codeine', null]
  ]);
});

test('goods for re-export are shown next to the balance, not in it', () => {
  const [morphine] = rowsOn('2026-06-30', { morphine: 1000 });
  expect(morphine).toMatchObject({ taken: 600e6, reExport: 60e6 });
});

test('the day on which nothing is left follows from the pace of the year so far', () => {
  const until = (total: number): string | null =>
    rowsOn('2026-06-30', { morphine: total })[0]?.lastsUntil ?? null;
  expect(until(1000)).toBe('2026-10-28');
  expect(until(2000)).toBe(null);
  expect(until(600)).toBe('2026-06-30');
});

test('what was authorized before I2ES is taken from the first day', () => {
  const of = { substance: 'morphine', year: 2026 };
  const opening = { _id: `setting:${openingName(of)}`, schema: 1, ...of, quantity: grams(50) };
  const [row] = rowsOn('2026-06-30', { morphine: 1000 }, [opening]);
  expect(row?.opening).toBe(50e6);
  expect(takenByMonth(row!, '2026-06-30' as CalendarDate).map((sum) => sum / 1e6)).toEqual([
    50, 350, 350, 350, 350, 650, 650, 650, 650, 650, 650, 650
  ]);
});
