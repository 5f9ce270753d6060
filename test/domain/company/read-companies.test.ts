import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCompanies } from '#lib/domain/company/read-companies.ts';
import type { Company } from '#lib/domain/company/company.ts';
import { keyOfSubstance } from '#lib/domain/goods/substance-search.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import { readTables } from '#lib/import/read-file.ts';
import { unwrap } from '#lib/domain/result.ts';
import { aCompany } from '../../samples/companies.ts';
import { planOf } from '../../samples/tables.ts';

const HEAD =
  'name,address,country,national number,roles,licence,operations,substances,schedules,licence start,licence end';

function read(rows: readonly string[], register: readonly Company[] = []) {
  const bytes = new TextEncoder().encode([HEAD, ...rows].join('\n'));
  let no = 100;
  const [table] = unwrap(readTables(bytes));
  const reader = {
    substanceOf: (name: string) => keyOfSubstance(name, CURRENT_EDITION),
    today: '2026-11-30' as CalendarDate,
    newId: () => aCompany(no++)._id
  };
  const { added, ...found } = planOf((log) => readCompanies(table!, register, reader, log));
  const companiesOf = (are: boolean) => added.flatMap((one) => (one.isChange === are ? one.company : []));
  return { ...found, added: companiesOf(false), changed: companiesOf(true) };
}

describe('a spreadsheet of companies', () => {
  test('has a company in each row, and a further licence in a further row', () => {
    const { problems, added } = read([
      'Padma,1 Road,BD,77,importer;warehouse,L-1,import,morphine; codeine,,2026-01-01,2027-12-31',
      'Padma,1 Road,BD,77,,L-2,export,,1961-II,2026-01-01,2027-12-31',
      'Meghna,2 Road,BD,,,,,,,,'
    ]);
    expect(problems).toEqual([]);
    expect(added.map(({ name, licences = [] }) => [name, licences.length])).toEqual([
      ['Padma', 2],
      ['Meghna', 0]
    ]);
    expect(added[0]?.licences?.[0]).toMatchObject({
      substances: ['morphine', 'codeine'],
      operations: ['import']
    });
  });

  test('asks about names that look like another company’s, of this country or abroad, and saves all the same', () => {
    const register = [aCompany(1, { name: 'Alpen AG', country: 'CH' })];
    const { questions, added } = read(
      [
        'Аlpen AG,1 Road,CH,,,,,,,,',
        'Surma,2 Road,BD,,,,,,,,',
        'SURMA,3 Road,BD,,,,,,,,',
        'Jаmuna,4 Road,BD,,,,,,,,',
        'Padma,5 Road,BD,,,,,,,,'
      ],
      register
    );
    expect(added).toHaveLength(5);
    expect(questions).toEqual([
      { code: 'company.name.alike', values: { row: 2, name: 'Аlpen AG', known: 'Alpen AG' } },
      { code: 'company.name.alike', values: { row: 4, name: 'SURMA', known: 'Surma' } },
      { code: 'company.name.mixed', values: { row: 5, name: 'Jаmuna', word: 'Jаmuna' } }
    ]);
  });

  test('names each problem once, by row and column, from the first row on, and saves no row with one', () => {
    const { problems, added } = read([
      'Padma,1 Road,BD,77,importer,L-1,smuggle,morphine,,2026-01-01,2027-12-31',
      'Meghna,2 Road,XX,,,,,,,,',
      'Surma,3 Road,BD,,,L-3,import,unobtainium,,2026-01-01,2025-12-31',
      'Jamuna,4 Road,BD,,,L-4,import,morphine,,2026-13-01,2027-12-31'
    ]);
    expect(problems.map(({ code, values }) => [code, values?.['row'], values?.['column']])).toEqual([
      ['company.word.unknown', 2, 'operations'],
      ['list.cell.country', 3, 'country'],
      ['list.cell.substance', 4, 'substances'],
      ['company.licence.scope.missing', 4, 'substances'],
      ['company.licence.period', 4, 'licence end'],
      ['list.cell.date', 5, 'licence start']
    ]);
    expect(added).toEqual([]);
  });

  test('whatever the cells hold, gets an answer, and saves nothing with a problem', () => {
    const cell = fc.constantFrom(
      '',
      'Padma',
      'BD',
      '77',
      'import',
      'morphine',
      '2026-02-30',
      '31/12/2026',
      'L-1'
    );
    const row = fc.array(cell, { minLength: 11, maxLength: 11 }).map((cells) => cells.join(','));
    const register = [aCompany(1, { name: 'Padma', country: 'BD', nationalNumber: '77' })];
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 4 }), (rows) => {
        const { problems, added, changed } = read(rows, register);
        expect(problems.length === 0 || added.length + changed.length === 0).toBe(true);
      }),
      { seed: 20261130, numRuns: 300 }
    );
    const missing = read([',1 Road,AU,,,L-1,import,morphine,,2026-01-01,2027-12-31']).problems;
    expect(missing.map(({ code, values }) => [code, values?.['row'], values?.['column']])).toEqual([
      ['list.cell.missing', 2, 'name']
    ]);
  });

  test('adds to companies that are known by number or name, and says which stay the same', () => {
    const register = [aCompany(1, { name: 'Padma', country: 'BD', nationalNumber: '77' })];
    const row = 'Padma Ltd,1 Road,BD,77,importer,L-1,import,morphine,,2026-01-01,2027-12-31';
    const { added, changed } = read([row], register);
    expect([added.length, changed[0]?._id, changed[0]?.licences?.length]).toEqual([0, register[0]?._id, 2]);
    expect(read([row], changed)).toMatchObject({ added: [], changed: [], sameCount: 1 });
  });
});
