/** What the form refuses of a statement the door refuses too; what stands already goes on counting and is told. */
import { describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import {
  aCancellation,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';

const ia = anImportAuthorization();
const ea = anExportAuthorization(ia, { over: { validUntil: '2026-10-31' } });
const shipment = aShipment(ea);

const shipped = (shippedOn: string, at = `${shippedOn}T09:00:00.000Z`) =>
  aShipment(ea, { at, over: { shippedOn } });
const received = (receivedOn: string, at = `${receivedOn}T09:00:00.000Z`) =>
  anEndorsement(ea, { at, over: { receivedOn } });
const nil = (receivedOn: string, at = `${receivedOn}T09:00:00.000Z`) =>
  anEndorsement(ea, { at, stated: ['0', '0'], over: { receivedOn, outcome: 'not-imported' } });

const atDoor = (acts: readonly DossierAct[], act: DossierAct): string[] =>
  admitAct(acts, act).map(({ code }) => code);
const inFold = (acts: readonly DossierAct[]) => foldDossier(ia.body.dossier, acts);
const differencesIn = (acts: readonly DossierAct[]): string[] =>
  inFold(acts)
    .differences.filter(({ weight }) => weight === 'todo')
    .map(({ code }) => code);

describe('an export authorization', () => {
  const warehouse = { name: 'Store', address: 'Dock 4' };
  const bonded = anImportAuthorization({ over: { bondedWarehouse: warehouse } });

  test('says that the goods go to the warehouse for which the import is approved (1961 art. 31(9))', () => {
    const silent = anExportAuthorization(bonded);
    expect(atDoor([bonded], silent)).toEqual(['bonded.unstated']);
    const stating = anExportAuthorization(bonded, { over: { bondedWarehouse: warehouse } });
    expect(atDoor([bonded], stating)).toEqual([]);
    expect(atDoor([ia], anExportAuthorization(ia, { over: { bondedWarehouse: warehouse } }))).toEqual([
      'bonded.notOnImport'
    ]);
  });

  test('begins and ends within the import authorization (1961 art. 31(5))', () => {
    const { validFrom, validUntil } = ia.body;
    expect(atDoor([ia], anExportAuthorization(ia, { over: { validFrom, validUntil } }))).toEqual([]);
    const early = { validFrom: '2026-01-02', validUntil };
    expect(atDoor([ia], anExportAuthorization(ia, { over: early }))).toEqual(['validity.beforeImport']);
    const late = { validFrom, validUntil: '2027-12-31' };
    expect(atDoor([ia], anExportAuthorization(ia, { over: late }))).toEqual(['validity.pastImport']);
  });

  test('that was issued before goes on counting', () => {
    const silent = anExportAuthorization(bonded);
    expect(atDoor([bonded, silent], silent)).toEqual([]);
    expect(foldDossier(bonded.body.dossier, [bonded, silent]).exports).toHaveLength(1);
  });
});

describe('a despatch', () => {
  test('lies within the validity of the export authorization, its last day included', () => {
    expect(atDoor([ia, ea], shipped('2026-10-31'))).toEqual([]);
    expect(atDoor([ia, ea], shipped('2026-11-01'))).toEqual(['shipment.date.outsideValidity']);
    expect(atDoor([ia, ea], shipped('2026-10-04', '2026-10-06T09:00:00.000Z'))).toEqual([
      'shipment.date.outsideValidity'
    ]);
  });

  test('may be stated after the period, but not before it has left in the farthest time zone', () => {
    expect(atDoor([ia, ea], shipped('2026-10-30', '2026-11-10T09:00:00.000Z'))).toEqual([]);
    expect(atDoor([ia, ea], shipped('2026-10-11', '2026-10-10T10:00:00.000Z'))).toEqual([]);
    expect(atDoor([ia, ea], shipped('2026-10-11', '2026-10-10T09:59:59.000Z'))).toEqual([
      'shipment.date.future'
    ]);
  });

  test('of nothing is none', () => {
    expect(atDoor([ia, ea], aShipment(ea, { stated: ['0', '0'] }))).toEqual(['shipment.nothing']);
  });
});

describe('a receipt', () => {
  test('lies neither before the issue, but for the date line, nor in the future', () => {
    expect(atDoor([ia, ea, shipment], received('2026-10-10'))).toEqual([]);
    expect(atDoor([ia, ea], received('2026-10-04', '2026-10-20T09:00:00.000Z'))).toEqual([]);
    expect(atDoor([ia, ea], received('2026-10-03', '2026-10-20T09:00:00.000Z'))).toEqual([
      'endorsement.date.beforeIssue'
    ]);
    expect(atDoor([ia, ea, shipment], received('2026-10-22', '2026-10-20T09:00:00.000Z'))).toEqual([
      'endorsement.date.future'
    ]);
  });

  test('is admitted although the partner states a later despatch: that may be mistyped, and is never amended', () => {
    expect(atDoor([ia, ea, shipped('2026-10-29')], received('2026-10-20'))).toEqual([]);
  });

  test('of nothing is stated once the period has expired, and not before', () => {
    expect(atDoor([ia, ea], nil('2026-11-01'))).toEqual([]);
    expect(atDoor([ia, ea], nil('2026-10-31'))).toEqual(['endorsement.notExpired']);
  });
});

describe('a despatch and a nil return that cross on their way', () => {
  const returned = nil('2026-11-02');
  const left = shipped('2026-10-11', '2026-11-03T09:00:00.000Z');
  const again = anExportAuthorization(ia, {
    at: '2026-11-04T09:00:00.000Z',
    over: { number: 'CH-E-2026-000078-10' }
  });

  test('both count: the goods that left stay used, and the contradiction is told', () => {
    expect(inFold([ia, ea, returned, left])).toMatchObject({
      setAside: [],
      exports: [{ status: 'not-imported', shipment: left._id }],
      lines: [
        { taken: { stated: 480_000_000 }, exported: { stated: 480_000_000 }, imported: { stated: 0 } },
        {}
      ]
    });
    expect(differencesIn([ia, ea, returned, left])).toEqual(['matching.shipped.notImported']);
    expect(atDoor([ia, ea, returned, left], again)).toEqual([
      'export.consignments.exceeded',
      'export.import.used'
    ]);
    expect(atDoor([ia, ea, returned], again)).toEqual([]);
  });

  test('but whoever knows of the return is not let state a despatch after it', () => {
    expect(atDoor([ia, ea, returned], left)).toEqual(['shipment.afterReturn']);
    expect(atDoor([ia, ea, returned], shipped('2026-10-11'))).toEqual([]);
  });
});

describe('a reply', () => {
  test('is to the partner, and a doubt says which', () => {
    const query = (text?: string) => aReply(ea, { over: { answer: 'query', ...(text ? { text } : {}) } });
    expect(atDoor([ia, ea], query('Which port?'))).toEqual([]);
    expect(atDoor([ia, ea], query())).toEqual(['reply.text.missing']);
    expect(atDoor([ia, ea], query('-'))).toEqual(['reply.text.missing']);
    const toOneself = aReply(ea, { over: { issuer: CH, to: [AU] } });
    expect(atDoor([ia, ea], toOneself)).toEqual(['reply.ownAct']);
  });
});

test('a cancellation says why, in words', () => {
  const cancelled = (reason: string) => aCancellation(ea, { over: { reason } });
  expect(atDoor([ia, ea], cancelled('Order withdrawn'))).toEqual([]);
  expect(atDoor([ia, ea], cancelled('-'))).toEqual(['cancellation.reason.missing']);
});

describe('what stands already', () => {
  const late = shipped('2026-11-02');
  const early = received('2026-10-09', '2026-10-20T09:00:00.000Z');

  test('stays admitted and counts, and its date is told as a difference', () => {
    expect(atDoor([ia, ea, late], late)).toEqual([]);
    expect(inFold([ia, ea, late])).toMatchObject({ status: 'shipped', setAside: [], match: 'differs' });
    expect(differencesIn([ia, ea, late])).toEqual(['matching.shipped.outsideValidity']);
    expect(differencesIn([ia, ea, shipment, early])).toEqual(['matching.received.beforeShipment']);
    expect(differencesIn([ia, ea, nil('2026-10-20')])).toEqual(['matching.nil.beforeExpiry']);
    expect(differencesIn([ia, ea, shipment, nil('2026-11-05')])).toEqual(['matching.shipped.notImported']);
    expect(differencesIn([ia, ea, shipment, received('2026-10-20')])).toEqual([]);
  });

  test('a despatch and an earlier receipt that crossed on their way come to the same, whichever came first', () => {
    const acts = [ia, ea, shipment, early];
    expect(canonicalJson(inFold([...acts].reverse()))).toBe(canonicalJson(inFold(acts)));
    expect(inFold(acts).setAside).toEqual([]);
    // To the exporting authority's door its despatch is no later for what the partner states of the receipt.
    expect(atDoor([ia, ea, early], shipment)).toEqual([]);
  });
});
