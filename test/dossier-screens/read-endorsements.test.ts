/** Quantities actually imported from a spreadsheet: prepared for the endorsement, never signed. */
import { describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { draftIdOf, type DraftFields } from '#lib/domain/draft/draft.ts';
import { CURRENT_EDITION } from '#lib/domain/goods/substance.ts';
import type { AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { endorsementColumns, readEndorsements } from '#lib/dossier/read-endorsements.ts';
import { problemText } from '#lib/i18n/problem-text.ts';
import { readTables } from '#lib/import/read-file.ts';
import { anEndorsement, anExportAuthorization, anImportAuthorization, aShipment } from '../samples/acts.ts';
import { arranged, planOf } from '../samples/tables.ts';

const importAct = anImportAuthorization();
const exportAct = anExportAuthorization(importAct);
const shipment = aShipment(exportAct);
const HEAD =
  'Export authorization,Line of goods,Substance,Date of receipt,Quantity actually imported,Unit,Outcome';
const { number } = exportAct.body;

function read(
  rows: readonly string[],
  acts: readonly DossierAct[] = [importAct, exportAct, shipment],
  held: DraftFields | null = null
) {
  const bytes = new TextEncoder().encode([HEAD, ...rows].join('\n'));
  const table = arranged(endorsementColumns(), unwrap(readTables(bytes)));
  const reader = {
    dossiers: [foldDossier(importAct.body.dossier, acts)],
    act: (id: string) => acts.find(({ _id }) => _id === id) ?? null,
    authority: 'AU' as AuthorityCode,
    today: '2026-12-31' as CalendarDate,
    edition: CURRENT_EDITION,
    preparedOf: () => held,
    name: 'receipts.csv'
  };
  return planOf((log) => readEndorsements(table, reader, log));
}
const told = ({ problems }: ReturnType<typeof read>) =>
  problems.map(({ code, values }) => `${String(values?.['row'])} ${String(values?.['column'])} ${code}`);
const date = shipment.body.shippedOn;

describe('a file of quantities actually imported', () => {
  test('prepares the figures of each line, and leaves the signature to an officer', () => {
    const found = read([`${number},1,,${date},450,g,`, `${number.toLowerCase()},2,,${date},1 kg,,imported`]);
    expect(told(found)).toEqual([]);
    expect(found.added).toMatchObject([
      {
        _id: draftIdOf('endorsement', exportAct._id),
        kind: 'endorsement',
        fields: { of: exportAct._id, outcome: 'imported', receivedOn: date, batch: 'receipts.csv' },
        lines: [
          { key: '1', fields: { quantity: '450', unit: 'g' } },
          { key: '2', fields: { quantity: '1', unit: 'kg' } }
        ]
      }
    ]);
    expect(found.questions.length).toBeGreaterThan(0);
  });

  test.each([
    ['an unknown number', [`X-1,1,,${date},5,g,`], '2 Export authorization import.number.unknown'],
    ['no line among two', [`${number},,,${date},5,g,`], '2 Substance and form import.line.unknown'],
    [
      'a line twice',
      [`${number},1,,${date},5,g,`, `${number},1,,${date},5,g,`],
      '3 Line of goods import.line.twice'
    ],
    [
      'a line without its figure',
      [`${number},1,,${date},5,g,`],
      '2 Quantity actually imported actual.quantity.missing'
    ],
    [
      'another date in the next row',
      [`${number},1,,${date},5,g,`, `${number},2,,2026-12-30,5,g,`],
      '3 Date of receipt batch.row.differs'
    ],
    ['an unknown outcome', [`${number},1,,${date},5,g,perhaps`], '2 Outcome import.outcome.unknown'],
    [
      'an unknown unit',
      [`${number},1,,${date},5,lb,`, `${number},2,,${date},5,g,`],
      '2 Quantity actually imported quantity.unit.unknown'
    ]
  ])('names row, column and problem: %s', (_name, rows, ...answers) => {
    const found = read(rows);
    expect(told(found)).toEqual(answers);
    for (const problem of found.problems) expect(problemText(problem)).not.toContain(problem.code);
    expect(found.added).toEqual([]);
  });

  test('changes nothing that is endorsed, or prepared with other figures', () => {
    const rows = [`${number},1,,${date},450,g,`, `${number},2,,${date},1,kg,`];
    const endorsed = read(rows, [importAct, exportAct, shipment, anEndorsement(exportAct)]);
    expect(endorsed).toMatchObject({ added: [], sameCount: 1, problems: [] });
    const held = { fields: { outcome: 'imported' }, lines: [] };
    const prepared = read(rows, undefined, held);
    expect(prepared).toMatchObject({ added: [], sameCount: 1 });
    expect(prepared.questions.map(({ code }) => code)).toContain('import.prepared');
  });
});
