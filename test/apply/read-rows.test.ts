/** Rows that a company pastes from a spreadsheet: all become lines of goods, or none. */
import { expect, test } from 'vitest';
import { readRows } from '#lib/apply/read-rows.ts';
import { aContext } from '../samples/forms.ts';

let count = 0;
const read = (text: string) => readRows(text, 'import-authorization', aContext(), () => `line-${++count}`);
const HEADINGS = 'Substance\tForm\tQuantity\tUnit\tPreparation';

const toldAt = (text: string): readonly string[] => {
  const rows = read(text);
  return rows.ok ? [] : rows.problems.map(({ code, values }) => `${String(values?.['row'] ?? 0)} ${code}`);
};

test('a hundred rows with headings in any order become a hundred lines', () => {
  const rows = Array.from(
    { length: 100 },
    (_, at) => `${at + 1},5\tcodeine anhydrous base\traw-material\tkg`
  );
  const found = read(['quantity\tsubstance\tform\tunit', ...rows].join('\r\n'));
  expect(found.ok && found.value.length).toBe(100);
  expect(found.ok && found.value[0]?.fields).toMatchObject({
    substance: 'codeine',
    form: 'base',
    pharmaceuticalForm: 'raw-material',
    quantity: '1,5',
    unit: 'kg'
  });
});

test('a unit after the figure is meant, and rows without headings are read in the order of the form', () => {
  const found = read('codeine anhydrous base\traw-material\t750 mg');
  expect(found.ok && found.value[0]?.fields).toMatchObject({ quantity: '750', unit: 'mg' });
});

test('every faulty row is named, and nothing is taken over', () => {
  const text = [
    HEADINGS,
    'codeine anhydrous base\traw-material\t1\tkg',
    'unobtainium\traw-material\t1\tkg',
    'codeine anhydrous base\tcake\t1\tkg',
    'codeine anhydrous base\traw-material\t1',
    'codeine anhydrous base\traw-material\tmuch\tkg',
    'codeine anhydrous base\traw-material\t1\tlb',
    '\traw-material\t1\tkg'
  ].join('\n');
  expect(toldAt(text)).toEqual([
    '3 list.cell.substance',
    '4 apply.rows.form',
    '5 list.cell.missing',
    '6 quantity.unreadable',
    '7 quantity.unit.unknown',
    '8 list.cell.missing'
  ]);
});

test('a substance with several forms is asked for, with their names', () => {
  const found = read('morphine\traw-material\t1\tkg');
  expect(found.ok ? [] : found.problems.map(({ code }) => code)).toEqual(['apply.rows.several']);
});

test.each([
  ['', 'list.file.empty'],
  [' \n\t\n', 'apply.rows.none'],
  [HEADINGS, 'apply.rows.none'],
  [`${HEADINGS}\tColour\ncodeine anhydrous base\traw-material\t1\tkg`, 'apply.rows.heading'],
  ['codeine anhydrous base\traw-material\t1\tkg\n'.repeat(101), 'apply.rows.many'],
  [`codeine anhydrous base\traw-material\t1\tkg${'\t'.repeat(6)}x`, 'apply.rows.wide']
])('of nonsense the problem is told: %j', (text, code) => {
  const found = read(text);
  expect(found.ok ? [] : found.problems.map((one) => one.code)).toContain(code);
});
