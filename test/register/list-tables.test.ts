/** The lists of screens as files: numbers as numbers, dates as dates, all rows, and from right to left in Arabic. */
import { strFromU8, unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { companiesTables } from '#lib/companies/companies-table.ts';
import { accept, refuse } from '#lib/domain/result.ts';
import { auditTable } from '#lib/people/people-tables.ts';
import type { AuditEntry } from '#lib/store/server/office-people.ts';
import { csvOf, xlsxOf } from '#lib/ui/file/file-table.ts';
import { aCompany, aLicence } from '../samples/companies.ts';

test('companies have a row each, and their licences a row each on a second sheet, with dates as dates', () => {
  const [companies, licences] = companiesTables([
    aCompany(1, { name: '=1+1' }),
    aCompany(2, { licences: [aLicence(), aLicence({ number: 'L-2' })] })
  ]);
  expect(companies.rows.map(([name]) => name)).toEqual(['=1+1', 'Company 2']);
  expect(csvOf(companies)).toContain(`"'=1+1"`);
  expect(licences.rows).toHaveLength(3);
  expect(licences.rows[0]?.slice(2, 4)).toEqual([new Date('2026-01-01'), new Date('2027-12-31')]);
});

test('the activity log is saved whole, however much of it the screen has read', async () => {
  const all = Array.from({ length: 450 }, (_, index): AuditEntry => {
    const at = new Date(Date.UTC(2026, 10, 24, 0, 0, 450 - index)).toISOString();
    return { id: at, at, by: index % 2 ? 'au.officer' : 'server', what: 'session.opened' } as AuditEntry;
  });
  const read = (limit: number, before?: string) => {
    const from = before === undefined ? 0 : all.findIndex(({ id }) => id === before) + 1;
    return Promise.resolve(accept(all.slice(from, from + limit)));
  };
  const names = new Map([['au.officer', 'A. Person']]);
  const { rows } = await auditTable(read, names, () => true);
  expect(rows).toHaveLength(450);
  expect(rows[0]?.[0]).toEqual(new Date(all[0]!.at));
  expect(rows[1]?.[1]).toBe('A. Person (au.officer)');
  expect((await auditTable(read, names, ({ by }) => by === 'au.officer')).rows).toHaveLength(225);
  const offline = () => Promise.resolve(refuse({ code: 'line.offline' }));
  await expect(auditTable(offline, names, () => true)).rejects.toThrow('line.offline');
});

test('a workbook is read from right to left if its language is, and otherwise not', async () => {
  const sheetOf = async (isRightToLeft: boolean): Promise<string> => {
    const blob = await xlsxOf({ name: 'list', head: ['number'], rows: [[1]], isRightToLeft });
    const files = unzipSync(new Uint8Array(await blob.arrayBuffer()));
    return strFromU8(files['xl/worksheets/sheet1.xml']!);
  };
  expect(await sheetOf(true)).toContain('rightToLeft="1"');
  expect(await sheetOf(false)).not.toContain('rightToLeft');
});
