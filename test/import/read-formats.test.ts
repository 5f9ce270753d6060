/** Encodings, separators and XML: the same table, whatever wrote it. */
import { strToU8 } from 'fflate';
import { describe, expect, test } from 'vitest';
import type { Column } from '#lib/domain/lists/columns.ts';
import { unwrap } from '#lib/domain/result.ts';
import { encodingsOf, readTables, type Encoding } from '#lib/import/read-file.ts';
import { csvOf } from '#lib/ui/file/file-table.ts';
import { arranged } from '../samples/tables.ts';

const cellsOf = (bytes: Uint8Array, encoding?: Encoding) =>
  unwrap(readTables(bytes, encoding))[0]?.rows.map(({ cells }) => cells);

/** Letters of one code page, as its bytes. */
function encode(text: string, encoding: Encoding): Uint8Array {
  const decoder = new TextDecoder(encoding);
  const bytes = new Map(Array.from({ length: 256 }, (_, at) => [decoder.decode(Uint8Array.of(at)), at]));
  return Uint8Array.from([...text].map((letter) => bytes.get(letter) ?? 63));
}

describe('a text file', () => {
  test.each<[Encoding, string]>([
    ['windows-1252', 'name;address\nSociété Générale;Zürich Straße'],
    ['windows-1251', 'name;address\nАльпенфарма;улица Садовая'],
    ['windows-1256', 'name;address\nشركة الدواء;شارع النيل']
  ])('in %s is recognized, and a person confirms it by its words', (encoding, text) => {
    const bytes = encode(text, encoding);
    const [first, ...others] = encodingsOf(bytes);
    expect(first?.encoding).toBe(encoding);
    expect(others).toHaveLength(2);
    expect(cellsOf(bytes, encoding)).toEqual(text.split('\n').map((line) => line.split(';')));
    // Without an answer, nothing is guessed.
    expect(readTables(bytes)).toMatchObject({ problems: [{ code: 'list.file.encoding' }] });
  });

  test.each([
    ['UTF-8', strToU8('a\tb\nж\tب')],
    ['UTF-8 with its mark', strToU8('\ufeffa\tb\nж\tب')],
    ['UTF-16 with its mark', new Uint8Array(Buffer.from('\ufeffa\tb\nж\tب', 'utf16le'))],
    ['UTF-16 without a mark', new Uint8Array(Buffer.from('a\tb\nж\tب', 'utf16le'))],
    ['UTF-16 the other way round', new Uint8Array(Buffer.from('\ufeffa\tb\nж\tب', 'utf16le').swap16())]
  ])('in %s needs no answer', (_name, bytes) => {
    expect(encodingsOf(bytes)).toEqual([]);
    expect(cellsOf(bytes)).toEqual([
      ['a', 'b'],
      ['ж', 'ب']
    ]);
  });

  test('that I2ES saved has the texts that were saved, also those that begin like a formula', () => {
    const texts = ['-Acme', '=Wattle', "'t Hooft", "'-x", '@ Level 2; -Annex', '1 Quay\n- Building 2', '\tx'];
    const rows = texts.map((text) => [text]);
    expect(cellsOf(strToU8(csvOf({ name: 'x', head: ['name'], rows })))).toEqual([['name'], ...rows]);
  });

  test('longer than one piece is read as a whole, with quoted line ends in between', () => {
    const rows = Array.from({ length: 30_000 }, (_, at) => `${at},"line one\r\nline ""two"" ${at}"`);
    const read = unwrap(readTables(strToU8(['no,text', ...rows].join('\r\n'))))[0]!.rows;
    expect(read).toHaveLength(30_001);
    expect(read[20_000]).toEqual({ no: 39_999 + 1, cells: ['19999', 'line one\nline "two" 19999'] });
  });
});

const COLUMNS: readonly Column[] = [
  { name: 'Number', member: 'number', as: 'text', isNeeded: true },
  { name: 'Substance', member: 'substance', as: 'text' },
  { name: 'Quantity', member: 'quantity', as: 'figure' }
];

describe('an XML file', () => {
  test('has a record in each child of its root, and a row in each repeated part of it', () => {
    const xml = `<?xml version="1.0" encoding="UTF-8"?>
      <x:permits xmlns:x="urn:x">
        <x:permit id="1"><x:number>A-1</x:number>
          <line><substance>morphine</substance><quantity unit="g">5</quantity></line>
          <line><substance><![CDATA[codeine & more]]></substance></line>
        </x:permit>
        <x:permit id="2"><x:number>A-2</x:number></x:permit>
      </x:permits>`;
    const [table] = unwrap(readTables(strToU8(xml)));
    expect(table?.rows[0]?.cells).toEqual([
      'together',
      'id',
      'number',
      'line/substance',
      'line/quantity/unit',
      'line/quantity'
    ]);
    const read = [...arranged(COLUMNS, [table!]).rows].slice(1);
    expect(read.map(({ no }) => no)).toEqual([4, 5, 7]);
    expect(read.map(({ cells }) => cells.slice(2, 4))).toEqual([
      ['A-1', 'morphine'],
      ['A-1', 'codeine & more'],
      ['A-2', '']
    ]);
  });
});
