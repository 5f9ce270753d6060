/** What the search of the register and the palette can find in a row that the store computed. */
import { expect, test } from 'vitest';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { ActId, CalendarDate } from '#lib/domain/ids.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { loadCountryWords } from '#lib/register/found-rows.ts';
import { foundRows } from '#lib/register/row-search.ts';
import { START } from '#lib/register/register-params.ts';
import { Register } from '#lib/store/index/register.ts';
import { queryRegister } from '#lib/store/index/query-register.ts';
import { findRecords } from '../../src/routes/(app)/find-records.ts';
import { aCodeineLine, aLine, anExportAuthorization, anImportAuthorization, CH } from '../samples/acts.ts';

const countries = await loadCountryWords();
const order = anImportAuthorization({ over: { lines: [aLine()] } });
const { importAuthorization } = anExportAuthorization(order).body;
const granted = anExportAuthorization(order, {
  over: {
    lines: [aLine(), aCodeineLine({ scheduleThree: {} })],
    number: 'CH-E-2026-000005-10',
    importAuthorization: { ...importAuthorization, number: 'PAPER 9436/26' },
    exporter: { ...anExportAuthorization(order).body.exporter, name: 'Laboratoires Lémanique SA' }
  }
});
const dossiers = new DossierIndex();
dossiers.add([granted]);
const records = {
  version: 1,
  dossiers,
  uncounted: new Set(),
  takeUncounted: () => new Set(),
  shelf: { acts: new Map<ActId, DossierAct>([[granted._id, granted]]), others: new Map(), ofKind: () => [] },
  counts: () => true,
  verdictOf: () => 'good',
  verdicts: { verdictOf: () => 'good' }
};
const book = { device: { keysKnownAt: null }, isOnServer: () => true, isRefused: () => false };
const rows = new Register(records as never, book as never, CH).rows('2026-10-20' as CalendarDate);
const store = {
  registerRows: (query = {}) => queryRegister(rows, query),
  person: null,
  companies: () => [],
  documents: () => []
};

test.each(['9436', 'paper 9436', 'Austral 9436', 'Lemanique', 'LÉMANIQUE'])(
  'an export authorization is found by %j, in the register and in the palette',
  (text) => {
    expect(foundRows(store, START, { text, countries }).rows).toHaveLength(1);
    expect(findRecords(text, store, countries).filter(({ isCode }) => isCode)).toHaveLength(1);
  }
);

test('the base of a row leaves out preparations of 1961 Schedule III (art. 31(16))', () => {
  expect(granted.body.lines).toHaveLength(2);
  expect(rows.map(({ totals }) => totals.map(({ substance }) => substance))).toEqual([['morphine']]);
});

test('goods are found by their CAS number, with and without hyphens', () => {
  const [line] = granted.body.lines;
  expect(line?.substance).toBe('morphine');
  for (const text of ['57-27-2', '57272'])
    expect(foundRows(store, START, { text, countries }).rows).toHaveLength(1);
});
