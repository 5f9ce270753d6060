import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dossierKey } from '#lib/domain/act/dossier-key.ts';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { partnerRows as rowsOfActs } from '#lib/domain/exchange/view-rows.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { MatchingIndex } from '#lib/domain/matching/matching-index.ts';
import { partnerRows, type PartnerRow, type SubstanceTrade } from '#lib/domain/partners/partner-rows.ts';
import {
  AU,
  CH,
  aCancellation,
  aCorrection,
  anAct,
  anEndorsement,
  aClosedTrade,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment
} from '../../samples/acts.ts';
import { aDeclaration } from '../../samples/declarations.ts';
import { anEndorsedCopy, aPaperExport, aPaperImport } from '../../samples/papers.ts';
import { aHistory, seeds } from '../../samples/history.ts';
import { generatePairs } from '../../score/generate-pairs.ts';

const FR = 'FR' as CountryCode;
const day = (text: string): CalendarDate => text as CalendarDate;
const YEAR = { from: day('2026-01-01'), to: day('2026-12-31'), today: day('2026-11-27') };

function rowsOf(
  acts: readonly DossierAct[],
  authority: CountryCode,
  over: Partial<Parameters<typeof partnerRows>[1]> = {}
) {
  const index = new DossierIndex();
  index.add(acts);
  const dossiers = Array.from(index.keys(), (key) => index.get(key)!);
  return partnerRows(dossiers, { authority, ...YEAR, ...over });
}

function only(rows: readonly PartnerRow[]): PartnerRow {
  expect(rows).toHaveLength(1);
  return rows[0]!;
}

const toFrance = (n: number) =>
  anImportAuthorization({
    over: { exportingCountry: 'FR', to: ['FR'], seq: { AU: 1, FR: 1 }, number: `AU-I-2026-00020${n}-00` }
  });

const NOTHING = { authorized: 0, moved: 0 };

/** The same trade from the other side. */
function turned({ substance, imports, exports }: SubstanceTrade): SubstanceTrade {
  return { substance, imports: exports, exports: imports };
}

