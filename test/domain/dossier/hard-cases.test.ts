/** Sequences of lawful documents that once freed more than was authorized, or undid what an authority had stated. */
import { describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { allOf } from '#lib/domain/dossier/find-action.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { actionsOf } from '#lib/domain/dossier/next-steps.ts';
import { keysOf } from '#lib/domain/door/related-acts.ts';
import { importReferenceRows } from '#lib/domain/exchange/view-rows.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import {
  aCancellation,
  aCorrection,
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  aSuspension,
  AU,
  CH
} from '../../samples/acts.ts';
import {
  aCorrectedPaper,
  aPaper,
  aPaperDecision,
  aPaperExport,
  aPaperImport,
  anEndorsedCopy
} from '../../samples/papers.ts';

const grams = (count: number): string => String(count * 1_000_000);
const codes = (acts: readonly DossierAct[], act: DossierAct): string[] =>
  admitAct(acts, act).map(({ code }) => code);
const ia = anImportAuthorization({ over: { lines: [aLine()], consignments: 0 } });
const key = ia.body.dossier;
const takenBy = (...acts: DossierAct[]): number | undefined => foldDossier(key, acts).lines[0]?.taken.stated;

function exportOf(count: number, at: string, number: string, upon = ia) {
  const lines = [aLine({ stated: grams(count), importLine: 1 })];
  return anExportAuthorization(upon, { at, over: { number, lines } });
}

const whole = exportOf(500, '2026-10-05T09:00:00.000Z', 'CH-E-2026-000001-01');

function returnOf(count: number, at: string): DossierAct {
  const lines = [{ no: 1, stated: grams(count), base: aLine({ stated: grams(count) }).base }];
  const paper = { instrument: 'return', returnedOn: at.slice(0, 10), exportAuthorization: whole._id, lines };
  return aPaper(paper as never, { at, issuer: CH, partner: AU, dossier: key });
}

describe('goods that came back', () => {
  const shipped = aShipment(whole, { at: '2026-10-10T09:00:00.000Z', stated: [grams(500)] });

  test('free no more than left, also when the shipment is corrected below them', () => {
    const corrected = aCorrection(shipped, whole, { at: '2026-10-13T09:00:00.000Z', stated: [grams(1)] });
    const acts = [ia, whole, shipped, returnOf(500, '2026-10-12T09:00:00.000Z'), corrected];
    expect(takenBy(...acts)).toBe(0);
    const more = exportOf(999, '2026-10-14T09:00:00.000Z', 'CH-E-2026-000002-01');
    expect(codes(acts, more)).toContain('export.line.exceedsImport');
  });

  test('free nothing that the importing authority endorsed, and the contradiction is a difference', () => {
    const endorsed = anEndorsement(whole, { at: '2026-10-12T09:00:00.000Z', stated: [grams(500)] });
    const acts = [ia, whole, shipped, endorsed, returnOf(500, '2026-10-13T09:00:00.000Z')];
    expect(takenBy(...acts)).toBe(500_000_000);
    const told = foldDossier(key, acts).differences.map(({ code }) => code);
    expect(told).toContain('matching.moved.differs');
  });
});

describe('when the partner issues what was recorded from paper', () => {
  const record = aPaperImport();
  const upon = readAuthorization(record) as typeof ia;

  test('a suspension of the record stops the shipment as before', () => {
    const ea = exportOf(300, '2026-10-05T09:00:00.000Z', 'CH-E-2026-000001-01', upon);
    const own = anImportAuthorization({
      at: '2026-10-20T08:00:00.000Z',
      over: {
        number: 'PAPER 4711',
        issuedOn: '2026-10-01',
        lines: [aLine()],
        consignments: 2,
        validUntil: '2026-12-31'
      }
    });
    const suspended = aSuspension(upon, { at: '2026-10-08T09:00:00.000Z', issuer: CH });
    const sent = aShipment(ea, { at: '2026-10-21T09:00:00.000Z', stated: [grams(300)] });
    expect(codes([record, ea, suspended, own], sent)).toEqual(['shipment.suspended']);
  });

  test('a correction of the endorsement still counts', () => {
    const paper = aPaperExport(ia, { at: '2026-10-06T08:00:00.000Z' });
    const read = readAuthorization(paper) as typeof whole;
    const endorsed = anEndorsement(read, { at: '2026-10-12T08:00:00.000Z', stated: [grams(300)] });
    const corrected = aCorrection(endorsed, read, { at: '2026-10-13T08:00:00.000Z', stated: [grams(30)] });
    const own = anExportAuthorization(ia, {
      at: '2026-10-15T09:00:00.000Z',
      over: {
        number: 'CH 88/2026',
        issuedOn: read.body.issuedOn,
        lines: [aLine({ stated: grams(300), importLine: 1 })]
      }
    });
    const dossier = foldDossier(key, [ia, paper, endorsed, corrected, own]);
    expect(dossier.lines[0]?.imported.stated).toBe(30_000_000);
    expect(dossier.setAside).toEqual([]);
  });
});

