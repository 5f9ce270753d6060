/** Wrong and hostile files for INCB's lists: each gets a clear answer, nothing of it is published, and memory is bounded. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { strToU8, Zip, ZipDeflate, ZipPassThrough, zipSync, type Zippable } from 'fflate';
import { describe, expect, it } from 'vitest';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import { keyOfSubstance } from '#lib/domain/goods/substance-search.ts';
import { COLUMNS } from '#lib/domain/lists/columns.ts';
import { chooseTable } from '#lib/domain/lists/arrange-table.ts';
import type { Problem } from '#lib/domain/result.ts';
import { readTables } from '#lib/import/read-file.ts';
import { listPlanOf } from '../samples/lists.ts';
import { arranged } from '../samples/tables.ts';

const HEAD = 'country,year,substance,type,grams\n';
const GOOD = `${HEAD}AU,2026,morphine,estimate,5000\n`;

function judge(bytes: Uint8Array): Pick<ReturnType<typeof listPlanOf>, 'problems' | 'documents'> {
  const refused = (problems: readonly Problem[]) => ({ problems: [...problems], documents: [] });
  const read = readTables(bytes);
  if (!read.ok) return refused(read.problems);
  const chosen = chooseTable(COLUMNS.estimate, read.value);
  if (!chosen.ok) return refused(chosen.problems);
  return listPlanOf('estimate', arranged(COLUMNS.estimate, read.value), {
    reading: { substanceOf: (name) => keyOfSubstance(name, CURRENT_EDITION) }
  });
}

const text = (typed: string): Uint8Array => strToU8(typed);

interface Book {
  readonly sheets?: readonly string[];
  readonly more?: Zippable;
  readonly texts?: string;
  readonly book?: string;
}

const cellsOf = (row: number, values: readonly (string | number)[]): string =>
  values
    .map((value, index) => {
      const place = String.fromCharCode(65 + index) + row;
      return typeof value === 'number'
        ? `<c r="${place}"><v>${value}</v></c>`
        : `<c r="${place}" t="inlineStr"><is><t>${value}</t></is></c>`;
    })
    .join('');
const rowsOf = (...rows: (readonly (string | number)[])[]): string =>
  rows.map((values, index) => `<row r="${index + 1}">${cellsOf(index + 1, values)}</row>`).join('');
const sheetOf = (rows: string, after = ''): string =>
  `<?xml version="1.0"?><worksheet><sheetData>${rows}</sheetData>${after}</worksheet>`;

const HEADINGS = ['country', 'year', 'substance', 'type', 'grams'];
const SHEET = sheetOf(rowsOf(HEADINGS, ['AU', 2026, 'morphine', 'estimate', 5000]));

function xlsx({ sheets = [SHEET], more = {}, texts, book }: Book = {}): Uint8Array {
  const names = sheets.map((_sheet, index) => `worksheets/sheet${index + 1}.xml`);
  const listed = names.map((_name, index) => `<sheet name="S${index}" sheetId="${index}" r:id="r${index}"/>`);
  const links = names.map((name, index) => `<Relationship Id="r${index}" Target="${name}"/>`);
  const parts: Zippable = {
    'xl/workbook.xml': text(book ?? `<workbook><sheets>${listed.join('')}</sheets></workbook>`),
    'xl/_rels/workbook.xml.rels': text(`<Relationships>${links.join('')}</Relationships>`),
    ...(texts === undefined ? {} : { 'xl/sharedStrings.xml': text(texts) }),
    ...more
  };
  names.forEach((name, index) => (parts[`xl/${name}`] = text(sheets[index] ?? '')));
  return zipSync(parts);
}

/** Unpacks to 150 MB. */
const BOMB = xlsx({
  sheets: [
    sheetOf(
      `${rowsOf(HEADINGS)}<row r="2"><c r="A2" t="inlineStr"><is><t>${'A'.repeat(150e6)}</t></is></c></row>`
    )
  ]
});

const oneRow = (...values: (string | number)[]): Uint8Array =>
  xlsx({ sheets: [sheetOf(rowsOf(HEADINGS, values))] });

/** The file, and the answer: its code, and where. */
const many = (count: number, tag: string): string =>
  Array.from({ length: count }, (_, at) => `<${tag}><t>${(at * 48271) % 999_983}</t></${tag}>`).join('');
/** Just below 24 MB: 32 texts in each of 19,990 rows. */
const LARGEST = sheetOf(
  Array.from({ length: 19_990 }, (_, row) => {
    const cells = Array.from({ length: 32 }, (_, at) => (row * 32 + at) * 3163);
    return `<row>${cells.map((value) => `<c t="str"><v>${value}</v></c>`).join('')}</row>`;
  }).join('')
);

const READER = fileURLToPath(new URL('read-in-process.ts', import.meta.url));
const run = promisify(execFile);

