import { describe, expect, test } from 'vitest';
import fc from 'fast-check';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { actReference, foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { routeActs } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { dossierKey } from '#lib/domain/act/dossier-key.ts';
import {
  aCancellation,
  aClosedTrade,
  aCodeineLine,
  aLine,
  aMatchDecision,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';
import { aHistory, seeds } from '../../samples/history.ts';

function fold(acts: readonly DossierAct[]): Dossier {
  const key = acts[0]!.body.dossier;
  return foldDossier(key, routeActs(acts).get(key) ?? []);
}

const codes = (dossier: Dossier): string[] => dossier.setAside.map((one) => one.problem.code);

describe('an import authorization and all that refers to it', () => {
  test('is issued until something is exported under it', () => {
    const dossier = fold([anImportAuthorization()]);
    expect(dossier).toMatchObject({ status: 'issued', match: 'none', missing: [], setAside: [] });
  });

  test('goes through exporting and shipped to closed', () => {
    const [ia, reply, ea, shipment, endorsement] = aClosedTrade() as [
      DossierAct,
      DossierAct,
      DossierAct,
      DossierAct,
      DossierAct
    ];
    expect(fold([ia, reply, ea]).status).toBe('exporting');
    expect(fold([ia, reply, ea, shipment]).status).toBe('shipped');
    expect(fold([ia, reply, ea, shipment, endorsement]).status).toBe('closed');
  });

  test('is matched, and says that 20 g of the first line were not used', () => {
    const dossier = fold(aClosedTrade());
    expect(dossier.match).toBe('matched');
    expect(dossier.differences).toEqual([
      { code: 'matching.line.notUsed', values: { line: 1, micrograms: 20_000_000 }, weight: 'notice' }
    ]);
    expect(dossier.lines[0]).toMatchObject({
      authorized: { stated: 500_000_000, base: 376_000_000 },
      exported: { stated: 480_000_000, base: 360_960_000 },
      imported: { stated: 480_000_000, base: 360_960_000 }
    });
  });

  test('names an export whose import authorization is not here', () => {
    const ea = anExportAuthorization();
    expect(fold([ea])).toMatchObject({
      status: 'unmatched',
      match: 'export-without-import',
      importAuthorization: null
    });
  });

  test('is free again by an endorsement of nil when the period has expired (1961 art. 31(7)(a))', () => {
    const ia = anImportAuthorization();
    const ea = anExportAuthorization(ia, { over: { validUntil: '2026-10-15' } });
    const nil = anEndorsement(ea, { stated: ['0', '0'], over: { outcome: 'not-imported' } });
    expect(fold([ia, ea, nil])).toMatchObject({
      status: 'issued',
      lines: [{ taken: { stated: 0 } }, { taken: { stated: 0 } }]
    });
  });
});

describe('what the transitions refuse is set aside and counted in no total', () => {
  test('more than the import authorization allows, by a microgram', () => {
    const ia = anImportAuthorization();
    const ea = anExportAuthorization(ia, {
      over: { lines: [aLine({ stated: '500000001', importLine: 1 }), aCodeineLine({ importLine: 2 })] }
    });
    const dossier = fold([ia, ea]);
    expect(codes(dossier)).toEqual(['export.line.exceedsImport']);
    expect(dossier.setAside[0]?.problem.values).toEqual({
      line: 1,
      asked: 500_000_001,
      remaining: 500_000_000
    });
    expect(dossier.lines[0]!.taken.stated).toBe(0);
  });

  test('the same line drawn twice in one export authorization for more than it has', () => {
    const ia = anImportAuthorization({ over: { lines: [aLine()] } });
    const twice = [
      aLine({ stated: '300000000', importLine: 1 }),
      aLine({ no: 2, stated: '300000000', importLine: 1 })
    ];
    expect(codes(fold([ia, anExportAuthorization(ia, { over: { lines: twice } })]))).toEqual([
      'export.line.exceedsImport'
    ]);
  });

  test('a substance that is not on the import authorization', () => {
    const ia = anImportAuthorization({ over: { lines: [aLine()] } });
    const ea = anExportAuthorization(ia, { over: { lines: [aCodeineLine({ no: 1 })] } });
    expect(codes(fold([ia, ea]))).toEqual(['export.line.notInImport']);
  });

  test('an export authorization that outlives the import authorization, or comes after its expiry (R9)', () => {
    const ia = anImportAuthorization();
    const longer = anExportAuthorization(ia, { over: { validUntil: '2027-01-01' } });
    const late = anExportAuthorization(ia, {
      at: '2027-01-02T09:00:00.000Z',
      over: { validUntil: '2027-01-03' }
    });
    expect(codes(fold([ia, longer]))).toEqual(['validity.pastImport']);
    expect(codes(fold([ia, late]))).toEqual(['validity.importExpired']);
  });

  test('a bonded warehouse that the import authorization does not name (1961 art. 31(9))', () => {
    const bondedWarehouse = { name: 'Store', address: 'Dock 1' };
    const ia = anImportAuthorization();
    expect(codes(fold([ia, anExportAuthorization(ia, { over: { bondedWarehouse } })]))).toEqual([
      'bonded.notOnImport'
    ]);
    const bonded = anImportAuthorization({ over: { bondedWarehouse } });
    expect(codes(fold([bonded, anExportAuthorization(bonded, { over: { bondedWarehouse } })]))).toEqual([]);
  });

  test('a second consignment where one is allowed (1961 art. 31(4)(d))', () => {
    const ia = anImportAuthorization();
    const half = [aLine({ stated: '250000000', importLine: 1 })];
    const first = anExportAuthorization(ia, { over: { lines: half } });
    const second = anExportAuthorization(ia, {
      at: '2026-10-06T09:00:00.000Z',
      over: { lines: half, number: 'CH-E-2026-000078-10' }
    });
    expect(codes(fold([ia, first, second]))).toEqual(['export.consignments.exceeded']);
    const several = anImportAuthorization({ over: { consignments: 2 } });
    const a = anExportAuthorization(several, { over: { lines: half } });
    const b = anExportAuthorization(several, {
      at: '2026-10-06T09:00:00.000Z',
      over: { lines: half, number: 'CH-E-2026-000078-10' }
    });
    expect(codes(fold([several, a, b]))).toEqual([]);
  });

  test('an export authorization takes again what a cancelled one has released', () => {
    const ia = anImportAuthorization();
    const first = anExportAuthorization(ia);
    const cancelled = aCancellation(first);
    const second = anExportAuthorization(ia, {
      at: '2026-10-07T09:00:00.000Z',
      over: { number: 'CH-E-2026-000078-10' }
    });
    const dossier = fold([second, cancelled, first, ia]);
    expect(codes(dossier)).toEqual([]);
    expect(dossier.exports.map((strand) => strand.status)).toEqual(['cancelled', 'issued']);
    expect(dossier.lines[0]!.taken.stated).toBe(500_000_000);
  });

  test('shipping more than the export authorization says; less is lawful and stated', () => {
    const ia = anImportAuthorization();
    const ea = anExportAuthorization(ia);
    expect(codes(fold([ia, ea, aShipment(ea, { stated: ['500000001', '0'] })]))).toEqual([
      'shipment.line.exceedsAuthorization'
    ]);
    expect(codes(fold([ia, ea, aShipment(ea, { stated: ['1', '0'] })]))).toEqual([]);
  });

  test('a second endorsement, and one by the wrong country', () => {
    const ia = anImportAuthorization();
    const ea = anExportAuthorization(ia);
    const first = anEndorsement(ea);
    const second = anEndorsement(ea, { at: '2026-10-21T10:00:00.000Z', stated: ['500000000', '200000000'] });
    expect(codes(fold([ia, ea, first, second]))).toEqual(['endorsement.twice']);
    const wrong = anEndorsement(ea, { over: { issuer: CH, to: [AU] } });
    expect(codes(fold([ia, ea, wrong]))).toEqual(['dossier.issuer.wrongSide']);
  });

  test('a second import authorization under the same number and date', () => {
    const first = anImportAuthorization();
    const second = anImportAuthorization({ at: '2026-10-01T09:00:00.000Z', over: { remarks: 'another' } });
    expect(fold([second, first])).toMatchObject({
      match: 'duplicate-number',
      importAuthorization: first._id
    });
  });

  test('a shipment under an export authorization that was itself refused', () => {
    const ia = anImportAuthorization({ over: { lines: [aLine()] } });
    const ea = anExportAuthorization(ia, { over: { lines: [aCodeineLine({ no: 1 })] } });
    expect(codes(fold([ia, ea, aShipment(ea, { stated: ['200000000'] })]))).toEqual([
      'export.line.notInImport',
      'dossier.refersToSetAside'
    ]);
  });

  test('cancelling what has been shipped, what is another authority’s, and what is cancelled already', () => {
    const ia = anImportAuthorization();
    const ea = anExportAuthorization(ia);
    const shipment = aShipment(ea);
    const late = aCancellation(ea, { at: '2026-10-11T10:00:00.000Z' });
    const foreign = aCancellation(ea, { over: { issuer: AU, to: [CH], seq: { AU: 1, CH: 1 } } });
    const twice = aCancellation(ia, { at: '2026-10-03T10:00:00.000Z' });
    expect(codes(fold([ia, ea, shipment, late]))).toEqual(['cancellation.afterShipment']);
    expect(codes(fold([ia, ea, foreign]))).toEqual(['cancellation.notIssuer']);
    expect(codes(fold([ia, aCancellation(ia), twice]))).toEqual(['cancellation.twice']);
  });
});

describe('differences between the two statements', () => {
  test('what arrived in base while the shipment was stated as salt', () => {
    const ia = anImportAuthorization({ over: { lines: [aLine()] } });
    const ea = anExportAuthorization(ia);
    const received = anEndorsement(ea, { stated: ['376000000'] });
    const dossier = fold([ia, ea, aShipment(ea, { stated: ['500000000'] }), received]);
    expect(dossier.match).toBe('differs');
    expect(dossier.exports[0]?.agreement).toBe('differs');
  });

  test('another importer than the one authorized, whatever its legal form is written like', () => {
    const ia = anImportAuthorization();
    const same = anExportAuthorization(ia, {
      over: { importer: { name: 'SOUTHERN CROSS HOSPITAL SUPPLIES PTY. LIMITED', address: 'x' } }
    });
    const other = anExportAuthorization(ia, { over: { importer: { name: 'Northern Star', address: 'x' } } });
    expect(fold([ia, same]).match).toBe('matched');
    expect(fold([ia, other]).differences.map((one) => one.code)).toEqual(['matching.importer.differs']);
  });

  test('another pharmaceutical form than the one authorized, line by line and with both forms', () => {
    const ia = anImportAuthorization();
    const lines = ia.body.lines.map((line) => ({ ...line, importLine: line.no }));
    const changed = lines.map((line) => (line.no === 2 ? { ...line, pharmaceuticalForm: 'crystals' } : line));
    const dossier = fold([ia, anExportAuthorization(ia, { over: { lines: changed } })]);
    expect(dossier.setAside).toEqual([]);
    expect(dossier.match).toBe('differs');
    expect(dossier.differences).toEqual([
      {
        code: 'matching.pharmaceuticalForm.differs',
        values: {
          number: 'CH-E-2026-000077-13',
          line: 2,
          pharmaceuticalForm: 'crystals',
          authorizedForm: 'powder'
        },
        weight: 'todo'
      }
    ]);
    expect(fold([ia, anExportAuthorization(ia, { over: { lines } })]).differences).toEqual([]);
  });

  test('an officer links an export authorization whose reference was mistyped, and undoes it', () => {
    const ia = anImportAuthorization();
    const mistyped = anImportAuthorization({ over: { number: 'AU-I-2026-000110-98' } });
    const ea = anExportAuthorization(mistyped);
    const shipment = aShipment(ea);
    const link = aMatchDecision(ea, ia.body.dossier);
    const linked = fold([ia, ea, shipment, link]);
    expect(linked).toMatchObject({ status: 'shipped', exports: [{ linkedByDecision: true }] });
    const undo = aMatchDecision(ea, ia.body.dossier, {
      at: '2026-10-08T10:00:00.000Z',
      over: { decision: 'unlink' }
    });
    expect(fold([ia, ea, shipment, link, undo])).toMatchObject({ status: 'issued', exports: [] });
  });

  test('what was linked and separated again is not said to be missing, until it is linked anew', () => {
    const ia = anImportAuthorization();
    const ea = anExportAuthorization(anImportAuthorization({ over: { number: 'AU-I-2026-000110-98' } }));
    const decide = (decision: string, day: string) =>
      aMatchDecision(ea, ia.body.dossier, { at: `2026-10-${day}T10:00:00.000Z`, over: { decision } });
    const [link, undo, again] = [decide('link', '07'), decide('unlink', '08'), decide('link', '09')];
    expect(fold([ia, link])).toMatchObject({ missing: [ea._id] });
    for (const acts of [
      [ia, link, undo],
      [undo, link, ia]
    ])
      expect(fold(acts)).toMatchObject({ missing: [], timeline: [ia._id, link._id, undo._id] });
    expect(fold([ia, link, undo, again])).toMatchObject({ missing: [ea._id] });
  });
});

describe('the fold is a function of the set of acts', () => {
  test('any order and any repetition give the same dossier, byte for byte', () => {
    fc.assert(
      fc.property(seeds, fc.infiniteStream(fc.nat()), (seed, stream) => {
        const acts = aHistory(seed);
        const shuffled = acts.concat(acts.filter((_, index) => index % 2 === 0));
        for (let i = shuffled.length - 1; i > 0; i--) {
          const j = (stream.next().value as number) % (i + 1);
          [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
        }
        expect(canonicalJson(fold(shuffled))).toBe(canonicalJson(fold(acts)));
      }),
      { numRuns: 150 }
    );
  });

  test('a subset closed under "refers to" misses nothing; an open one says what it misses', () => {
    fc.assert(
      fc.property(seeds, fc.nat(), (seed, mask) => {
        const acts = aHistory(seed);
        const kept = acts.filter((_, index) => index === 0 || ((mask >> (index % 30)) & 1) === 1);
        const ids = new Set(kept.map((act) => act._id));
        const open = kept.map(actReference).filter((id) => id !== null && !ids.has(id));
        expect([...fold(kept).missing].sort()).toEqual([...new Set(open)].sort());
      }),
      { numRuns: 150 }
    );
  });

  test('every act is on the timeline, set aside, or waits for what it refers to, exactly once', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const acts = aHistory(seed);
        const dossier = fold(acts);
        const placed = [...dossier.timeline, ...dossier.setAside.map((one) => one.act)].sort();
        expect(placed).toEqual(acts.map((act) => act._id).sort());
      }),
      { numRuns: 100 }
    );
  });

  test('what is taken never exceeds what is authorized, but where a despatch crosses a nil return', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        for (const line of fold(aHistory(seed, false)).lines)
          expect(line.taken.stated).toBeLessThanOrEqual(line.authorized.stated);
      }),
      { numRuns: 100 }
    );
  });
});

test('the key is the same from the import authorization and from its citation, however it was typed', () => {
  const issuedOn = '2026-10-01' as never;
  const key = dossierKey(AU, CH, issuedOn, 'AU-I-2026-000101-98');
  for (const typed of [
    'au/i/2026/101/98',
    'No. AU-I-2026-000101-98',
    'ＡＵ－I－2026－000101－98',
    'AU I 2026 OOO1O1 98'
  ]) {
    expect(dossierKey(AU, CH, issuedOn, typed)).toBe(key);
  }
  expect(dossierKey(AU, CH, issuedOn, 'AU-I-2026-000102-98')).not.toBe(key);
});