describe('a partner’s row', () => {
  test('both desks count the same authorizations and the same goods, each as its own direction', () => {
    const acts = aClosedTrade();
    const [au, ch] = [only(rowsOf(acts, AU)), only(rowsOf(acts, CH))];
    expect(au.imports).toMatchObject({ issued: 1, received: 1 });
    expect(ch.exports).toEqual({ ...au.imports, issued: 1, received: 1 });
    expect(au.exports).toMatchObject({ issued: 0, received: 0 });
    expect(ch.substances).toEqual(au.substances.map(turned));
  });

  test('quantities are counted drug by drug and never added across drugs', () => {
    // 500 g and 200 g authorized, 480 g and 200 g shipped, by the factors 0.7520 and 0.7367.
    expect(only(rowsOf(aClosedTrade(), AU)).substances).toEqual([
      { substance: 'morphine', imports: { authorized: 376_000_000, moved: 361_000_000 }, exports: NOTHING },
      { substance: 'codeine', imports: { authorized: 147_300_000, moved: 147_300_000 }, exports: NOTHING }
    ]);
  });

  test('days to answer and to ship are the exporting side’s, days to endorse the importing side’s', () => {
    const acts = aClosedTrade();
    const [au, ch] = [only(rowsOf(acts, AU)), only(rowsOf(acts, CH))];
    expect(au.theirPace.answer).toMatchObject({ count: 1, median: 1 });
    expect(au.theirPace.ship).toMatchObject({ median: 5 });
    expect(au.ourPace.endorse).toMatchObject({ median: 10 });
    expect(au.theirPace.endorse).toBeNull();
    expect([ch.ourPace, ch.theirPace]).toEqual([au.theirPace, au.ourPace]);
  });

  test('that a document was received is no answer', () => {
    const ia = anImportAuthorization();
    const received = aReply(ia, { over: { answer: 'received' } });
    expect(only(rowsOf([ia, received], AU)).theirPace.answer).toBeNull();
    expect(only(rowsOf([ia, received], AU)).unanswered).toEqual({ ours: 0, theirs: 1 });
  });

  test('a recorded paper is no reply after so many days, whether it answers or was answered', () => {
    const ia = anImportAuthorization();
    const paper = aPaperExport(ia, { at: '2026-10-20T08:00:00.000Z' });
    const row = only(rowsOf([ia, paper], AU));
    expect(row.theirPace.answer).toBeNull();
    expect(row.unanswered).toEqual({ ours: 0, theirs: 0 });
    const record = aPaperImport();
    const upon = anExportAuthorization(readAuthorization(record) as never);
    expect(only(rowsOf([record, upon], CH)).ourPace.answer).toBeNull();
    // The partner joins and answers here itself.
    const answered = aReply(ia, { at: '2026-10-05T08:00:00.000Z', over: { answer: 'authentic' } });
    expect(only(rowsOf([ia, answered, paper], AU)).theirPace.answer).toMatchObject({ count: 1 });
  });

  test('an endorsement on paper, and a corrected one, count by the day of the document and not of its record', () => {
    const ea = anExportAuthorization();
    const trade = [anImportAuthorization(), ea, aShipment(ea)];
    const copy = anEndorsedCopy(ea, { at: '2026-11-25T08:00:00.000Z', receivedOn: '2026-10-14' });
    const lines = ea.body.lines.map(({ no, stated, base }) => ({ no, stated, base }));
    const record = anAct({ ...copy.body, paper: { ...copy.body.paper, lines } } as never) as DossierAct;
    expect(only(rowsOf([...trade, record], CH)).theirPace.endorse).toMatchObject({ median: 4 });
    const own = anEndorsement(ea);
    const corrected = aCorrection(own, ea, { at: '2026-11-20T08:00:00.000Z' });
    const pace = (...more: DossierAct[]) => only(rowsOf([...trade, own, ...more], AU)).ourPace.endorse;
    expect(pace(corrected)).toEqual(pace());
  });

  test('what was cancelled was exchanged, and authorizes nothing', () => {
    const ia = anImportAuthorization();
    const row = only(rowsOf([ia, aCancellation(ia)], AU));
    expect(row.imports).toMatchObject({ issued: 1, received: 0 });
    expect(row.substances).toEqual([]);
    expect(row.unanswered).toEqual({ ours: 0, theirs: 0 });
  });

  test('preparations of 1961 Schedule III are in no quantity (art. 31(16))', () => {
    const [first, ...others] = anImportAuthorization().body.lines;
    const ia = anImportAuthorization({ over: { lines: [{ ...first, scheduleThree: {} }, ...others] } });
    expect(only(rowsOf([ia], AU)).substances.map(({ substance }) => substance)).toEqual(['codeine']);
  });

  test('papers and emergency exports are told apart, and counted', () => {
    const record = aPaperImport();
    const ea = anExportAuthorization(readAuthorization(record) as never);
    const { importAuthorization: _cited, ...body } = ea.body;
    const number = 'CH-E-2026-000009-01';
    const emergency = anAct({
      ...body,
      number,
      dossier: dossierKey(AU, CH, body.issuedOn, number),
      emergency: { reason: 'Earthquake.' }
    } as never);
    const row = only(rowsOf([record, ea, emergency], CH));
    expect(row.exports).toEqual({ issued: 2, received: 1, paper: 1, emergency: 1, declared: 0 });
  });

  test('declarations of 1971 Schedule III are no authorizations, and counted apart', () => {
    const row = only(rowsOf([aDeclaration()], AU));
    expect(row).toMatchObject({ number: 0, imports: { issued: 0, received: 0, declared: 1 } });
    expect(row.months.map(({ imports }) => imports.declared)).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0]);
  });

  test('an import authorization that is not here: the export authorization is what was authorized', () => {
    const ia = anImportAuthorization();
    const row = only(rowsOf([anExportAuthorization(ia)], CH));
    expect(row.exports).toMatchObject({ issued: 1, received: 0 });
    expect(row.substances.map(({ substance, exports }) => [substance, exports.authorized])).toEqual([
      ['morphine', 376_000_000],
      ['codeine', 147_300_000]
    ]);
  });

  test('a question waits for whoever was asked, an overdue endorsement for whoever imports', () => {
    const ia = anImportAuthorization();
    const ea = anExportAuthorization(ia);
    const asked = aReply(ea, { at: '2026-10-12T10:00:00.000Z', over: { answer: 'query', text: 'Which?' } });
    const acts = [ia, ea, aShipment(ea), asked];
    expect(only(rowsOf(acts, AU))).toMatchObject({
      questions: { ours: 0, theirs: 1 },
      overdue: { ours: 1, theirs: 0 }
    });
    expect(only(rowsOf(acts, CH))).toMatchObject({
      questions: { ours: 1, theirs: 0 },
      overdue: { ours: 0, theirs: 1 }
    });
  });

  test('nothing waits for a partner that is not on I2ES, and the own tasks stay', () => {
    const ia = anImportAuthorization();
    const ea = anExportAuthorization(ia);
    const asked = aReply(ea, { at: '2026-10-12T10:00:00.000Z', over: { answer: 'query', text: 'Which?' } });
    const open = (acts: readonly DossierAct[], authority: CountryCode) => {
      const { questions, unanswered, overdue, silentSince } = only(
        rowsOf(acts, authority, { isOff: () => true })
      );
      return { questions, unanswered, overdue, silentSince };
    };
    const none = { ours: 0, theirs: 0 };
    const nothing = { questions: none, unanswered: none, overdue: none, silentSince: null };
    expect(open([ia], AU)).toEqual(nothing);
    expect(open([ia, ea, aShipment(ea), asked], AU)).toEqual({ ...nothing, overdue: { ours: 1, theirs: 0 } });
    expect(open([ia, ea, aShipment(ea), asked], CH)).toEqual({
      ...nothing,
      questions: { ours: 1, theirs: 0 }
    });
  });

  test('as much is overdue, and as many questions are open, as the matching desk lists', () => {
    const truths = generatePairs(600, 5, AU);
    const acts = truths.flatMap((one) => one.acts);
    const index = new DossierIndex();
    index.add(acts);
    const dossiers = Array.from(index.keys(), (key) => index.get(key)!);
    const byId = new Map(acts.map((act) => [act._id, act]));
    const { findings } = new MatchingIndex((id) => byId.get(id) ?? null).read(dossiers, YEAR.today);
    const listed = (partner: CountryCode, ...classes: readonly string[]): number =>
      findings.filter(
        (one) => classes.includes(one.class) && [one.importing, one.exporting].includes(partner)
      ).length;
    const rows = partnerRows(dossiers, { authority: AU, ...YEAR });
    expect(rows.length).toBeGreaterThan(5);
    const sum = ({ ours, theirs }: PartnerRow['overdue']): number => ours + theirs;
    for (const { partner, overdue, questions } of rows)
      expect([partner, sum(overdue), sum(questions)]).toEqual([
        partner,
        listed(partner, 'endorsement-overdue', 'expired-unused'),
        listed(partner, 'answer-outstanding')
      ]);
  });

  test('the share is of all authorizations exchanged, and the most come first', () => {
    const acts = [...aClosedTrade(), toFrance(1), toFrance(2), toFrance(3)];
    const rows = rowsOf(acts, AU);
    expect(rows.map(({ partner, number, share }) => [partner, number, share])).toEqual([
      [FR, 3, 6000],
      [CH, 2, 4000]
    ]);
  });

  test('the year is the twelve months up to the end of the period, by month of the authorization', () => {
    const { months } = only(rowsOf(aClosedTrade(), AU, { to: day('2026-11-15') }));
    expect(months.map(({ month }) => month)).toEqual([
      ...['2025-12', '2026-01', '2026-02', '2026-03', '2026-04', '2026-05'],
      ...['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11']
    ]);
    expect(months.map(({ imports }) => imports.issued + imports.received)).toEqual([
      ...[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0]
    ]);
  });

  test('outside the period nothing counts but what is open', () => {
    const row = only(rowsOf([anImportAuthorization()], AU, { from: day('2026-11-01') }));
    expect(row).toMatchObject({ number: 0, share: 0, unanswered: { ours: 0, theirs: 1 } });
  });
});

