/** The days that a dossier runs towards, and that an authorization is said to be issued but once. */
import { expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { deadlinesOf } from '#lib/dossier/journey.ts';
import { markIssued, takeIssued } from '#lib/dossier/just-issued.ts';
import { aClosedTrade, anExportAuthorization, anImportAuthorization, aShipment } from '../samples/acts.ts';

const ia = anImportAuthorization();
const ea = anExportAuthorization(ia);
const TODAY = ea.body.issuedOn;
const on = (day: CalendarDate, ...acts: readonly DossierAct[]) =>
  deadlinesOf(foldDossier(ia.body.dossier, [ia, ...acts]), day).map(({ kind, number, isOver }) => [
    kind,
    number,
    isOver
  ]);

test('what is in force runs to the end of its validity', () => {
  expect(on(TODAY)).toEqual([['validity', ia.body.number, false]]);
  expect(on(TODAY, ea)).toEqual([['validity', ea.body.number, false]]);
});

test('goods that have left wait for their endorsement, which is late in the end', () => {
  expect(on(TODAY, ea, aShipment(ea))).toEqual([['endorsement', ea.body.number, false]]);
  expect(on('2028-01-01' as CalendarDate, ea, aShipment(ea))).toEqual([
    ['endorsement', ea.body.number, true]
  ]);
});

test('a closed dossier has no deadline', () => {
  const closed = aClosedTrade();
  expect(deadlinesOf(foldDossier(closed[0]!.body.dossier, closed), TODAY)).toEqual([]);
});

test('an authorization is said to be issued once, and not when it is opened again', () => {
  markIssued(ia._id);
  expect(takeIssued(ea._id)).toBe(false);
  expect(takeIssued(ia._id)).toBe(true);
  expect(takeIssued(ia._id)).toBe(false);
});