const FILES: readonly (readonly [name: string, () => Uint8Array, answer: string])[] = [
  ['an empty file', () => text(''), 'list.file.empty'],
  ['only a heading', () => text(HEAD), 'list.file.empty'],
  ['a file over 32 MB', () => new Uint8Array(32_000_001), 'list.file.tooLarge'],
  [
    'an old or encrypted workbook',
    () => Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 1, 2),
    'list.file.oldOrLocked'
  ],
  ['a picture', () => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 0, 0), 'list.file.notATable'],
  ['half a character in UTF-16', () => Uint8Array.of(0xff, 0xfe, 65), 'list.file.encoding'],
  ['half a pair in UTF-16', () => Uint8Array.of(0xff, 0xfe, 0, 0xd8, 65, 0), 'list.file.encoding'],
  ['text in another encoding', () => Uint8Array.of(...text(HEAD), 0xe9, 0x0a), 'list.file.encoding'],
  ['a zip of something else', () => zipSync({ 'a.txt': text('x') }), 'list.file.notATable'],
  ['a zip bomb', () => BOMB, 'list.file.bomb'],
  [
    'a bomb of shared texts',
    () => xlsx({ texts: `<sst><si><t>${'B'.repeat(30e6)}</t></si></sst>` }),
    'list.file.bomb'
  ],
  [
    'a zip with thousands of parts',
    () => xlsx({ more: Object.fromEntries(Array.from({ length: 400 }, (_, at) => [`x/${at}`, text('x')])) }),
    'list.file.parts'
  ],
  ['macros', () => xlsx({ more: { 'xl/vbaProject.bin': text('x') } }), 'list.file.macros'],
  [
    'links to other files',
    () => xlsx({ more: { 'xl/externalLinks/externalLink1.xml': text('x') } }),
    'list.file.links'
  ],
  ['a cut file', () => xlsx().subarray(0, 500), 'list.file.damaged'],
  [
    'a file with changed bytes',
    () => xlsx().map((byte, at) => (at > 60 && at < 90 ? 255 : byte)),
    'list.file.damaged'
  ],
  [
    'an entity that grows',
    () => xlsx({ sheets: [`<!DOCTYPE x [<!ENTITY a "aaaa">]>${SHEET}`] }),
    'list.file.doctype'
  ],
  ['no sheet', () => xlsx({ book: '<workbook><sheets/></workbook>' }), 'list.file.noSheet'],
  ['two sheets that fit', () => xlsx({ sheets: [SHEET, SHEET] }), 'list.file.sheets'],
  [
    'another sheet',
    () => xlsx({ sheets: [sheetOf(rowsOf(['name', 'address'], ['x', 'y']))] }),
    'list.column.missing 1 country'
  ],
  [
    'a column nobody reads',
    () => text(GOOD.replace('grams', 'grams,secret')),
    'list.column.unknown 1 secret'
  ],
  ['a heading twice', () => text(GOOD.replace('grams', 'grams,grams')), 'list.column.twice 1 grams'],
  ['200,000 rows', () => text(HEAD + 'AU,2026,morphine,estimate,1\n'.repeat(200_000)), 'list.file.rows'],
  [
    '200,000 rows of a sheet',
    () =>
      xlsx({
        sheets: [
          sheetOf(
            rowsOf(HEADINGS) +
              Array.from({ length: 200_000 }, (_, at) => `<row><c><v>${at * 7919}</v></c></row>`).join('')
          )
        ]
      }),
    'list.file.rows'
  ],
  [
    'sheets that are too long together',
    () => xlsx({ sheets: Array.from({ length: 3 }, () => sheetOf('<row/>'.repeat(17_000))) }),
    'list.file.rows'
  ],
  ['columns without end', () => text(GOOD + ','.repeat(500)), 'list.file.columns'],
  ['a quotation mark that never ends', () => text(`${HEAD}AU,"2026,morphine`), 'list.file.quote'],
  [
    'a formula',
    () => xlsx({ sheets: [SHEET.replace('<v>5000</v>', '<f>SUM(A1:A9)</f><v>5000</v>')] }),
    'list.cell.formula 2 E'
  ],
  ['a formula in text', () => text(GOOD.replace('morphine', "=HYPERLINK('x')")), 'list.cell.formula 2 C'],
  [
    'merged cells',
    () =>
      xlsx({
        sheets: [
          SHEET.replace('</sheetData>', '</sheetData><mergeCells><mergeCell ref="A2:B3"/></mergeCells>')
        ]
      }),
    'list.cell.merged 2 A'
  ],
  [
    'a hidden row',
    () => xlsx({ sheets: [SHEET.replace('<row r="2"', '<row r="2" hidden="1"')] }),
    'list.row.hidden 2 '
  ],
  [
    'an error in a cell',
    () => xlsx({ sheets: [SHEET.replace('<c r="E2">', '<c r="E2" t="e">')] }),
    'list.cell.error 2 E'
  ],
  [
    'a date as text',
    () => text(`${HEAD.trim()},dated\nAU,2026,morphine,supplement,5,01/02/2026\n`),
    'list.cell.date 2 dated'
  ],
  [
    'a number with two readings',
    () => oneRow('AU', 2026, 'morphine', 'estimate', '1.234,5'),
    'list.cell.grams 2 grams'
  ],
  ['a negative quantity', () => oneRow('AU', 2026, 'morphine', 'estimate', -5), 'list.cell.grams 2 grams'],
  ['2,000 tonnes', () => oneRow('AU', 2026, 'morphine', 'estimate', 2e9), 'list.cell.grams 2 grams'],
  [
    'an unknown substance',
    () => oneRow('AU', 2026, 'morfium', 'estimate', 5),
    'list.cell.substance 2 substance'
  ],
  ['an unknown country', () => oneRow('XX', 2026, 'morphine', 'estimate', 5), 'list.cell.country 2 country'],
  ['another type of figure', () => oneRow('AU', 2026, 'morphine', 'guess', 5), 'act.value.notInList 2 type'],
  ['a comma without quotation marks', () => text(GOOD.replace('5000', '5,000')), 'list.row.long 2 '],
  ['16,384 columns', () => xlsx({ sheets: [SHEET.replace('A1', 'XFD1')] }), 'list.file.columns'],
  ['a cell of 1 MB in text', () => text(`${HEAD}AU,2026,"${'x'.repeat(1e6)}",estimate,1`), 'list.file.cell'],
  ['a cell of 3 MB without its end', () => text(`${HEAD}AU,2026,"${'x'.repeat(3e6)}`), 'list.file.quote'],
  [
    'a cell of 40,000 characters in a sheet',
    () => oneRow('AU', 2026, 'x'.repeat(40_000), 'estimate', 1),
    'list.file.cell'
  ],
  ['empty bytes inside text', () => text(GOOD.replace('morphine', 'mor\u0000phine')), 'list.file.notATable'],
  [
    'signs that turn the direction',
    () => text(GOOD.replace('morphine', 'morphine\u202e')),
    'list.cell.strange 2 C'
  ],
  ['a control character', () => text(GOOD.replace('morphine', 'mor\u0007phine')), 'list.cell.strange 2 C'],
  [
    'half a character in XML',
    () => xlsx({ sheets: [SHEET.replace('morphine', '&#xD800;')] }),
    'list.file.damaged'
  ],
  [
    'an entity that nobody defined',
    () => xlsx({ sheets: [SHEET.replace('morphine', '&lol;')] }),
    'list.file.damaged'
  ],
  [
    'an entity with the name of a member of every object',
    () => xlsx({ sheets: [SHEET.replace('morphine', '&valueOf;')] }),
    'list.file.damaged'
  ],
  [
    'a row whose number no problem can name',
    () => xlsx({ sheets: [SHEET.replace(/<row r="2"/, '<row r="Infinity"')] }),
    'list.file.damaged'
  ],
  [
    'a thousand million laughs',
    () =>
      text(
        `<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]><a><r><x>&c;</x></r></a>`
      ),
    'list.file.doctype'
  ],
  [
    'a file from another place by its document type',
    () => text(`<!DOCTYPE a SYSTEM "file:///etc/passwd"><a><r><x>1</x></r></a>`),
    'list.file.doctype'
  ],
  ['XML without its end', () => text('<a><r><x>1</x></r>'), 'list.file.damaged'],
  ['XML that is 100 deep', () => text(`${'<a>'.repeat(100)}${'</a>'.repeat(100)}`), 'list.file.nested'],
  [
    'XML with two kinds of repeated parts',
    () => text('<a><r><x><b>1</b></x><x><b>2</b></x><y><b>1</b></y><y><b>2</b></y></r></a>'),
    'list.file.nested'
  ],
  ['a page of the Web', () => text('<!DOCTYPE html><html><body><p>x</p></body></html>'), 'list.file.doctype'],
  [
    'a name that leaves the file',
    () => xlsx({ more: { '../../etc/passwd': text('x') } }),
    'list.file.damaged'
  ],
  ['a name from the root', () => xlsx({ more: { '/etc/passwd': text('x') } }), 'list.file.damaged'],
  ['a zip inside a zip', () => zipSync({ 'inner.xlsx': xlsx() }), 'list.file.notATable'],
  [
    'a sheet that names another file',
    () => xlsx({ book: '<workbook><sheets><sheet name="S" sheetId="1" r:id="r9"/></sheets></workbook>' }),
    'list.file.noSheet'
  ],
  [
    'a text that the workbook does not have',
    () => xlsx({ sheets: [SHEET.replace('<c r="E2"><v>5000</v>', '<c r="E2" t="s"><v>7</v>')] }),
    'list.file.damaged'
  ],
  [
    'a part whose size is wrong in its header',
    () => {
      const bytes = xlsx();
      // Compressed size of the first part, in its local header.
      bytes.set([255, 255, 0, 0], 18);
      return bytes;
    },
    'list.file.damaged'
  ],
  [
    '200 MB in one cell',
    () => {
      const million = 'A'.repeat(1e6);
      const zip: Uint8Array[] = [];
      const out = new Zip((_error, piece) => void zip.push(piece));
      const part = new ZipDeflate('xl/worksheets/sheet1.xml', { level: 9 });
      for (const name of ['xl/workbook.xml', 'xl/_rels/workbook.xml.rels']) {
        const small = new ZipPassThrough(name);
        out.add(small);
        small.push(
          text(
            name.endsWith('.rels')
              ? '<Relationships><Relationship Id="r0" Target="worksheets/sheet1.xml"/></Relationships>'
              : '<workbook><sheets><sheet name="S" sheetId="1" r:id="r0"/></sheets></workbook>'
          ),
          true
        );
      }
      out.add(part);
      part.push(text(`<worksheet><sheetData><row><c t="str"><v>`));
      for (let at = 0; at < 200; at++) part.push(text(million));
      part.push(text('</v></c></row></sheetData></worksheet>'), true);
      out.end();
      return new Uint8Array(Buffer.concat(zip));
    },
    'list.file.bomb'
  ],
  ['an empty cell', () => oneRow('AU', 2026, '', 'estimate', 5), 'list.cell.missing 2 substance'],
  ['an entry twice', () => text(`${GOOD}au,2026,57-27-2,estimate,7\n`), 'list.entry.twice 3 ']
];

