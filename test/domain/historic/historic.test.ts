/** Trade of the time before I2ES: rows of a file, their totals, and where they count. */
import { describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { Balance } from '#lib/domain/balance/balance.ts';
import { openingName } from '#lib/domain/balance/balance-documents.ts';
import { checkCountryDocument } from '#lib/domain/exchange/document-structure.ts';
import {
  rowsToText,
  textToRows,
  MAX_TOTALS,
  parseHistoric,
  totalsOf,
  type Historic,
  type HistoricRow
} from '#lib/domain/historic/historic.ts';
import { HISTORIC_COLUMNS, readHistoric } from '#lib/domain/historic/read-historic.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { DOOR_LIMITS } from '#lib/domain/door/room.ts';
import { MAX_MICROGRAMS } from '#lib/domain/quantity.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { computeReturn, type ReturnSource } from '#lib/domain/returns/compute-return.ts';
import { aClosedTrade } from '../../samples/acts.ts';
import { planOf } from '../../samples/tables.ts';
import { aHistoricRow as aRow, aHistoric as aRecord } from '../../samples/historic.ts';

const AU = 'AU' as CountryCode;
const TODAY = '2026-11-24';

const manyTotals = (count: number): Historic['totals'] =>
  Array.from({ length: count }, (_, nth) => ({
    ...aRecord([aRow()]).totals[0]!,
    month: 12,
    micrograms: String(MAX_MICROGRAMS) as never,
    rows: 50_000,
    substance: `substance-with-a-name-of-fifty-letters-number-${1000 + nth}` as never
  }));

const table = (rows: readonly (readonly (string | number)[])[]) => ({
  rows: [HISTORIC_COLUMNS.map(({ name }) => name), ...rows].map((cells, at) => ({ no: at + 1, cells })),
  problems: [],
  is1904: false
});
const read = (rows: readonly (readonly (string | number)[])[]) => {
  const reader = {
    own: AU,
    today: TODAY as never,
    substanceOf: (name: string) => (name === 'Morphine' ? 'morphine' : null)
  };
  const { added, ...plan } = planOf((log) => readHistoric(table(rows), reader, log));
  return { ...plan, rows: added };
};

describe('a file of old trade', () => {
  test('gives a row for each line of goods, in micrograms of base', () => {
    const { rows, problems, rowCount } = read([['2021-03-04', 'import', 'CH', 'Morphine', 2.5, 'X 7']]);
    expect([rowCount, problems]).toEqual([1, []]);
    expect(rows).toEqual([
      {
        row: 2,
        on: '2021-03-04',
        column: 'import',
        partner: 'CH',
        substance: 'morphine',
        micrograms: 2_500_000,
        number: 'X 7'
      }
    ]);
  });

  test.each([
    ['a direction that is neither import nor export', { 1: 'transit' }, 'historic.direction'],
    ['the own country as the partner', { 2: 'AU' }, 'historic.partner.own'],
    ['a day that has not come', { 0: '2026-11-24' }, 'historic.date.future'],
    ['a day before all records', { 0: '1989-12-31' }, 'historic.date.early'],
    ['nothing that moved', { 4: 0 }, 'historic.quantity'],
    ['a substance that no list has', { 3: 'Sugar' }, 'list.cell.substance']
  ])('names %s by row and column, and leaves that row out alone', (_what, change, code) => {
    const good = ['2021-03-04', 'export', 'CH', 'Morphine', 1, ''];
    const bad = good.map((cell, at) => (change as Record<number, string | number>)[at] ?? cell);
    const { rows, problems } = read([bad, good]);
    expect(rows.map(({ row }) => row)).toEqual([3]);
    expect(problems).toMatchObject([{ code, values: { row: 2, column: expect.any(String) } }]);
  });
});

describe('its totals', () => {
  test('are those of each month, partner, direction and substance, by year', () => {
    const rows = [
      aRow(),
      aRow({ on: '2026-02-28' }),
      aRow({ on: '2026-03-01' }),
      aRow({ column: 'export' }),
      aRow({ on: '2025-02-03', partner: 'FR' })
    ];
    const totals = totalsOf(rows)!;
    expect([...totals.keys()]).toEqual([2025, 2026]);
    expect(
      totals.get(2026)!.map(({ month, column, micrograms, rows }) => [month, column, micrograms, rows])
    ).toEqual([
      [2, 'export', '5000000000', 1],
      [2, 'import', '10000000000', 2],
      [3, 'import', '5000000000', 1]
    ]);
  });

  test('are the same for the same rows in any order', () => {
    const rows = [aRow(), aRow({ partner: 'FR' }), aRow({ substance: 'codeine' })];
    expect(totalsOf([...rows].reverse())).toEqual(totalsOf(rows));
  });

  test('fit a document that the country database accepts, also the largest', () => {
    const record = aRecord([aRow()], { totals: manyTotals(MAX_TOTALS), at: '2026-12-24T09:00:00.000Z' });
    expect(checkCountryDocument({ ...record, _rev: '1-a' }, null)).toMatchObject({ ok: true });
    expect(JSON.stringify(record).length).toBeLessThan(DOOR_LIMITS.documentBytes);
  });

  test.each([
    ['another year than its name', { year: 2025 }],
    ['a total twice', { totals: [...aRecord([aRow()]).totals, ...aRecord([aRow()]).totals] }],
    ['a quantity that is no number', { totals: [{ ...aRecord([aRow()]).totals[0], micrograms: '-1' }] }],
    ['no totals', { totals: [] }],
    [
      'more totals than a document holds',
      { totals: manyTotals(MAX_TOTALS + 1), at: '2026-12-24T09:00:00.000Z' }
    ],
    ['trade after the day of the load', { at: '2026-01-31T09:00:00.000Z' }],
    ['the file of another record', { file: 'G'.repeat(43) }],
    ['a name of a hundred letters', { name: 'x'.repeat(100) }],
    ['a partner that is no country', { totals: [{ ...aRecord([aRow()]).totals[0], partner: 'ZZ9' }] }]
  ])('are refused with %s', (_what, over) => {
    const record = { ...aRecord([aRow()]), ...over };
    const told = { ok: false, problems: [{ code: 'historic.malformed' }] };
    expect(parseHistoric(record)).toMatchObject(told);
    expect(checkCountryDocument({ ...record, _rev: '1-a' }, null)).toMatchObject(told);
  });
});

describe('the rows of a record', () => {
  const rows = [aRow({ number: 'X 7' }), aRow({ partner: 'FR' }), aRow({ on: '2027-02-03' })];
  const textOf = (all: readonly HistoricRow[]) => [...rowsToText(all)].join('');
  const content = textOf(rows);

  test('come back from their text, those of its year', () => {
    expect(textToRows(content, aRecord(rows))).toEqual(rows.slice(0, 2));
    expect(textOf([...rows].reverse())).toBe(content);
  });

  test.each([
    ['of another quantity', content.replace('5000000000', '5000000001')],
    ['without one of them', content.split('\n').slice(1).join('\n')],
    ['with a member that nobody knows', content.replace('"on"', '"act":1,"on"')],
    ['that are no rows', '<html>']
  ])('are refused %s', (_what, text) => {
    expect(textToRows(text, aRecord([...rows].reverse()))).toBeNull();
  });
});

describe('historic records count', () => {
  const of = { country: AU, substance: 'morphine', year: 2026 };

  test('as imports of their year in the balance, unless a figure was entered', () => {
    const balance = new Balance(AU);
    const record = aRecord([aRow(), aRow({ column: 'export' }), aRow({ on: '2026-05-01' })]);
    balance.takeOpening(record);
    expect(balance.openingOf(of)).toBe(10_000_000_000);
    expect(balance.openingOf({ ...of, year: 2025 })).toBe(0);
    expect(balance.openingOf({ ...of, country: 'CH' as CountryCode })).toBe(0);
    const entered = {
      _id: `setting:${openingName(of as never)}`,
      schema: 1,
      quantity: '7',
      substance: 'morphine',
      year: 2026
    };
    balance.takeOpening(entered);
    expect(balance.openingOf(of)).toBe(7);
    balance.dropOpening(entered._id);
    balance.dropOpening(record._id);
    expect(balance.openingOf(of)).toBe(0);
  });

  const trade = aClosedTrade();
  const acts = new Map<string, DossierAct>(trade.map((act) => [act._id, act]));
  const key = trade[0]!.body.dossier;
  const dossier = foldDossier(key, trade);
  const source = {
    authority: AU,
    dossiers: [dossier],
    actOf: (id: string) => acts.get(id) ?? null,
    entered: []
  };
  const figuresOf = (period: string, historic: readonly Historic[]) =>
    computeReturn('a', period, { ...source, historic } as ReturnSource).figures.filter(
      ({ substance }) => substance === 'morphine'
    );
  /** The documents say: 360 g of morphine arrived from Switzerland on 20 October. */
  const DOCUMENTED = 360_000_000;
  const october = aRow({ on: '2026-10-02' });
  const june = aRow({ on: '2026-06-02' });

  test('in the return of their quarter, and in no other', () => {
    const historic = [aRecord([aRow(), aRow({ on: '2026-03-31' }), aRow({ on: '2026-04-01' })])];
    expect(figuresOf('2026-q1', historic)).toMatchObject([
      {
        column: 'import',
        partner: 'CH',
        micrograms: 10_000_000_000,
        historic: 10_000_000_000,
        parts: []
      }
    ]);
    expect(figuresOf('2026-q2', historic)).toMatchObject([{ micrograms: 5_000_000_000 }]);
    expect(figuresOf('2025-q1', historic)).toEqual([]);
  });

  test('next to documents of another month, and not in a month that has documents of the same goods', () => {
    const imports = (rows: readonly HistoricRow[]) => figuresOf('2026-q4', [aRecord(rows)])[0];
    expect(imports([october])).toMatchObject({ micrograms: DOCUMENTED });
    expect(imports([october])).not.toHaveProperty('historic');
    expect(imports([october, aRow({ on: '2026-11-02' })])).toMatchObject({
      micrograms: DOCUMENTED + 5_000_000_000,
      historic: 5_000_000_000,
      parts: { length: 1 }
    });
    const others = [aRow({ on: '2026-10-02', partner: 'FR' }), aRow({ on: '2026-10-02', column: 'export' })];
    expect(figuresOf('2026-q4', [aRecord(others)])).toHaveLength(3);
  });

  test('in the balance by the same rule, so that nothing is counted twice', () => {
    const balance = new Balance(AU);
    balance.takeOpening(aRecord([october, june, aRow({ on: '2026-10-02', partner: 'FR' })]));
    expect(balance.openingOf(of)).toBe(15_000_000_000);
    balance.ledger.put(key, dossier);
    expect(balance.openingOf(of)).toBe(10_000_000_000);
    expect(balance.fork().openingOf(of)).toBe(10_000_000_000);
    balance.ledger.put(key, null);
    expect(balance.openingOf(of)).toBe(15_000_000_000);
  });

  test('once, although two devices have loaded the same file, and twice from two files', () => {
    const balance = new Balance(AU);
    for (const by of ['au.administrator', 'au.deputy']) balance.takeOpening(aRecord([june], { by }));
    expect(balance.openingOf(of)).toBe(5_000_000_000);
    balance.takeOpening(aRecord([june], { file: 'G'.repeat(42) + 'A' }));
    expect(balance.openingOf(of)).toBe(10_000_000_000);
  });
});