describe('a stop', () => {
  const objection = aReply(whole, {
    at: '2026-10-06T09:00:00.000Z',
    over: { answer: 'objection', text: 'No such company.' }
  });
  const sent = aShipment(whole, {
    at: '2026-10-12T09:00:00.000Z',
    stated: [grams(500)],
    over: { shippedOn: '2026-10-09' }
  });

  test('is dated by the first objection, not by a later suspension', () => {
    const suspended = aSuspension(whole, { at: '2026-10-11T09:00:00.000Z', issuer: CH });
    expect(codes([ia, whole, objection], sent)).toEqual(['shipment.objected']);
    expect(codes([ia, whole, objection, suspended], sent)).toEqual(['shipment.objected']);
  });

  test('is found by the door where a decision of another dossier joins two papers', () => {
    const record = aPaperImport();
    const joined = aPaperDecision(record, key, { at: '2026-10-04T08:00:00.000Z' });
    const keys = importReferenceRows(joined).map((row) => row.key[0]);
    expect(keysOf(record).filter((one) => keys.includes(one))).not.toEqual([]);
    const renumbered = aCorrectedPaper(record, { number: 'PAPER 9' }, { dossier: key });
    const found = importReferenceRows(renumbered).map((row) => row.key[0]);
    expect(keysOf(record).filter((one) => found.includes(one))).not.toEqual([]);
  });
});

describe('a record of a paper', () => {
  const paper = aPaperExport(ia, { at: '2026-10-06T08:00:00.000Z', stated: grams(500) });
  const read = readAuthorization(paper) as typeof whole;
  const dispute = aReply(paper, {
    at: '2026-10-08T09:00:00.000Z',
    over: { answer: 'objection', text: 'Not ours.' }
  });

  test('that its author denies takes nothing, unless the goods have arrived', () => {
    expect(takenBy(ia, paper, dispute)).toBe(0);
    const endorsed = anEndorsement(read, { at: '2026-10-07T08:00:00.000Z', stated: [grams(500)] });
    expect(takenBy(ia, paper, endorsed, dispute)).toBe(500_000_000);
  });

  test('that its author no longer denies counts again', () => {
    const withdrawn = aReply(paper, { at: '2026-10-10T09:00:00.000Z', over: { answer: 'withdrawn' } });
    expect(codes([ia, paper, dispute], withdrawn)).toEqual([]);
    expect(takenBy(ia, paper, dispute, withdrawn)).toBe(500_000_000);
  });

  test('that its holder objects to still takes its quantity', () => {
    const own = aReply(read, {
      at: '2026-10-08T09:00:00.000Z',
      over: { answer: 'objection', text: 'Wrong goods.' }
    });
    expect(takenBy(ia, paper, own)).toBe(500_000_000);
  });

  test('can be cancelled by its holder and recorded anew', () => {
    const record = aPaperImport();
    const ea = exportOf(
      300,
      '2026-10-05T09:00:00.000Z',
      'CH-E-2026-000001-01',
      readAuthorization(record) as typeof ia
    );
    const shipped = aShipment(ea, { at: '2026-10-10T09:00:00.000Z', stated: [grams(300)] });
    const mistyped = anEndorsedCopy(ea, { stated: grams(30) });
    const acts = [record, ea, shipped, mistyped];
    const fold = (all: readonly DossierAct[]) => foldDossier(record.body.dossier, all);
    const offered = allOf(actionsOf(fold(acts), CH, { today: '2026-11-10' as CalendarDate, isOff: true }));
    expect(offered).toContainEqual({ kind: 'cancel', on: mistyped._id });
    const cancelled = aCancellation(mistyped as never, { at: '2026-11-06T08:00:00.000Z' });
    const again = anEndorsedCopy(ea, { stated: grams(300), at: '2026-11-06T09:00:00.000Z' });
    expect(codes(acts, cancelled)).toEqual([]);
    expect(codes([...acts, cancelled], again)).toEqual([]);
    const dossier = fold([...acts, cancelled, again]);
    expect(dossier.exports[0]?.lines[0]?.imported?.stated).toBe(300_000_000);
    expect(dossier).toEqual(fold([again, cancelled, ...acts]));
  });
});

test('cancelling one’s own authorization does not set an endorsement of it aside', () => {
  const paper = aPaperExport(ia, { at: '2026-10-06T08:00:00.000Z' });
  const { issuedOn } = (readAuthorization(paper) as typeof whole).body;
  const own = anExportAuthorization(ia, {
    at: '2026-10-07T09:00:00.000Z',
    over: { number: 'CH 88/2026', issuedOn, lines: [aLine({ stated: grams(300), importLine: 1 })] }
  });
  const endorsed = anEndorsement(own, { at: '2026-10-12T08:00:00.000Z', stated: [grams(300)] });
  const cancelled = aCancellation(own, { at: '2026-10-13T08:00:00.000Z' });
  const dossier = foldDossier(key, [ia, paper, own, endorsed, cancelled]);
  expect(dossier.lines[0]?.imported.stated).toBe(300_000_000);
  expect(dossier.exports.length).toBe(1);
});
