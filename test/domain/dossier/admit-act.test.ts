import { expect, test } from 'vitest';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import {
  aCancellation,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment
} from '../../samples/acts.ts';

const ia = anImportAuthorization();
const ea = anExportAuthorization(ia);

test('what the dossier allows is admitted, and an act that is here already stays admitted', () => {
  expect(admitAct([], ia)).toEqual([]);
  expect(admitAct([ia], ea)).toEqual([]);
  expect(admitAct([ia, ea], ea)).toEqual([]);
});

test('an act whose reference is not here waits for it', () => {
  expect(admitAct([ia], aShipment(ea)).map((one) => one.code)).toEqual(['dossier.reference.missing']);
});

test('a second endorsement is refused, whatever it says', () => {
  const second = anEndorsement(ea, { at: '2026-10-22T10:00:00.000Z' });
  expect(admitAct([ia, ea, anEndorsement(ea)], second).map((one) => one.code)).toEqual(['endorsement.twice']);
});

test('a cancellation dated before the partner’s export authorization cannot push it out afterwards', () => {
  const backDated = aCancellation(ia, { at: '2026-10-02T10:00:00.000Z' });
  expect(admitAct([ia], backDated)).toEqual([]);
  expect(admitAct([ia, ea], backDated).map((one) => one.code)).toEqual(['dossier.act.displaces']);
});
