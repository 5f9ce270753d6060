/** What the register finds: the table, its files and the palette ask the same function. */
import { describe, expect, test } from 'vitest';
import { foldText } from '#lib/domain/act/typed-text.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { loadCountryWords } from '#lib/register/found-rows.ts';
import { foundRows } from '#lib/register/row-search.ts';
import { m } from '#lib/i18n/messages.ts';
import { registerTable } from '#lib/register/register-table.ts';
import { START } from '#lib/register/register-params.ts';
import type { RegisterRow } from '#lib/store/api.ts';
import { queryRegister } from '#lib/store/index/query-register.ts';
import { findRecords } from '../../src/routes/(app)/find-records.ts';
import { aRow } from './sample-rows.ts';

const countries = await loadCountryWords();
const haystackOf = (row: RegisterRow): string =>
  foldText([row.number, row.partner, row.importer, row.exporter, ...row.substances].join(' '));
const made = (change: Partial<RegisterRow>): RegisterRow => {
  const row = aRow(change);
  return { ...row, haystack: haystackOf(row) };
};

const swiss = made({ number: 'CH-E-2026-004711-25', exporter: 'Alpen AG' });
const other = made({ number: 'CH-E-2026-004712-11', exporter: 'Basel Chemie' });
const french = made({ number: 'FR-E-2026-004711-08', partner: 'FR' as CountryCode, exporter: 'Lyon SA' });
const mixed = made({
  number: 'AU-I-2026-000009-10',
  substances: ['codeine phosphate', 'methylphenidate hydrochloride'],
  totals: [
    { substance: 'codeine', base: 736_600_000 },
    { substance: 'methylphenidate', base: 82_090_000 }
  ],
  issuedOn: '2026-09-30' as CalendarDate
});
const rows = [swiss, other, french, mixed];
const store = {
  registerRows: (query = {}) => queryRegister(rows, query),
  person: null,
  companies: () => [],
  documents: () => []
};
const found = (text: string, more: Partial<typeof START> = {}, company: string | null = null) =>
  foundRows(store, { ...START, ...more }, { text, countries, company }).rows.map(({ number }) => number);
const inPalette = (text: string) =>
  findRecords(text, store, countries).flatMap(({ label, isCode }) => (isCode ? [label] : []));

describe('the search', () => {
  test.each(['Switz 4711', '4711 switz', '4711 Suisse alpen', 'alpen morphine 4711 瑞士'])(
    'finds by %j the one authorization that all words fit, in the register and in the palette',
    (text) => {
      expect(found(text)).toEqual([swiss.number]);
      expect(inPalette(text)).toEqual([swiss.number]);
    }
  );

  test.each(['4711', 'Switzerland', 'morphine', 'basel', 'Switz 9999'])(
    'finds by %j the same in the palette as in the register',
    (text) => expect(inPalette(text)).toEqual(found(text))
  );
});

test('the filter by suspension finds what cannot leave, whatever its own state', () => {
  const stopped = made({ number: 'AU-I-2026-000011-10', status: 'exporting', isSuspended: true });
  const held = { ...store, registerRows: (query = {}) => queryRegister([swiss, stopped], query) };
  const asked = foundRows(held, { ...START, status: 'suspended' }, { text: '', countries });
  expect(asked.rows.map(({ number }) => number)).toEqual([stopped.number]);
});

describe('names with accents', () => {
  const lemanique = made({ number: 'CH-E-2026-004713-86', exporter: 'Laboratoires Lémanique SA' });
  const turkish = made({
    number: 'TR-E-2026-000001-97',
    partner: 'TR' as CountryCode,
    exporter: 'Şişli İlaç'
  });
  const accented = { ...store, registerRows: (query = {}) => queryRegister([lemanique, turkish], query) };

  test.each([
    ['Lemanique', lemanique.number],
    ['Lémanique', lemanique.number],
    ['LÉMANIQUE', lemanique.number],
    ['sisli ilac', turkish.number],
    ['Turkiye', turkish.number],
    ['Türkiye', turkish.number]
  ])('are found by %j, in the register and in the palette', (text, number) => {
    const shown = foundRows(accented, START, { text, countries }).rows.map((row) => row.number);
    const palette = findRecords(text, accented, countries).flatMap(({ label, isCode }) =>
      isCode ? [label] : []
    );
    expect([shown, palette]).toEqual([[number], [number]]);
  });
});

describe('the filters', () => {
  test('keep what names the substance, in any line', () => {
    expect(found('', { substance: 'methylphenidate' })).toEqual([mixed.number]);
  });

  test('keep what a company imports or exports', () => {
    expect(found('', {}, 'Basel Chemie')).toEqual([other.number]);
    expect(found('', {}, 'Harbour Pharma')).toHaveLength(4);
  });

  test('keep what was issued in the period, its first and last day included', () => {
    const [from, until] = ['2026-09-30', '2026-10-31'] as CalendarDate[];
    expect(found('', { from: from!, until: until! })).toEqual([mixed.number]);
    expect(found('', { from: '2026-11-01' as CalendarDate })).toHaveLength(3);
  });
});

test('the file of the register has a row for each drug, in grams, and real dates', async () => {
  const { head, rows: lines } = await registerTable([mixed], '2026-11-29');
  const cells = lines.map((line) => Object.fromEntries(head.map((name, at) => [name, line[at]])));
  expect(cells).toMatchObject([
    {
      Number: mixed.number,
      Substance: 'codeine',
      'Anhydrous base (g)': 736.6,
      [m.register_column_issuedon()]: new Date('2026-09-30')
    },
    { Number: mixed.number, Substance: 'methylphenidate', 'Anhydrous base (g)': 82.09 }
  ]);
});
