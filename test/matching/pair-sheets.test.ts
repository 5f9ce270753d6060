/** Two documents side by side, as an officer lays two papers beside each other. */
import { describe, expect, test } from 'vitest';
import { formatDate } from '#lib/i18n/format.ts';
import { pairOf, pairToBars, pairSheets, type PairBox, type PairSheets } from '#lib/matching/pair-sheets.ts';
import { aCodeineLine, aLine, anExportAuthorization, AU } from '../samples/acts.ts';
import { deskOf } from './desk-of.ts';
import { aLoss, aMistyped, aNumber, anExport, anImport, grams } from './trades.ts';

function boxOf({ above, below }: PairSheets, name: PairBox['name']): PairBox {
  const box = [...above, ...below].find((one) => one.name === name);
  if (!box) throw new Error(`no box ${name}`);
  return box;
}

describe('box beside box', () => {
  const { meant, stray } = aMistyped();
  const sheets = pairSheets(meant.body, stray.body);

  test('the number that is cited stands beside the number that is meant, and says that it is cited', () => {
    expect(boxOf(sheets, 'number')).toMatchObject({
      left: [aNumber(101)],
      right: [aNumber(110)],
      isSame: false,
      isCited: true
    });
  });

  test('the date that is cited stands beside the date of issue, and the authority beside its name alone', () => {
    expect(boxOf(sheets, 'issuedOn')).toMatchObject({
      left: [formatDate(meant.body.issuedOn)],
      isSame: true
    });
    expect(boxOf(sheets, 'authority')).toMatchObject({
      left: ['Office of Drug Control'],
      right: ['Office of Drug Control'],
      isSame: true
    });
    expect([...sheets.above, ...sheets.below].map(({ name }) => name)).not.toContain('reference');
  });

  test('a company that differs is not the same, and one that agrees is', () => {
    const other = anExport(meant, 9, { importer: { name: 'Quite Another House', address: 'Perth' } });
    const pair = pairSheets(meant.body, other.body);
    expect(boxOf(pair, 'importer')).toMatchObject({ isSame: false });
    expect(boxOf(pair, 'exporter')).toMatchObject({ isSame: true });
  });

  test('that neither goes to a bonded warehouse is the same, though each form says it in its own words', () => {
    expect(boxOf(sheets, 'bonded').isSame).toBe(true);
    const bonded = anExport(meant, 9, { bondedWarehouse: { name: 'Free port', address: 'Geneva' } });
    expect(boxOf(pairSheets(meant.body, bonded.body), 'bonded').isSame).toBe(false);
  });

  test('every box stands once, and without a second document there is nothing at its side', () => {
    const names = [...sheets.above, ...sheets.below].map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
    const alone = pairSheets(null, stray.body);
    expect([...alone.above, ...alone.below].every(({ left, isSame }) => left === null && !isSame)).toBe(true);
    expect(boxOf(alone, 'number')).toMatchObject({ right: ['CH-E-1'], isCited: false });
  });

  test('two import authorizations under one number stand beside each other as they are', () => {
    const second = anImport(101, { portOfEntry: 'Perth' });
    const pair = pairSheets(meant.body, second.body);
    expect(boxOf(pair, 'number')).toMatchObject({ isSame: true, isCited: false });
  });
});

describe('the goods', () => {
  test('stand beside the line that they are of, and what only one side has stands alone', () => {
    const ia = anImport(5, { lines: [aLine(), aCodeineLine()] });
    const ea = anExport(ia, 5, { lines: [aCodeineLine({ no: 1, importLine: 2 })] });
    const { goods } = pairSheets(ia.body, ea.body);
    expect(goods.map(({ left, right }) => [left?.substance, right?.substance])).toEqual([
      ['codeine', 'codeine'],
      ['morphine', undefined]
    ]);
    expect(new Set(goods.map(({ key }) => key)).size).toBe(goods.length);
  });
});

describe('the pair of a row', () => {
  test('is the export authorization beside whichever import authorization is proposed', () => {
    const { meant, stray } = aMistyped();
    const desk = deskOf(AU, [meant, stray]);
    const pair = pairOf(desk.rows[0]!, 0, desk);
    expect([pair.left?._id, pair.right?._id]).toEqual([meant._id, stray._id]);
    expect(pairOf(desk.rows[0]!, 7, desk).left).toBeNull();
  });

  test('is the two that bear one number, the earlier one first, each with its own bar', () => {
    const { meant } = aMistyped();
    const [first, second] = ['09', '10'].map((hour) =>
      anExportAuthorization(meant, { at: `2026-10-05T${hour}:00:00.000Z`, over: { number: 'CH-E-5' } })
    );
    const desk = deskOf(AU, [meant, first!, second!]);
    const row = desk.rows.find(({ finding }) => finding.class === 'duplicate-number');
    const pair = pairOf(row!, 0, desk);
    expect([pair.left?._id, pair.right?._id]).toEqual([first?._id, second?._id]);
  });

  test('draws authorized, shipped and arrived on one scale where something was lost', () => {
    const acts = aLoss();
    const desk = deskOf(AU, acts);
    const pair = pairOf(desk.rows[0]!, 0, desk);
    const [line] = pairToBars(pairSheets(pair.left!.body, pair.right!.body).goods, pair);
    expect(line?.bars.map(({ micrograms }) => micrograms)).toEqual(
      [500, 500, 500, 495].map((amount) => Number(grams(amount)))
    );
  });

  test('draws the anhydrous base where one form has two factors', () => {
    const { meant } = aMistyped();
    const [line] = meant.body.lines;
    const factor = { ...line!.factor, value: '0.5' };
    const other = anExportAuthorization(meant, {
      over: { lines: [{ ...line!, factor, base: '250000000', importLine: 1 }] }
    });
    const pair = { left: meant, right: other, shipment: null, endorsement: null };
    const [bars] = pairToBars(pairSheets(meant.body, other.body).goods, pair);
    expect(bars?.bars.map(({ micrograms }) => String(micrograms))).toEqual([line!.base, '250000000']);
  });

  test('has no bar for what nobody could have stated yet', () => {
    const { meant, stray } = aMistyped();
    const desk = deskOf(AU, [meant, stray]);
    const pair = pairOf(desk.rows[0]!, 0, desk);
    const [line] = pairToBars(pairSheets(pair.left!.body, pair.right!.body).goods, pair);
    expect(line?.bars).toHaveLength(2);
  });
});
