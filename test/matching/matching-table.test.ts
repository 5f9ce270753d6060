/** The list as a file: opened as a spreadsheet program opens it, and held against the desk cell by cell. */
import { Buffer } from 'node:buffer';
import readExcelFile from 'read-excel-file/node';
import { afterEach, describe, expect, test } from 'vitest';
import { formatSeries } from '#lib/i18n/format.ts';
import { m } from '#lib/i18n/messages.ts';
import { overwriteGetLocale, type Locale } from '#lib/i18n/paraglide/runtime.js';
import { findingText } from '#lib/matching/finding-words.ts';
import { substanceName } from '#lib/register/substance-words.ts';
import { goodsArrived, goodsAtStake, sumBySubstance } from '#lib/matching/matching-rows.ts';
import { exactTable, matchingTable, sumsTable } from '#lib/matching/matching-table.ts';
import { cellText, csvOf, xlsxOf, type FileTable } from '#lib/ui/file/file-table.ts';
import { aCodeineLine, aLine, AU, CH } from '../samples/acts.ts';
import { deskOf, TODAY } from './desk-of.ts';
import { readCsv } from './read-csv.ts';
import { aLoss, aMistyped, anExactTrade, anExport, anImport, anOverdue } from './trades.ts';

const { meant, stray } = aMistyped();
const acts = [meant, stray, ...aLoss(), ...anOverdue(), ...anExactTrade()];
const { rows, board } = deskOf(AU, acts);
const table = await matchingTable(rows, TODAY);

/** The cell under a heading. */
function cell({ head, rows: cells }: FileTable, row: number, heading: string) {
  const at = head.indexOf(heading);
  expect([heading, at]).not.toEqual([heading, -1]);
  return cells[row]?.[at];
}

describe('the list as a file', () => {
  test('has a row for each row of the desk, in its order, with the same words and figures', () => {
    expect(table.rows).toHaveLength(rows.length);
    expect(cell(table, 0, m.matching_column_key())).toBe(m.matching_class_number_unknown());
    expect(cell(table, 0, m.register_column_number())).toBe('CH-E-1');
    expect(cell(table, 0, m.matching_column_cited())).toBe('AU-I-2026-000110-98');
    expect(cell(table, 0, m.register_column_partner())).toBe('Switzerland');
    expect(cell(table, 0, m.matching_column_direction())).toBe(m.register_import());
    expect(cell(table, 0, m.matching_column_step())).toBe(m.today_step_link());
    expect(cell(table, 1, m.matching_column_grams())).toBe(3.76);
    expect(cell(table, 1, m.matching_column_since())).toEqual(new Date('2026-10-20'));
  });

  test('says the sentence of the desk without the marks that only screens want', () => {
    const sentence = cell(table, 0, m.matching_column_sentence());
    expect(findingText(rows[0]!.finding)).toMatch(/[\u2066-\u2069]/);
    expect(sentence).toBe(findingText(rows[0]!.finding).replace(/[\u2066-\u2069]/g, ''));
  });

  test('as CSV is read back cell by cell, and as a workbook too, where figures are figures', async () => {
    const [head, ...lines] = readCsv(csvOf(table));
    expect(head).toEqual(table.head);
    expect(lines).toEqual(table.rows.map((row) => row.map(cellText)));
    const [sheet] = await readExcelFile(Buffer.from(await (await xlsxOf(table)).arrayBuffer()));
    expect(sheet?.data).toEqual([table.head, ...table.rows]);
    expect(sheet?.sheet).toBe(TODAY);
  });

  test('has two rows for goods of two drugs, each with the grams of its own drug', async () => {
    const both = anExport(anImport(6), 6, { lines: [aLine(), aCodeineLine()] });
    const { head, rows: lines } = await matchingTable(deskOf(AU, [both]).rows, TODAY);
    const [substance, grams] = [m.matching_column_goods(), m.matching_column_grams()].map((one) =>
      head.indexOf(one)
    );
    expect(lines.map((line) => [line[substance!], line[grams!]])).toEqual([
      ['morphine', 376],
      ['codeine', 147.3]
    ]);
  });

  test('of an empty list is its heading alone', async () => {
    expect(readCsv(csvOf(await matchingTable([], TODAY)))).toEqual([table.head]);
  });
});

