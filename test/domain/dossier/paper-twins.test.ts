/** A partner joins and issues, under a new number, the export authorization that was recorded from its paper. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { routeActs } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { allOf } from '#lib/domain/dossier/find-action.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { needsOfExport } from '#lib/domain/dossier/needs.ts';
import { actionsOf } from '#lib/domain/dossier/next-steps.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import {
  aLine,
  anAct,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';
import { aPaperDecision, aPaperExport } from '../../samples/papers.ts';

const TODAY = '2026-11-12' as CalendarDate;
const GRAMS_300 = '300000000';
const ia = anImportAuthorization({ over: { lines: [aLine({ stated: GRAMS_300 })], consignments: 1 } });
const record = aPaperExport(ia, { at: '2026-10-06T08:00:00.000Z' });
const paper = readAuthorization(record) as ReturnType<typeof anExportAuthorization>;
const { validFrom, validUntil } = paper.body;
const lines = [aLine({ stated: GRAMS_300, importLine: 1 })];
const own = anExportAuthorization(ia, {
  at: '2026-11-10T09:00:00.000Z',
  over: { number: 'CH-E-2026-000088-01', issuedOn: '2026-11-10', validFrom, validUntil, lines }
});
const linked = aPaperDecision(record, ia.body.dossier, { over: { exportAuthorization: own._id } });
const denied = anAct({ ...linked.body, decision: 'unlink' } as never) as DossierAct;
const ofPaper = anEndorsement(paper, { stated: [GRAMS_300] });
const shipped = aShipment(own, {
  at: '2026-11-11T12:00:00.000Z',
  stated: [GRAMS_300],
  over: { shippedOn: '2026-10-12' }
});
const ofOwn = anEndorsement(own, { at: '2026-11-12T12:00:00.000Z', stated: [GRAMS_300] });

const fold = (...acts: DossierAct[]): Dossier => foldDossier(ia.body.dossier, acts);
const codes = (acts: readonly DossierAct[], act: DossierAct): string[] =>
  admitAct(acts, act).map(({ code }) => code);
const told = ({ differences }: Dossier): string[] =>
  differences.filter(({ weight }) => weight !== 'notice').map(({ code }) => code);
const steps = (dossier: Dossier, authority: CountryCode): string[] =>
  allOf(actionsOf(dossier, authority, { today: TODAY })).map(({ kind, on }) => `${kind} ${on}`);

describe('before anybody has decided', () => {
  test.each([
    ['was recorded first', [ia, record], own],
    ['was recorded first, and endorsed', [ia, record, ofPaper], own],
    ['is recorded later', [ia, own], record]
  ])('a paper that %s is no reason to refuse the other, and both count once', (_, acts, act) => {
    expect(codes(acts, act)).toEqual([]);
    const dossier = fold(...acts, act);
    expect(dossier).toMatchObject({ setAside: [], lines: [{ taken: { stated: 300_000_000 } }] });
    expect(told(dossier)).toEqual([]);
  });

  test('both sides are offered the link, and goods wait for it', () => {
    const dossier = fold(ia, record, own);
    for (const authority of [AU, CH]) {
      expect(steps(dossier, authority)[0]).toBe(`link ${record._id}`);
      expect(steps(dossier, authority).filter((step) => /^(ship|endorse) /.test(step))).toEqual([]);
      const [strand] = dossier.exports;
      expect(needsOfExport(dossier, authority, { strand: strand!, today: TODAY }).needs).toContain('match');
    }
    for (const act of [shipped, ofOwn, ofPaper])
      expect(codes([ia, record, own], act)).toEqual(['paper.twin.undecided']);
  });

  test('other goods, a second order of the same goods, and goods of other companies are refused as before', () => {
    const less = anExportAuthorization(ia, {
      over: { number: 'CH-E-2026-000089-01', lines: [aLine({ stated: '200000000', importLine: 1 })] }
    });
    const importer = { ...own.body.importer, name: 'Somebody Else' };
    const foreign = anAct({ ...own.body, importer } as never) as DossierAct;
    const again = anAct({ ...own.body, number: 'CH-E-2026-000090-01' } as never) as DossierAct;
    expect(codes([ia, record], less)).toContain('export.consignments.exceeded');
    expect(codes([ia, record], foreign)).toContain('export.consignments.exceeded');
    expect(codes([ia, record, own], again)).toContain('export.consignments.exceeded');
  });

  test('an import authorization with room for both has two consignments', () => {
    const wide = anImportAuthorization({
      over: { lines: [aLine({ stated: '600000000' })], consignments: 2 }
    });
    const first = aPaperExport(wide);
    const second = anExportAuthorization(wide, { over: { number: 'CH-E-2026-000091-01', lines } });
    const dossier = foldDossier(wide.body.dossier, [wide, first, second]);
    expect(dossier.lines[0]?.taken.stated).toBe(600_000_000);
    expect(dossier.exports.some(({ twin }) => twin)).toBe(false);
  });
});

describe('the decision', () => {
  test('that they are the same leaves one, with the endorsement of the paper', () => {
    expect(codes([ia, record, ofPaper, own], linked)).toEqual([]);
    const dossier = fold(ia, record, ofPaper, own, linked);
    expect(dossier).toMatchObject({
      beside: [{ act: record._id, by: own._id }],
      exports: [{ act: own._id, status: 'endorsed' }],
      setAside: []
    });
    expect(codes([ia, record, ofPaper, own, linked], shipped)).toEqual([]);
    const whole = fold(ia, record, ofPaper, own, linked, shipped);
    expect(told(whole)).toEqual([]);
    expect(whole).toMatchObject({ status: 'closed', match: 'matched' });
  });

  test('that they differ makes the excess a finding; goods of the paper still arrive, and no others leave', () => {
    expect(codes([ia, record, own], denied)).toEqual([]);
    const dossier = fold(ia, record, own, denied);
    expect(told(dossier)).toEqual(['matching.import.moreAuthorized', 'matching.import.moreConsignments']);
    expect(codes([ia, record, own, denied], shipped)).toEqual(['paper.twin.undecided']);
    expect(codes([ia, record, own, denied], ofPaper)).toEqual([]);
    expect(steps(dossier, CH).some((step) => step.startsWith('ship'))).toBe(false);
  });
});

test('the exporting authority can issue its own paper again, until it has done so', () => {
  expect(steps(fold(ia, record), CH)).toContain(`export ${record._id}`);
  expect(steps(fold(ia, record), AU)).not.toContain(`export ${record._id}`);
  expect(steps(fold(ia, record, own), CH)).not.toContain(`export ${record._id}`);
});

test('every order of paper record, own document, link, shipment and endorsement gives one total', () => {
  for (const acts of [
    [ia, record, own, linked, shipped, ofPaper],
    [ia, record, own, linked, shipped, ofOwn]
  ]) {
    const read = (all: readonly DossierAct[]): string =>
      canonicalJson([...routeActs(all)].map(([key, group]) => foldDossier(key, group)));
    const expected = read(acts);
    expect(JSON.parse(expected)).toMatchObject([
      {
        lines: [
          {
            taken: { stated: 300_000_000 },
            exported: { stated: 300_000_000 },
            imported: { stated: 300_000_000 }
          }
        ]
      }
    ]);
    fc.assert(
      fc.property(fc.shuffledSubarray(acts, { minLength: acts.length }), (order) => {
        expect(read(order)).toBe(expected);
        // At the door: what waits for a reference or for the link is sent again, and nothing is refused for good.
        const held: DossierAct[] = [];
        for (let round = 0; round < acts.length; round++)
          for (const act of order)
            if (admitAct(held, act).length === 0) {
              held.push(act);
              const taken = fold(...held).lines[0]?.taken.stated ?? 0;
              expect(taken).toBeLessThanOrEqual(300_000_000);
            }
        expect(new Set(held)).toEqual(new Set(acts));
      })
    );
  }
});

test('whatever order the door admits, no more leaves than is authorized, and goods beyond it are a finding', () => {
  const other = anAct({ ...own.body, number: 'CH-E-2026-000090-01' } as never) as typeof own;
  const late = { at: '2026-11-11T13:00:00.000Z', stated: [GRAMS_300], over: { shippedOn: '2026-10-12' } };
  const arrivals = [paper, own, other].map((of, at) =>
    anEndorsement(of, { at: `2026-11-12T12:0${at}:00.000Z`, stated: [GRAMS_300] })
  );
  const acts = [
    record,
    own,
    other,
    shipped,
    aShipment(other, late),
    ...arrivals,
    linked,
    denied
  ] as DossierAct[];
  fc.assert(
    fc.property(fc.shuffledSubarray(acts), (order) => {
      const held: DossierAct[] = [ia];
      for (const act of order) if (admitAct(held, act).length === 0) held.push(act);
      const dossier = fold(...held);
      expect(dossier.lines[0]!.exported.stated).toBeLessThanOrEqual(300_000_000);
      const moved = dossier.exports.flatMap(({ lines }) => lines.map((one) => one.exported ?? one.imported));
      const isMore = moved.reduce((sum, one) => sum + (one?.stated ?? 0), 0) > 300_000_000;
      if (isMore) expect(told(dossier).some((code) => code.startsWith('matching.import.more'))).toBe(true);
    }),
    { numRuns: 200 }
  );
});