describe('a file for a list of INCB', () => {
  it.each(FILES)('%s gets a clear answer, and nothing of it is published', (_name, bytes, answer) => {
    const { problems, documents } = judge(bytes());
    const [first] = problems;
    const place =
      first?.values?.['row'] === undefined || answer.split(' ').length === 1
        ? []
        : [first.values['row'], first.values['column']];
    expect([first?.code, ...place].join(' ')).toBe(answer);
    expect(documents).toEqual([]);
  });

  it('is read with the names, codes and numbers that spreadsheets have', () => {
    const typed =
      '\ufeffCountry;Year;Substance;Type;Grams;Dated\r\nau;2026;NARCOTINE;estimate;0.5;\r\n'.replace(
        'NARCOTINE',
        'Morphine'
      );
    expect(judge(text(typed)).documents).toEqual([
      {
        ...{ country: 'AU', year: 2026, parts: 1 },
        entries: [{ substance: 'morphine', kind: 'estimate', base: '500000' }]
      }
    ]);
    const figures = judge(oneRow('AU', 2026, 'fentanyl', 'estimate', 0.1 + 0.2)).documents[0]?.entries;
    expect(figures).toMatchObject([{ base: '300000' }]);
  });

  it('has each kind of line end', () => {
    const mixed = `${HEAD.trim()}\r\nAU,2026,morphine,estimate,1\rCH,2026,morphine,estimate,2\n`;
    expect(judge(text(mixed)).documents).toHaveLength(2);
  });

  it('is read as LibreOffice and other programs write it, which name the state of a sheet that is shown', () => {
    const book = (state: string) =>
      `<workbook><sheets><sheet name="S" sheetId="1" state="${state}" r:id="r0"/></sheets></workbook>`;
    expect(judge(xlsx({ book: book('visible') })).problems).toEqual([]);
    for (const state of ['hidden', 'veryHidden'])
      expect(judge(xlsx({ book: book(state) })).problems).toMatchObject([{ code: 'list.file.noSheet' }]);
  });

  it.each<[string, () => Uint8Array, string | number]>([
    ['the largest table', () => xlsx({ sheets: [LARGEST] }), 19_990],
    ['700,000 shared texts', () => xlsx({ texts: `<sst>${many(700_000, 'si')}</sst>` }), 2],
    ['a bomb of 411 kB that unpacks to 150 MB', () => BOMB, 'list.file.bomb']
  ])('%s takes no more than 250 MB', async (_name, bytes, answer) => {
    const folder = await mkdtemp(join(tmpdir(), 'list-'));
    await writeFile(join(folder, 'file'), bytes());
    const { stdout } = await run(process.execPath, ['--import', 'tsx', READER, join(folder, 'file')]);
    await rm(folder, { recursive: true });
    const read = JSON.parse(stdout) as { answer: string | number; megabytes: number };
    expect(read.answer).toBe(answer);
    expect(read.megabytes).toBeLessThan(250);
  });

  it('has 60 hostile ones at least', () => expect(FILES.length).toBeGreaterThanOrEqual(60));
});
