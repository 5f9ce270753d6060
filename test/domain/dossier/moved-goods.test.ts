/** Goods that came back, or were diverted in transit (1961 art. 31(12), 1971 art. 12(3)(f); rule R21). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { endorsementsDue } from '#lib/domain/dossier/status-on.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import { readRest } from '#lib/domain/dossier/import-use.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import {
  AU,
  CH,
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment
} from '../../samples/acts.ts';
import { aPaper } from '../../samples/papers.ts';

const grams = (count: number): string => String(count * 1_000_000);

const ia = anImportAuthorization({
  over: { consignments: 1, lines: [aLine({ stated: grams(500) })] }
} as never);
const dossier = ia.body.dossier;
const first = anExportAuthorization(ia, {
  at: '2026-10-05T09:00:00.000Z',
  over: { number: 'CH-E-2026-000001-01', lines: [aLine({ stated: grams(500), importLine: 1 })] }
});
const second = anExportAuthorization(ia, {
  at: '2026-10-20T09:00:00.000Z',
  over: { number: 'CH-E-2026-000002-01', lines: [aLine({ stated: grams(500), importLine: 1 })] }
});
const shipped = aShipment(first, { at: '2026-10-10T10:00:00.000Z', stated: [grams(500)] });

function moved(
  instrument: 'return' | 'diversion',
  count: number,
  issuer: CountryCode = CH,
  at = '2026-10-15T08:00:00.000Z'
): DossierAct {
  const lines = [{ no: 1, stated: grams(count), base: aLine({ stated: grams(count) }).base }];
  const particulars =
    instrument === 'return'
      ? { instrument, returnedOn: '2026-10-14' }
      : { instrument, transit: 'NL', destination: 'BE', divertedOn: '2026-10-14' };
  const paper = { ...particulars, exportAuthorization: first._id, lines };
  return aPaper(paper as never, { at, issuer, partner: issuer === CH ? AU : CH, dossier });
}

const fold = (...acts: DossierAct[]): Dossier => foldDossier(dossier, [ia, first, ...acts]);
const codes = (acts: readonly DossierAct[], act: DossierAct): string[] =>
  admitAct([ia, first, ...acts], act).map(({ code }) => code);
const told = ({ differences }: Dossier): string[] => differences.map(({ code }) => code);

describe.each(['return', 'diversion'] as const)('goods of a %s', (what) => {
  it('are neither imported nor exported to the importing country, and can be exported again', () => {
    const after = fold(shipped, moved(what, 500));
    expect(after.lines[0]).toMatchObject({
      taken: { stated: 0 },
      exported: { stated: 0 },
      imported: { stated: 0 }
    });
    expect(after.exports[0]?.lines[0]).toMatchObject({
      exported: { stated: 500e6 },
      moved: { stated: 500e6 }
    });
    expect(readRest(after)).toMatchObject({ consignmentsUsed: 0, remaining: { 1: { stated: 500e6 } } });
    expect(codes([shipped], second)).not.toEqual([]);
    expect(codes([shipped, moved(what, 500)], second)).toEqual([]);
  });

  it('free only their own quantity, and the consignment stays used', () => {
    const after = fold(shipped, moved(what, 200));
    expect(readRest(after)).toMatchObject({ consignmentsUsed: 1, remaining: { 1: { stated: 200e6 } } });
    const rest = anEndorsement(first, { at: '2026-11-01T10:00:00.000Z', stated: [grams(300)] });
    const closed = fold(shipped, moved(what, 200), rest);
    expect(told(closed)).toEqual(['matching.line.notUsed']);
    expect(closed.exports[0]).toMatchObject({ status: 'endorsed', agreement: 'agrees' });
  });

  it('are a finding on both sides until the importing authority endorses or records them too', () => {
    const ours = moved(what, 500);
    expect(told(fold(shipped, ours))).toEqual(['matching.moved.unconfirmed']);
    expect(told(fold(shipped, ours, moved(what, 500, AU, '2026-10-16T08:00:00.000Z')))).toEqual([]);
    expect(told(fold(shipped, ours, moved(what, 400, AU, '2026-10-16T08:00:00.000Z')))).toEqual([
      'matching.moved.differs'
    ]);
    const nil = anEndorsement(first, {
      at: '2027-03-01T10:00:00.000Z',
      stated: ['0'],
      over: { outcome: 'not-imported' }
    });
    expect(told(fold(shipped, ours, nil))).toEqual([]);
  });

  it('that only the importing authority recorded are a finding for the exporting one, and counted once', () => {
    const theirs = moved(what, 500, AU);
    const alone = fold(shipped, theirs);
    expect(told(alone)).toEqual(['matching.moved.unrecorded']);
    expect(alone.lines[0]?.taken.stated).toBe(0);
    expect(fold(shipped, theirs, moved(what, 500)).lines[0]?.taken.stated).toBe(0);
  });

  it('are endorsed as not imported when the period has expired, and not overdue before', () => {
    const due = endorsementsDue(fold(shipped, moved(what, 500)), '2026-12-01' as never);
    expect(due).toEqual([{ act: first._id, due: addDays(first.body.validUntil, 14), overdue: false }]);
  });

  it('are no more than left: the door refuses more, also in two records', () => {
    expect(codes([shipped], moved(what, 501))).toEqual(['moved.line.exceedsExport']);
    expect(codes([shipped, moved(what, 300)], moved(what, 201, CH, '2026-10-17T08:00:00.000Z'))).toEqual([
      'moved.line.exceedsExport'
    ]);
    expect(codes([shipped, moved(what, 300)], moved(what, 200, CH, '2026-10-17T08:00:00.000Z'))).toEqual([]);
  });

  it('give one dossier in every order of arrival', () => {
    const acts = [shipped, moved(what, 200), moved(what, 200, AU, '2026-10-16T08:00:00.000Z'), first];
    const whole = canonicalJson(fold(...acts) as never);
    fc.assert(
      fc.property(fc.shuffledSubarray(acts, { minLength: acts.length }), (some) => {
        expect(canonicalJson(fold(...some) as never)).toBe(whole);
      })
    );
  });
});
