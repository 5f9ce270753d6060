/** All consignments under one import authorization: what is seen before one is signed, and what is found afterwards. */
import { describe, expect, test } from 'vitest';
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import { toActualLine } from '#lib/domain/authorization/judge-actual.ts';
import { readTotals } from '#lib/domain/dossier/consignment-totals.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { needsOfExport } from '#lib/domain/dossier/needs.ts';
import type { CalendarDate, MicrogramsText } from '#lib/domain/ids.ts';
import {
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';

const TODAY = '2026-11-24' as CalendarDate;
const grams = (amount: number): string => String(amount * 1_000_000);
const ia = anImportAuthorization({ over: { consignments: 0, lines: [aLine({ stated: grams(1_400) })] } });

function anExport(n: number, amount: number): ActOf<'export-authorization'> {
  const lines = [aLine({ stated: grams(amount), importLine: 1 })];
  return anExportAuthorization(ia, {
    at: `2026-10-0${4 + n}T09:00:00.000Z`,
    over: { number: `CH-E-${n}`, lines }
  });
}

/** 560 g are allowed and leave; the importing authority records 1.4 kg, and a second consignment follows. */
const first = anExport(1, 560);
const second = anExport(2, 840);
const begun: readonly DossierAct[] = [
  ia,
  first,
  aShipment(first, { stated: [grams(560)] }),
  anEndorsement(first, { stated: [grams(1_400)], at: '2026-10-12T10:00:00.000Z' }),
  second,
  aShipment(second, { stated: [grams(840)], at: '2026-10-14T10:00:00.000Z' })
];
const fold = (acts: readonly DossierAct[]) => foldDossier(ia.body.dossier, acts);
const figure = (amount: number) => toActualLine(second.body.lines[0]!, grams(amount) as MicrogramsText);

describe('before a consignment is signed', () => {
  test('what was imported before it counts, and the excess is negative rest', () => {
    const [total] = readTotals(fold(begun), second._id, [figure(840)], 'endorsement');
    expect(total).toMatchObject({
      line: 1,
      authorized: 1_400_000_000,
      shipped: 1_400_000_000,
      imported: 1_400_000_000,
      now: 840_000_000,
      remaining: -840_000_000
    });
  });

  test('nothing remains of a figure that is not understood yet', () => {
    const [total] = readTotals(fold(begun), second._id, [null], 'endorsement');
    expect(total).toMatchObject({ now: null, remaining: null, imported: 1_400_000_000 });
  });

  test('a shipment is added to what other consignments shipped', () => {
    const [total] = readTotals(fold(begun.slice(0, 5)), second._id, [figure(800)], 'shipment');
    expect(total).toMatchObject({ shipped: 560_000_000, now: 800_000_000, remaining: 40_000_000 });
  });

  test('a figure being corrected does not count next to the corrected one', () => {
    const [total] = readTotals(fold(begun), second._id, [figure(800)], 'shipment');
    expect(total).toMatchObject({ shipped: 560_000_000, now: 800_000_000, remaining: 40_000_000 });
  });

  test('without the import authorization there is nothing to add up', () => {
    expect(readTotals(fold(begun.slice(1)), second._id, [figure(1)], 'endorsement')).toEqual([]);
  });
});

describe('after more was imported than all consignments together may', () => {
  const dossier = fold([
    ...begun,
    anEndorsement(second, { stated: [grams(840)], at: '2026-10-20T10:00:00.000Z' })
  ]);

  test('the excess is a difference of the import authorization, with both totals', () => {
    expect(dossier.match).toBe('differs');
    expect(dossier.differences).toContainEqual({
      code: 'matching.import.moreImported',
      values: { number: ia.body.number, line: 1, imported: 2_240_000_000, authorized: 1_400_000_000 },
      weight: 'todo',
      article: '1961:31.4(d)'
    });
  });

  test('each consignment that came to it exceeds, however well its own figures agree', () => {
    expect(dossier.exports.map(({ agreement }) => agreement)).toEqual(['exceeds', 'exceeds']);
  });

  test.each([AU, CH])('it waits for the authority of %s', (authority) => {
    const strand = dossier.exports[1]!;
    expect(needsOfExport(dossier, authority, { strand, today: TODAY }).needs).toEqual(['compare']);
  });

  test('consignments that stay within it are left as they are', () => {
    const kept = fold([
      ia,
      first,
      aShipment(first, { stated: [grams(560)] }),
      anEndorsement(first, { stated: [grams(560)] }),
      second,
      aShipment(second, { stated: [grams(840)], at: '2026-10-14T10:00:00.000Z' }),
      anEndorsement(second, { stated: [grams(840)] })
    ]);
    expect(kept.differences).toEqual([]);
    expect(kept.exports.map(({ agreement }) => agreement)).toEqual(['agrees', 'agrees']);
  });
});
