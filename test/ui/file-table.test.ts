/** Whatever a partner writes, a spreadsheet program reads as text, whichever sign separates its lists. */
import { Buffer } from 'node:buffer';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import readExcelFile from 'read-excel-file/node';
import { describe, expect, test } from 'vitest';
import { csvOf, tableFile, xlsxOf, type Cell, type FileTable } from '#lib/ui/file/file-table.ts';
import { withoutGuards } from '#lib/ui/file/formula-guard.ts';

const SEPARATORS = [',', ';', '\t', '|'] as const;

/**
 * Programs differ in where a quotation mark opens a quoted part: only at the start of a cell (Excel), anywhere, or nowhere.
 * Written apart from the writer.
 */
type Quoting = 'at-start' | 'anywhere' | 'nowhere';
const QUOTINGS: readonly Quoting[] = ['at-start', 'anywhere', 'nowhere'];

function cellsOf(csv: string, separator: string, quoting: Quoting): readonly (readonly string[])[] {
  const text = csv.replace(/^\ufeff/, '');
  const rows: string[][] = [];
  let row: string[] = [];
  let [cell, isQuoted, isStart] = ['', false, true];
  const endCell = (): void => {
    row.push(cell);
    [cell, isStart] = ['', true];
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if (isQuoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[++at]!;
      else isQuoted = false;
    } else if (sign === '"' && (quoting === 'anywhere' || (quoting === 'at-start' && isStart))) {
      [isQuoted, isStart] = [true, false];
    } else if (sign === separator) endCell();
    else if (sign === '\r' || sign === '\n') {
      endCell();
      if (sign === '\r' && text[at + 1] === '\n') at++;
      rows.push(row);
      row = [];
    } else [cell, isStart] = [cell + sign, false];
  }
  return rows;
}

/** Spreadsheet programs pass over blanks, invisible characters and the quotation marks that they take for their own. */
function isFormula(cell: string): boolean {
  return /^[\s\p{Cf}\p{Cc}"]*[=+\-@＝＋－＠﹦﹢﹣﹫]/u.test(cell);
}

const SIGNS = [
  ...[
    '=',
    '+',
    '-',
    '@',
    '\t',
    '\r',
    '\n',
    '\r\n',
    ',',
    ';',
    '|',
    '"',
    '""',
    "'",
    ' ',
    '\u00a0',
    '\u200b',
    '\u2028'
  ],
  ...[
    '＝',
    '＋',
    '－',
    '＠',
    '﹦',
    '\u0000',
    '\u000b',
    'a',
    '1',
    '1+1',
    "cmd|' /C calc'!A0",
    'é',
    '鸦',
    '🧪',
    ''
  ]
];
const aText = fc.oneof(
  fc.array(fc.constantFrom(...SIGNS), { maxLength: 9 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme' })
);
const aCell = fc.oneof({ weight: 5, arbitrary: aText }, fc.nat(), fc.constant(null));
const aTable = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record({
    name: fc.constant('x'),
    head: fc.array(aText, { minLength: width, maxLength: width }),
    rows: fc.array(fc.array(aCell, { minLength: width, maxLength: width }), { maxLength: 4 })
  })
);

describe('a CSV file', () => {
  test('holds no formula, whichever sign separates lists and wherever quotation marks count', () => {
    fc.assert(
      fc.property(
        aTable,
        fc.constantFrom(...SEPARATORS),
        fc.constantFrom(...QUOTINGS),
        (table, separator, quoting) => {
          const cells = cellsOf(csvOf(table), separator, quoting).flat();
          expect(cells.filter(isFormula)).toEqual([]);
        }
      ),
      { numRuns: 5000 }
    );
  });

  test('is read back cell by cell, and its texts are the texts that were written', () => {
    fc.assert(
      fc.property(aTable, (table) => {
        const read = cellsOf(csvOf(table), ',', 'at-start');
        const written = [table.head, ...table.rows].map((row) => row.map((cell) => String(cell ?? '')));
        expect(read.map((row) => row.map(withoutGuards))).toEqual(written);
      }),
      { numRuns: 2000 }
    );
  });

  test.each([
    ['=1+1', "'=1+1"],
    ['x;=HYPERLINK("http://intruder.example")', 'x;\'=HYPERLINK("http://intruder.example")'],
    ['x; "@SUM(1)', 'x;\' "@SUM(1)'],
    ['line\n+1', "line\n'+1"],
    ['＝1＋1', "'＝1＋1"],
    ['\tx', "'\tx"],
    ["'-x", "''-x"],
    ['Codeine 30 mg; 2-methyl; (+)-form', 'Codeine 30 mg; 2-methyl; (+)-form'],
    ['Côte d\'Ivoire, "République"', 'Côte d\'Ivoire, "République"']
  ])('writes %j as %j', (text, written) => {
    const table: FileTable = { name: 'x', head: ['A'], rows: [[text]] };
    expect(cellsOf(csvOf(table), ',', 'at-start')[1]).toEqual([written]);
  });
});

const [DAY, INSTANT] = [new Date('2026-11-29'), new Date('2026-11-29T14:05:00Z')];
const MIXED: FileTable = {
  name: '2026',
  head: ['Text', 'Number', 'Day', 'Instant', 'None'],
  rows: [['=1+1', 0.5, DAY, INSTANT, null] satisfies Cell[]]
};

test('a workbook has its texts as texts, its numbers as numbers and its dates as dates', async () => {
  const [sheet] = await readExcelFile(Buffer.from(await (await xlsxOf(MIXED)).arrayBuffer()));
  expect(sheet?.data).toEqual([MIXED.head, MIXED.rows[0]]);
});

test('a day before the first one of spreadsheet programs is text in a workbook', async () => {
  const table: FileTable = { name: 'x', head: ['Day'], rows: [[new Date('1868-03-01')]] };
  const [sheet] = await readExcelFile(Buffer.from(await (await xlsxOf(table)).arrayBuffer()));
  expect(sheet?.data[1]).toEqual(['1868-03-01']);
});

test('CSV has its dates as ISO 8601, without a time where there is none', async () => {
  const [, row] = cellsOf(await (await tableFile('csv', MIXED)).text(), ',', 'at-start');
  expect(row).toEqual(["'=1+1", '0.5', '2026-11-29', '2026-11-29T14:05:00.000Z', '']);
});

test('only one file of the product writes tables', () => {
  const sources = ['src', 'couch'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|svelte|js)$/.test(path) && !path.includes('paraglide'))
      .map((path) => join(folder, path))
  );
  const writing = sources.filter((path) =>
    /text\/(csv|tab-separated-values)|write-excel-file|spreadsheetml/.test(readFileSync(path, 'utf8'))
  );
  expect(writing).toEqual(['src/lib/ui/file/file-table.ts']);
});
