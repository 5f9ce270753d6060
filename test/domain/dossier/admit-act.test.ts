import { describe, expect, test } from 'vitest';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import {
  aCancellation,
  aLine,
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
  expect(admitAct([ia, ea, anEndorsement(ea)], second).map((one) => one.code)).toEqual([
    'endorsement.twice',
    'dossier.act.rival'
  ]);
});

test('a cancellation dated before the partner’s export authorization cannot push it out afterwards', () => {
  const backDated = aCancellation(ia, { at: '2026-10-02T10:00:00.000Z' });
  expect(admitAct([ia], backDated)).toEqual([]);
  expect(admitAct([ia, ea], backDated).map((one) => one.code)).toEqual(['dossier.act.displaces']);
});

/** Two devices of one authority sign for the same thing while neither has a connection. */
describe('a colleague was faster', () => {
  const single = anImportAuthorization({ over: { lines: [aLine()] } });
  const anExport = (at: string, number: string, name: string) =>
    anExportAuthorization(single, {
      at,
      over: { number, by: { person: `ch.${name}`, name, function: 'Delegate' } }
    });
  const early = anExport('2026-10-05T09:00:00.000Z', 'CH-E-1', 'Anna Early');
  const late = anExport('2026-10-05T09:05:00.000Z', 'CH-E-2', 'Luc Late');
  const named = (act: typeof early) => ({
    code: 'export.import.used',
    values: { number: act.body.number, person: act.body.by.name, act: act._id, remaining: 0 }
  });

  test('whichever was signed first, the second to connect is told who used the quantity, by number and name', () => {
    expect(admitAct([single, early], late)).toMatchObject([
      { code: 'export.consignments.exceeded' },
      named(early)
    ]);
    expect(admitAct([single, late], early)).toMatchObject([named(late)]);
  });

  test('of several consignments those are named that left too little', () => {
    const several = anImportAuthorization({ over: { consignments: 0, lines: [aLine()] } });
    const first = anExportAuthorization(several, { over: { number: 'CH-E-3' } });
    const second = anExportAuthorization(several, {
      at: '2026-10-06T09:00:00.000Z',
      over: { number: 'CH-E-4' }
    });
    expect(admitAct([several, first], second)).toMatchObject([
      { code: 'export.line.exceedsImport' },
      { code: 'export.import.used', values: { act: first._id } }
    ]);
  });

  test('the same is told of a second shipment, endorsement and cancellation', () => {
    const pairs = [
      [aShipment(ea), aShipment(ea, { at: '2026-10-11T10:00:00.000Z' })],
      [anEndorsement(ea), anEndorsement(ea, { at: '2026-10-22T10:00:00.000Z' })],
      [aCancellation(ea), aCancellation(ea, { at: '2026-10-07T10:00:00.000Z' })]
    ] as const;
    for (const [one, other] of pairs)
      for (const [held, asked] of [
        [one, other],
        [other, one]
      ] as const)
        expect(admitAct([ia, ea, held], asked)).toContainEqual({
          code: 'dossier.act.rival',
          values: { person: held.body.by.name, act: held._id }
        });
  });

  test('a partner’s document is never named as a colleague’s', () => {
    const backDated = aCancellation(ia, { at: '2026-10-02T10:00:00.000Z' });
    expect(admitAct([ia, ea], backDated).some(({ code }) => code === 'dossier.act.rival')).toBe(false);
  });
});
