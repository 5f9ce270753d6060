/** The holder of a paper corrects its record by a complete new one: the newest counts, and both stay visible. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import { dossierKey } from '#lib/domain/act/dossier-key.ts';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { correctableActs, correctionsToConfirm, countedInstead } from '#lib/domain/dossier/corrections.ts';
import { DossierIndex, routeActs } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import type { CalendarDate, DossierKey } from '#lib/domain/ids.ts';
import {
  aCancellation,
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';
import {
  aCorrectedPaper,
  aPaperDecision,
  aPaperExport,
  aPaperImport,
  anEndorsedCopy
} from '../../samples/papers.ts';

const G = 1_000_000;
const grams = (count: number): string => String(count * G);
const record = aPaperImport();
function exportUpon(paper: DossierAct, stated: number, at: string): ActOf<'export-authorization'> {
  const number = `CH-E-2026-0000${at.slice(8, 10)}-01`;
  const lines = [aLine({ stated: grams(stated), importLine: 1 })];
  return anExportAuthorization(readAuthorization(paper) as never, { at, over: { number, lines } });
}
const first = exportUpon(record, 300, '2026-10-05T09:00:00.000Z');
const lower = aCorrectedPaper(record, { lines: [aLine({ stated: grams(200) })] });
const fold = (...acts: DossierAct[]): Dossier => foldDossier(record.body.dossier, acts);
const codes = (acts: readonly DossierAct[], act: DossierAct): string[] =>
  admitAct(acts, act).map(({ code }) => code);
const told = ({ differences }: Dossier): string[] => differences.map(({ code }) => code);

describe('the corrected record of an import authorization', () => {
  test('limits what is exported from then on; what was exported before counts, and its excess is a finding', () => {
    expect(codes([record, first], lower)).toEqual([]);
    const dossier = fold(record, first, lower);
    expect(dossier).toMatchObject({ importAuthorization: lower._id, setAside: [], missing: [] });
    expect(dossier.lines[0]?.authorized.stated).toBe(200 * G);
    expect(told(dossier)).toEqual(['matching.import.moreAuthorized']);
    const next = exportUpon(lower, 1, '2026-10-09T09:00:00.000Z');
    expect(codes([record, first, lower], next)).toContain('export.line.exceedsImport');
    const unaware = exportUpon(record, 100, '2026-10-09T09:00:00.000Z');
    expect(codes([record, first], unaware)).toEqual([]);
    expect(codes([record, first, lower], unaware)).toContain('export.line.exceedsImport');
  });

  test('that allows more permits a further export, and its dates are the new ones', () => {
    const more = aCorrectedPaper(record, {
      lines: [aLine({ stated: grams(900) })],
      validUntil: '2027-01-31'
    });
    const next = exportUpon(more, 600, '2026-10-09T09:00:00.000Z');
    expect(codes([record, first], next)).toContain('export.line.exceedsImport');
    expect(codes([record, first, more], next)).toEqual([]);
    expect(fold(record, more).validUntil).toBe('2027-01-31');
  });

  test('has another number: the exports that cite either number are in one dossier', () => {
    const number = 'PAPER 4721';
    const dossier = dossierKey(AU, CH, '2026-10-01' as CalendarDate, number);
    const put = aCorrectedPaper(record, { number }, { dossier });
    expect(codes([record, first], put)).toEqual([]);
    const next = exportUpon(put, 200, '2026-10-09T09:00:00.000Z');
    expect(codes([record, first, put], next)).toEqual([]);
    const excess = exportUpon(put, 201, '2026-10-09T09:00:00.000Z');
    expect(codes([record, first, put], excess)).toContain('export.line.exceedsImport');
    const groups = routeActs([next, put, first, record]);
    expect([...groups.keys()]).toEqual([dossier]);
    expect(foldDossier(dossier, groups.get(dossier)!)).toMatchObject({
      number,
      exports: [{}, {}],
      setAside: []
    });
    const index = new DossierIndex();
    for (const act of [first, record, next, put]) index.add([act]);
    expect(index.get(dossier)?.exports).toHaveLength(2);
    // Its own number again: both are in the first dossier.
    const back = aCorrectedPaper(
      put,
      { number: 'PAPER 4711' },
      { at: '2026-10-10T08:00:00.000Z', dossier: record.body.dossier }
    );
    expect(codes([next, put, first, record], back)).toEqual([]);
    expect([...routeActs([next, put, first, record, back]).keys()]).toEqual([record.body.dossier]);
  });

  test('leaves its mistyped number to the paper that has it, and takes its own exports along, in any order', () => {
    const number = 'PAPER 4721';
    const dossier = dossierKey(AU, CH, '2026-10-01' as CalendarDate, number);
    const put = aCorrectedPaper(record, { number }, { dossier });
    const left = aShipment(first, { at: '2026-10-07T08:00:00.000Z', stated: [grams(300)] });
    const acts = [record, first, left, put];
    const real = aPaperImport({ at: '2026-10-20T08:00:00.000Z', stated: grams(100) });
    expect(codes(acts, real)).toEqual([]);
    const upon = exportUpon(real, 100, '2026-10-21T09:00:00.000Z');
    expect(codes([...acts, real], upon)).toEqual([]);
    const own = anImportAuthorization({
      at: '2026-10-20T08:00:00.000Z',
      over: { number: 'PAPER 4711', issuedOn: '2026-10-01', lines: [aLine()] }
    });
    expect(own.body.dossier).toBe(record.body.dossier);
    for (const [other, taken] of [
      [[real, upon], 100],
      [[own], 0]
    ] as const)
      fc.assert(
        fc.property(
          fc.shuffledSubarray([...acts, ...other], { minLength: acts.length + other.length }),
          (all) => {
            const index = new DossierIndex();
            for (const act of all) index.add([act]);
            for (const read of [
              (key: DossierKey) => index.get(key)!,
              (key: DossierKey) => foldDossier(key, routeActs(all).get(key)!)
            ]) {
              expect(read(dossier)).toMatchObject({
                importAuthorization: put._id,
                lines: [{ taken: { stated: 300 * G }, exported: { stated: 300 * G } }],
                exports: [{ status: 'shipped' }],
                missing: []
              });
              expect(read(record.body.dossier)).toMatchObject({
                importAuthorization: other[0]._id,
                lines: [{ taken: { stated: taken * G } }],
                differences: [],
                missing: []
              });
            }
          }
        )
      );
    // Two papers whose numbers were exchanged are put right one after the other.
    const mixed = aPaperImport({ number: 'PAPER 4799' });
    const now = { at: '2026-10-22T08:00:00.000Z', dossier: record.body.dossier };
    expect(codes([...acts, mixed], aCorrectedPaper(mixed, { number: 'PAPER 4711' }, now))).toEqual([]);
  });

  test('cannot take the number of another recorded paper', () => {
    const other = aPaperImport({ number: 'PAPER 4712' });
    const put = aCorrectedPaper(record, { number: 'PAPER 4712' }, { dossier: other.body.dossier });
    expect(codes([record, other], put)).toEqual(['paper.recorded.twice']);
  });

  test('stays linked to what its author issued itself, and is cancelled with the record', () => {
    const own = anImportAuthorization({
      at: '2026-10-20T08:00:00.000Z',
      over: { lines: [aLine()], consignments: 3 }
    });
    const acts = [record, first, own, aPaperDecision(record, own.body.dossier), lower];
    expect([...routeActs(acts).keys()]).toEqual([own.body.dossier]);
    expect(foldDossier(own.body.dossier, acts)).toMatchObject({
      importAuthorization: own._id,
      lines: [{ taken: { stated: 300 * G } }]
    });
    const cancelled = aCancellation(record, { at: '2026-10-09T08:00:00.000Z' });
    expect(fold(record, lower, cancelled).status).toBe('cancelled');
    expect(fold(record, lower, cancelled).missing).toEqual([]);
  });
});

describe('the corrected record', () => {
  const open = [record, first, aShipment(first, { at: '2026-10-10T10:00:00.000Z', stated: [grams(300)] })];
  const copy = anEndorsedCopy(first, { stated: grams(30) });
  const at = '2026-11-06T08:00:00.000Z';
  const line = { no: 1, stated: grams(300), base: aLine({ stated: grams(300) }).base };
  const put = aCorrectedPaper(copy, { lines: [line] }, { at });

  test('of an endorsed copy counts what arrived anew, and stays marked as paper', () => {
    expect(codes([...open, copy], put)).toEqual([]);
    const dossier = fold(...open, copy, put);
    expect(dossier.exports[0]).toMatchObject({ status: 'endorsed', endorsement: put._id });
    expect(dossier.lines[0]?.imported.stated).toBe(300 * G);
    expect(dossier.timeline).toEqual([...open, copy, put].map(({ _id }) => _id));
    expect(countedInstead(dossier, copy._id)).toBe(put._id);
    expect(correctableActs(dossier, CH)).toContain(put._id);
    expect(correctableActs(dossier, CH)).not.toContain(copy._id);
  });

  test('needs a reason and a change, names the newest record, and stays a record of the same kind of paper', () => {
    expect(
      codes([...open, copy], aCorrectedPaper(copy, { lines: [line] }, { at, corrects: { reason: ' ' } }))
    ).toEqual(['correction.reason.missing']);
    expect(codes([...open, copy], aCorrectedPaper(copy, {}, { at }))).toEqual(['correction.same']);
    const older = aCorrectedPaper(copy, { receivedOn: '2026-10-21' }, { at: '2026-11-07T08:00:00.000Z' });
    expect(codes([...open, copy, put], older)).toEqual(['correction.notNewest']);
    const letter = {
      paper: { instrument: 'objection', on: first._id, text: 'No.', writtenOn: '2026-10-09' }
    };
    const other = aCorrectedPaper(copy, {}, { at });
    const changed = { ...other, body: { ...other.body, ...letter } } as DossierAct;
    expect(codes([...open, copy], changed)).toEqual(['correction.other']);
  });

  test('of an export authorization keeps what was said about the earlier one, line by line', () => {
    const ia = anImportAuthorization({ over: { lines: [aLine()], consignments: 2 } });
    const paper = aPaperExport(ia, { at: '2026-10-06T08:00:00.000Z' });
    const arrived = anEndorsement(readAuthorization(paper) as never, { stated: [grams(280)] });
    const right = aCorrectedPaper(
      paper,
      { lines: [aLine({ stated: grams(280) })], number: 'CH 89/2026' },
      { at }
    );
    const acts = [ia, paper, arrived, right];
    expect(codes([ia, paper, arrived], right)).toEqual([]);
    const dossier = foldDossier(ia.body.dossier, acts);
    expect(dossier).toMatchObject({
      setAside: [],
      exports: [
        {
          act: right._id,
          number: 'CH 89/2026',
          status: 'endorsed',
          lines: [{ imported: { stated: 280 * G } }]
        }
      ]
    });
    const own = anExportAuthorization(ia, {
      at: '2026-11-20T08:00:00.000Z',
      over: {
        number: 'CH 89/2026',
        issuedOn: paper.body.paper.instrument === 'export-authorization' ? paper.body.paper.issuedOn : '',
        lines: [aLine({ stated: grams(280), importLine: 1 })]
      }
    });
    expect(foldDossier(ia.body.dossier, [...acts, own]).exports.map((one) => one.act)).toEqual([own._id]);
  });

  test('asks the partner who has built on the earlier one to confirm', () => {
    const ia = anImportAuthorization({ over: { lines: [aLine()], consignments: 2 } });
    const paper = aPaperExport(ia, { at: '2026-10-06T08:00:00.000Z' });
    const question = aReply(paper, {
      at: '2026-10-07T08:00:00.000Z',
      over: { issuer: CH, to: [AU], answer: 'query', text: 'Which?' }
    });
    const right = aCorrectedPaper(paper, { lines: [aLine({ stated: grams(280) })] }, { at });
    const dossier = foldDossier(ia.body.dossier, [ia, paper, question, right]);
    expect(correctionsToConfirm(dossier, CH).map(({ act }) => act)).toEqual([right._id]);
    const seen = aReply(right, {
      at: '2026-11-08T08:00:00.000Z',
      over: { issuer: CH, to: [AU], answer: 'received' }
    });
    expect(
      correctionsToConfirm(foldDossier(ia.body.dossier, [ia, paper, question, right, seen]), CH)
    ).toEqual([]);
  });

  test('signed by two offices at once counts as the later one, and the fork is a finding', () => {
    const other = aCorrectedPaper(
      copy,
      { lines: [line], receivedOn: '2026-10-22' },
      { at: '2026-11-07T08:00:00.000Z' }
    );
    const dossier = fold(...open, copy, put, other);
    expect(dossier.exports[0]?.endorsement).toBe(other._id);
    expect(told(dossier)).toContain('matching.corrected.twice');
  });
});
