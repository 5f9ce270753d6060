import { expect, test } from 'vitest';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import {
  aCancellation,
  anExportAuthorization,
  anImportAuthorization,
  aShipment
} from '../../samples/acts.ts';

const LATER = { at: '2026-10-07T08:00:00.000Z' };
const old = anImportAuthorization();
const cancelled = aCancellation(old);
const replacing = (replaces?: string): DossierAct =>
  anImportAuthorization({
    ...LATER,
    over: { number: 'AU-I-2026-000102-40', ...(replaces ? { replaces } : {}) }
  });
const foreign = anExportAuthorization(old);

test.each([
  ['nothing', [], replacing(), []],
  ['what is not here', [], replacing(old._id), ['replacement.unknown']],
  ['one of another kind and authority', [old, foreign], replacing(foreign._id), ['replacement.foreign']],
  ['one that is not cancelled', [old], replacing(old._id), ['replacement.notCancelled']],
  ['one that is cancelled', [old, cancelled], replacing(old._id), []]
] as const)('an authorization that replaces %s', (_what, known, act, codes) => {
  expect(admitAct(known, act).map(({ code }) => code)).toEqual(codes);
});

test('what was shipped before its cancellation came is not replaced', () => {
  const ea = anExportAuthorization(old);
  const shipment = aShipment(ea, { at: '2026-10-05T12:00:00.000Z' });
  const late = aCancellation(old);
  expect(admitAct([old, ea, shipment], late)).not.toEqual([]);
  expect(admitAct([old, ea, shipment, late], replacing(old._id)).map(({ code }) => code)).toEqual([
    'replacement.notCancelled'
  ]);
});

test('an export in place of another takes what the other gives up, once it is cancelled', () => {
  const ea = anExportAuthorization(old);
  const again = anExportAuthorization(old, {
    ...LATER,
    over: { number: 'CH-E-2026-000078-11', replaces: ea._id }
  });
  expect(admitAct([old, ea], again)).not.toEqual([]);
  expect(admitAct([old, ea, aCancellation(ea)], again)).toEqual([]);
});