const exact = await exactTable(board.exact, AU, TODAY);

describe('the exact matches as a file', () => {
  test('name what arrived, when, and who has confirmed it', async () => {
    expect(exact.rows).toHaveLength(1);
    expect(cell(exact, 0, m.register_column_number())).toBe('CH-E-4');
    expect(cell(exact, 0, m.matching_column_arrived_grams())).toBe(361);
    expect(cell(exact, 0, m.matching_column_arrived())).toEqual(new Date('2026-10-20'));
    expect(cell(exact, 0, m.matching_column_confirmed())).toBe('');
    const confirmed = await exactTable([{ ...board.exact[0]!, confirmedBy: [AU, CH] }], AU, TODAY);
    expect(cell(confirmed, 0, m.matching_column_confirmed())).toBe('Australia; Switzerland');
  });

  test('call the other country the partner, on either side', async () => {
    expect(cell(exact, 0, m.register_column_partner())).toBe('Switzerland');
    expect(cell(await exactTable(board.exact, CH, TODAY), 0, m.register_column_partner())).toBe('Australia');
    expect(cell(await exactTable(board.exact, CH, TODAY), 0, m.matching_column_direction())).toBe(
      m.register_export()
    );
  });
});

describe('the sums in the workbook', () => {
  const open = async (isExact: boolean) => {
    const sums = sumBySubstance(isExact ? goodsArrived(board.exact, null) : goodsAtStake(rows, null));
    const list = isExact ? await exactTable(board.exact, AU, TODAY) : await matchingTable(rows, TODAY);
    const file = await xlsxOf(list, sumsTable(sums, isExact));
    return { sums, list, sheets: await readExcelFile(Buffer.from(await file.arrayBuffer())) };
  };

  afterEach(() => overwriteGetLocale(() => 'en'));

  test('are the second sheet, in the order of the screen, each figure that of the desk to the microgram', async () => {
    const { sums, list, sheets } = await open(false);
    expect(sums.length).toBeGreaterThan(1);
    expect(sheets.map(({ sheet }) => sheet)).toEqual([TODAY, m.matching_sheet_sums()]);
    expect(sheets[0]?.data).toEqual([list.head, ...list.rows]);
    const [, ...cells] = sheets[1]?.data ?? [];
    expect(cells).toEqual(sums.map(({ substance, base }) => [substanceName(substance), base / 1e6]));
  });

  test('count goods once that are listed for several reasons', async () => {
    const { sums, sheets } = await open(false);
    const twice = sumBySubstance(goodsAtStake([...rows, ...rows], null));
    expect(twice).toEqual(sums);
    const [, ...cells] = sheets[1]?.data ?? [];
    expect(cells).toHaveLength(sums.length);
  });

  test('of exact matches are what arrived', async () => {
    const { sums, sheets } = await open(true);
    expect(sheets[1]?.data).toEqual([
      [m.register_file_substance(), m.matching_column_arrived_grams()],
      ...sums.map(({ substance, base }) => [substanceName(substance), base / 1e6])
    ]);
  });

  test.each<Locale>(['en', 'fr', 'es', 'ru', 'zh', 'ar'])(
    'speak %s, and say where names are in English',
    async (locale) => {
      overwriteGetLocale(() => locale);
      const { sheets } = await open(false);
      expect(sheets[1]?.sheet).toBe(m.matching_sheet_sums({}, { locale }));
      const [head] = sheets[1]?.data ?? [];
      const substance = m.register_file_substance({}, { locale });
      const names = [substance, m.authorization_name_english({}, { locale })];
      expect(head).toEqual([
        locale === 'en' ? substance : formatSeries(names, locale),
        m.matching_column_grams({}, { locale })
      ]);
    }
  );
});

test('a number that would be a formula is text for whoever opens the file', async () => {
  const [row] = rows;
  const finding = { ...row!.finding, number: '=HYPERLINK("http://example.org")' };
  const [, line] = readCsv(csvOf(await matchingTable([{ ...row!, finding }], TODAY)));
  expect(line).toContain('\'=HYPERLINK("http://example.org")');
});