test('in whatever order the acts come, the rows are the same, and both sides count the same', () => {
  fc.assert(
    fc.property(seeds, fc.nat(), (seed, turn) => {
      const acts = aHistory(seed);
      const mixed = [...acts.slice(turn % acts.length), ...acts.slice(0, turn % acts.length)].reverse();
      expect(rowsOf(mixed, AU)).toEqual(rowsOf(acts, AU));
      const [au, ch] = [only(rowsOf(acts, AU)), only(rowsOf(acts, CH))];
      expect(ch.substances).toEqual(au.substances.map(turned));
      expect([ch.number, ch.unanswered.ours, ch.overdue.theirs]).toEqual([
        au.number,
        au.unanswered.theirs,
        au.overdue.ours
      ]);
    }),
    { numRuns: 60 }
  );
});

test('the number is what the server’s view counts of authorizations, less what the fold sets aside', () => {
  fc.assert(
    fc.property(seeds, (seed) => {
      const acts = aHistory(seed);
      const keys = acts.flatMap((act) => rowsOfActs(act).map(({ key }) => key as readonly string[]));
      const viewed = keys.filter(
        ([country, kind]) => country === 'CH' && /^(import|export)-authorization$/.test(kind ?? '')
      );
      const index = new DossierIndex();
      index.add(acts);
      const dossier = index.get(acts[0]!.body.dossier)!;
      const aside = dossier.setAside.filter(({ act }) => /:(import|export)-authorization:/.test(act));
      expect(only(rowsOf(acts, AU)).number).toBe(viewed.length - aside.length);
    }),
    { numRuns: 60 }
  );
});
