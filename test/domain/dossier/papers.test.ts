/** A partner's papers, recorded by the authority that holds them, count as the partner's documents until it issues them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { routeActs } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { allOf } from '#lib/domain/dossier/find-action.ts';
import { actionsOf } from '#lib/domain/dossier/next-steps.ts';
import { needsOfExport } from '#lib/domain/dossier/needs.ts';
import { endorsementsDue } from '#lib/domain/dossier/status-on.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import {
  aCancellation,
  aCodeineLine,
  aLine,
  anAct,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';
import { aPaper, aPaperDecision, aPaperExport, aPaperImport, anEndorsedCopy } from '../../samples/papers.ts';

const G = 1_000_000;
const grams = (count: number): string => String(count * G);

function exportUpon(
  record: ReturnType<typeof aPaperImport>,
  { number, stated, at }: { number: string; stated: number; at: string }
): ReturnType<typeof anExportAuthorization> {
  const upon = readAuthorization(record) as never;
  return anExportAuthorization(upon, {
    at,
    over: { number, lines: [aLine({ stated: grams(stated), importLine: 1 })] }
  });
}

const record = aPaperImport();
const first = exportUpon(record, {
  number: 'CH-E-2026-000001-01',
  stated: 300,
  at: '2026-10-05T09:00:00.000Z'
});
const second = exportUpon(record, {
  number: 'CH-E-2026-000002-01',
  stated: 200,
  at: '2026-10-06T09:00:00.000Z'
});
const third = exportUpon(record, {
  number: 'CH-E-2026-000003-01',
  stated: 1,
  at: '2026-10-07T09:00:00.000Z'
});
const fold = (...acts: DossierAct[]): Dossier => foldDossier(record.body.dossier, acts);
const codes = (acts: readonly DossierAct[], act: DossierAct): string[] =>
  admitAct(acts, act).map(({ code }) => code);
const told = ({ differences }: Dossier): string[] => differences.map(({ code }) => code);
const shipped = (ea: typeof first, stated: string, at = '2026-10-10T10:00:00.000Z'): DossierAct =>
  aShipment(ea, { at, stated: [stated] });

describe('an import authorization on paper', () => {
  it('opens the dossier and limits exports as an electronic one does: by quantity, consignments and validity', () => {
    expect(fold(record, first)).toMatchObject({
      importAuthorization: record._id,
      number: 'PAPER 4711',
      status: 'exporting',
      consignments: 2,
      validUntil: '2026-12-31'
    });
    expect(codes([record], first)).toEqual([]);
    expect(codes([record, first], second)).toEqual([]);
    const tooMuch = exportUpon(record, {
      number: 'CH-E-2026-000004-01',
      stated: 201,
      at: '2026-10-06T10:00:00.000Z'
    });
    expect(codes([record, first], tooMuch)).toContain('export.line.exceedsImport');
    expect(codes([record, first, second], third)).toContain('export.consignments.exceeded');
    const late = anAct({ ...second.body, validUntil: '2027-01-31' as CalendarDate }) as typeof second;
    expect(codes([record, first], late)).toEqual(['validity.pastImport']);
    const { name, address } = second.body.importer;
    const bonded = anAct({ ...second.body, bondedWarehouse: { name, address } }) as typeof second;
    expect(codes([record, first], bonded)).toEqual(['bonded.notOnImport']);
  });

  it('is given no purpose that its paper does not state', () => {
    expect(readAuthorization(record)?.body).not.toHaveProperty('purpose');
    const stated = aPaperImport({ over: { purpose: 're-export' } });
    expect(readAuthorization(stated)?.body).toMatchObject({ purpose: 're-export' });
  });

  it('also limits an export whose form does not name its record', () => {
    const { act: _act, ...cited } = third.body.importAuthorization!;
    const unnamed = anAct({ ...third.body, importAuthorization: cited }) as typeof third;
    expect(codes([record, first], unnamed)).toEqual([]);
    expect(codes([record, first, second], unnamed)).toContain('export.consignments.exceeded');
  });

  it('was exceeded before it was recorded: the exports count, and the excess is a finding', () => {
    const unnamed = [first, second, third].map((ea) => {
      const { act: _act, ...importAuthorization } = ea.body.importAuthorization!;
      return anAct({ ...ea.body, importAuthorization }) as typeof first;
    });
    const small = aPaperImport({ stated: grams(400) });
    const dossier = fold(...unnamed, ...unnamed.map((ea) => shipped(ea, ea.body.lines[0]!.stated)), small);
    expect(dossier.setAside).toEqual([]);
    expect(told(dossier)).toEqual(
      expect.arrayContaining(['matching.import.moreExported', 'matching.import.moreConsignments'])
    );
  });

  it('closes with the endorsed copy that came back, and is due and overdue until then', () => {
    const open = [record, first, shipped(first, grams(300))];
    expect(endorsementsDue(fold(...open), '2026-11-30' as CalendarDate)).toMatchObject([
      { act: first._id, overdue: true }
    ]);
    const copy = anEndorsedCopy(first);
    expect(codes(open, copy)).toEqual([]);
    const dossier = fold(...open, copy);
    expect(dossier.exports[0]).toMatchObject({
      status: 'endorsed',
      endorsement: copy._id,
      receivedOn: '2026-10-20'
    });
    expect(dossier.lines[0]?.imported.stated).toBe(300 * G);
    expect(endorsementsDue(dossier, '2026-11-30' as CalendarDate)).toEqual([]);
  });

  it('is cancelled by a letter, and a new export upon it is refused', () => {
    const letter = aPaper(
      {
        instrument: 'cancellation',
        of: record._id,
        reason: 'Order withdrawn.',
        writtenOn: '2026-10-04' as CalendarDate
      },
      { at: '2026-10-04T08:00:00.000Z', dossier: record.body.dossier }
    );
    expect(codes([record], letter)).toEqual([]);
    expect(fold(record, letter).status).toBe('cancelled');
    expect(codes([record, letter], first)).toContain('export.importCancelled');
  });

  it('recorded in error is cancelled by the authority that recorded it', () => {
    const withdrawn = aCancellation(record, { at: '2026-10-04T08:00:00.000Z' });
    expect(codes([record], withdrawn)).toEqual([]);
    expect(fold(record, withdrawn).status).toBe('cancelled');
  });
});

describe('two records of one paper', () => {
  const twenty = aPaperImport({ stated: grams(1000), at: '2026-10-03T09:00:00.000Z' });
  const onTwenty = exportUpon(twenty, {
    number: 'CH-E-2026-000006-01',
    stated: 800,
    at: '2026-10-05T08:00:00.000Z'
  });

  it('that say the same are one too many', () => {
    expect(codes([record], aPaperImport({ at: '2026-10-03T10:00:00.000Z' }))).toEqual([
      'paper.recorded.twice'
    ]);
  });

  it('that differ are a finding, and the lower limit holds for what is new', () => {
    expect(codes([record], twenty)).toEqual([]);
    expect(told(fold(record, twenty))).toEqual(['matching.paper.line.differs']);
    expect(fold(twenty, record).lines[0]?.authorized.stated).toBe(500 * G);
    expect(codes([record, twenty], onTwenty)).toContain('export.line.exceedsImport');
  });

  it('leave what was exported upon the higher one, as a finding', () => {
    expect(codes([twenty], onTwenty)).toEqual([]);
    const dossier = fold(twenty, onTwenty, record, shipped(onTwenty, grams(800)));
    expect(dossier.setAside).toEqual([]);
    expect(told(dossier)).toEqual(
      expect.arrayContaining(['matching.paper.line.differs', 'matching.import.moreAuthorized'])
    );
    expect(codes([twenty, onTwenty, record], third)).toContain('export.line.exceedsImport');
  });
});

describe('an export authorization on paper', () => {
  const ia = anImportAuthorization({ over: { lines: [aLine()], consignments: 2 } });
  const paper = aPaperExport(ia, { at: '2026-10-06T08:00:00.000Z' });
  const upon = readAuthorization(paper) as typeof first;
  const arrived = anEndorsement(upon, { stated: [grams(300)] });

  it('is endorsed by the importing authority as an electronic one, and uses up its import authorization', () => {
    expect(codes([ia], paper)).toEqual([]);
    expect(codes([ia, paper], arrived)).toEqual([]);
    expect(foldDossier(ia.body.dossier, [ia, paper, arrived])).toMatchObject({
      status: 'partly-used',
      setAside: [],
      exports: [{ act: paper._id, status: 'endorsed' }],
      lines: [{ taken: { stated: 300 * G }, imported: { stated: 300 * G } }]
    });
  });

  it('beyond its import authorization can be recorded, because it exists, and is a finding', () => {
    const more = aPaperExport(ia, { stated: grams(600) });
    expect(codes([ia], more)).toEqual([]);
    expect(told(foldDossier(ia.body.dossier, [ia, more]))).toEqual(['matching.import.moreAuthorized']);
  });

  it('for another substance, or for one consignment too many, can be recorded and is a finding', () => {
    const other = aPaperExport(ia, { over: { lines: [aCodeineLine()] } });
    expect(codes([ia], other)).toEqual([]);
    expect(told(foldDossier(ia.body.dossier, [ia, other]))).toEqual(['matching.line.notInImport']);
    const three = ['1', '2', '3'].map((number) => aPaperExport(ia, { number, stated: grams(100) }));
    expect(codes(three.slice(0, 2).concat(ia as never), three[2]!)).toEqual([]);
    expect(told(foldDossier(ia.body.dossier, [ia, ...three]))).toEqual(['matching.import.moreConsignments']);
  });

  it('is the one that its author issues itself later, under the same number: counted once', () => {
    const own = anExportAuthorization(ia, {
      at: '2026-11-01T09:00:00.000Z',
      over: {
        number: upon.body.number,
        issuedOn: upon.body.issuedOn,
        lines: [aLine({ stated: grams(300), importLine: 1 })]
      }
    });
    expect(codes([ia, paper, arrived], own)).toEqual([]);
    const dossier = foldDossier(ia.body.dossier, [ia, paper, arrived, own]);
    expect(dossier.exports).toMatchObject([{ act: own._id, status: 'endorsed' }]);
    expect(dossier.beside).toEqual([{ act: paper._id, by: own._id }]);
    expect(dossier.lines[0]?.taken.stated).toBe(300 * G);
  });

  it('that its author does not know takes nothing from what the author can export', () => {
    const forged = aPaperExport(ia, { stated: grams(499) });
    const genuine = anExportAuthorization(ia, {
      at: '2026-10-20T09:00:00.000Z',
      over: { lines: [aLine({ importLine: 1 })] }
    });
    expect(codes([ia, forged], genuine)).toContain('export.line.exceedsImport');
    const denial = aReply(forged, {
      at: '2026-10-19T09:00:00.000Z',
      over: { answer: 'objection', text: 'Not ours.' }
    });
    expect(codes([ia, forged], denial)).toEqual([]);
    expect(codes([ia, forged, denial], genuine)).toEqual([]);
  });
});

describe('the partner joins', () => {
  const copy = anEndorsedCopy(first);
  const traded = [record, first, shipped(first, grams(300)), copy];
  const same = anImportAuthorization({
    at: '2026-11-10T08:00:00.000Z',
    over: { number: 'PAPER 4711', issuedOn: '2026-10-01', lines: [aLine()], consignments: 2 }
  });
  const other = anImportAuthorization({
    at: '2026-11-10T08:00:00.000Z',
    over: { lines: [aLine()], consignments: 2 }
  });
  const decision = aPaperDecision(record, other.body.dossier);

  it('and issues the authorization under the number of its paper: its own counts, and the record is shown beside', () => {
    expect(codes(traded, same)).toEqual([]);
    const dossier = fold(...traded, same);
    expect(dossier).toMatchObject({
      importAuthorization: same._id,
      beside: [{ act: record._id, by: same._id }],
      setAside: []
    });
    expect(dossier.lines[0]).toMatchObject({ taken: { stated: 300 * G }, imported: { stated: 300 * G } });
  });

  it('and its own allows less than was exported upon the paper: nothing is set aside, the excess is a finding', () => {
    const less = anAct({ ...same.body, lines: [aLine({ stated: grams(200) })] }) as typeof same;
    const dossier = fold(...traded, less);
    expect(dossier.setAside).toEqual([]);
    expect(dossier.exports).toHaveLength(1);
    expect(told(dossier)).toEqual(
      expect.arrayContaining(['matching.paper.line.differs', 'matching.import.moreAuthorized'])
    );
    expect(codes([...traded, less], second)).toContain('export.line.exceedsImport');
  });

  it('and endorses itself: its own endorsement counts, whichever came first', () => {
    const own = anEndorsement(first, { at: '2026-11-20T08:00:00.000Z', stated: [grams(299)] });
    expect(codes(traded, own)).toEqual([]);
    const dossier = fold(...traded, own);
    expect(dossier.exports[0]).toMatchObject({
      endorsement: own._id,
      lines: [{ imported: { stated: 299 * G } }]
    });
    expect(told(dossier)).toContain('matching.paper.line.differs');
  });

  const acts = [...traded, second, other, decision];

  it('and issues it under another number: a decision joins the two, and all is counted once', () => {
    expect(admitAct([...traded, second, other], decision)).toEqual([]);
    const dossiers = [...routeActs(acts)].map(([key, group]) => foldDossier(key, group));
    expect(dossiers).toHaveLength(1);
    expect(dossiers[0]).toMatchObject({
      importAuthorization: other._id,
      setAside: [],
      missing: [],
      lines: [{ taken: { stated: 500 * G }, imported: { stated: 300 * G } }]
    });
    expect(codes(acts, third)).toContain('export.consignments.exceeded');
  });

  it('gives one total in every order of paper record, own act, exports and decision', () => {
    const read = (all: readonly DossierAct[]): string =>
      canonicalJson([...routeActs(all)].map(([key, group]) => foldDossier(key, group)));
    const expected = read(acts);
    fc.assert(
      fc.property(fc.shuffledSubarray(acts, { minLength: acts.length }), (order) => {
        expect(read(order)).toBe(expected);
      })
    );
  });

  it('and the decision is undone: each is its own dossier again', () => {
    const undone = anAct({
      ...decision.body,
      decision: 'reopen',
      at: '2026-11-12T08:00:00.000Z'
    } as never) as DossierAct;
    expect(admitAct(acts, undone)).toEqual([]);
    const dossiers = [...routeActs([...acts, undone])].map(([key, group]) => foldDossier(key, group));
    expect(dossiers.map(({ importAuthorization }) => importAuthorization).sort()).toEqual(
      [record._id, other._id].sort()
    );
  });
});

describe('in whatever order acts arrive', () => {
  it('no sum of admitted exports exceeds a paper import authorization', () => {
    const quantities = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1, maxLength: 6 });
    const limits = fc.array(fc.integer({ min: 100, max: 800 }), { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(quantities, limits, fc.infiniteStream(fc.nat()), (asked, allowed, picks) => {
        const records = allowed.map((stated, at) =>
          aPaperImport({
            stated: grams(stated),
            at: `2026-10-03T08:00:0${at}.000Z`,
            over: { consignments: 0 }
          })
        );
        const exports = asked.map((stated, at) =>
          exportUpon(records[at % records.length]!, {
            ...{ number: `CH-E-2026-00001${at}-01`, stated },
            at: `2026-10-05T08:00:0${asked.length - at}.000Z`
          })
        );
        const held: DossierAct[] = [records[0]!];
        const coming: DossierAct[] = [...records.slice(1), ...exports];
        let lowest = allowed[0]!;
        while (coming.length > 0) {
          const [act] = coming.splice(picks.next().value % coming.length, 1);
          const before = foldDossier(record.body.dossier, held).lines[0]!.taken.stated;
          if (admitAct(held, act!).length > 0) continue;
          held.push(act!);
          const { taken } = foldDossier(record.body.dossier, held).lines[0]!;
          if (act!.body.kind === 'paper-record') lowest = Math.min(lowest, allowed[1]!);
          else if (taken.stated > before) expect(taken.stated).toBeLessThanOrEqual(lowest * G);
        }
      }),
      { numRuns: 200 }
    );
  });
});

describe('a partner that is not on I2ES', () => {
  const later = '2026-11-30' as CalendarDate;
  const off = (dossier: Dossier, authority: CountryCode): string[] =>
    allOf(actionsOf(dossier, authority, { today: later, isOff: true })).map(({ kind, instrument }) =>
      [kind, instrument].join(' ').trim()
    );
  const needs = (dossier: Dossier, isOff = true): readonly string[] =>
    needsOfExport(dossier, CH, { strand: dossier.exports[0]!, today: later, isOff }).needs;
  const left = [first, shipped(first, grams(300))];

  it('imports: its authorization is recorded first, then the endorsed copy when it is due', () => {
    expect(off(fold(...left), CH)[0]).toBe('record import-authorization');
    expect(needs(fold(...left))).toEqual(['record']);
    expect(off(fold(record, ...left), CH)[0]).toBe('record endorsed-copy');
    expect(needs(fold(record, ...left))).toEqual(['record']);
    expect(needs(fold(record, ...left, anEndorsedCopy(first)))).toEqual([]);
    expect(needs(fold(record, ...left), false)).toEqual([]);
  });

  it('exports: its export authorization is recorded and endorsed, and nobody is asked here', () => {
    const ia = anImportAuthorization({ over: { lines: [aLine()], consignments: 2 } });
    const paper = aPaperExport(ia);
    expect(off(foldDossier(ia.body.dossier, [ia]), AU)).toEqual([
      'cancel',
      'record export-authorization',
      'give',
      'load',
      'record reply',
      'suspend'
    ]);
    expect(off(foldDossier(ia.body.dossier, [ia, paper]), AU)).toEqual([
      'endorse',
      'cancel',
      'record export-authorization',
      'give',
      'load',
      'record reply',
      'cancel',
      'suspend',
      'suspend'
    ]);
  });

  it('exports: Today lists the endorsement of its paper from the record until the return, under both Conventions', () => {
    const asked = (lines: readonly unknown[], today: string, ...more: DossierAct[]): unknown => {
      const ia = anImportAuthorization({ over: { lines, consignments: 2 } });
      const paper = aPaperExport(ia, { over: { lines, validUntil: '2026-11-15' } });
      const dossier = foldDossier(ia.body.dossier, [ia, paper, ...more]);
      const strand = dossier.exports[0]!;
      const { needs, due } = needsOfExport(dossier, AU, {
        strand,
        today: today as CalendarDate,
        isOff: true
      });
      return [needs.filter((need) => need !== 'expiring'), due?.due ?? null];
    };
    const opiate = [aLine()];
    expect(asked(opiate, '2026-10-10')).toEqual([['endorse'], null]);
    expect(asked(opiate, '2026-11-30')).toEqual([['endorse'], '2026-11-29']);
    const psychotropic = [aLine({ substance: 'diazepam', form: 'diazepam' })];
    expect(asked(psychotropic, '2026-10-10')).toEqual([['endorse'], null]);
    expect(asked(psychotropic, '2026-11-30')).toEqual([['endorse'], null]);
    // Art. 31(16): preparations of Schedule III are not returned.
    expect(asked([aLine({ scheduleThree: {} })], '2026-11-30')).toEqual([[], null]);
    const ia = anImportAuthorization({ over: { lines: opiate, consignments: 2 } });
    const paper = aPaperExport(ia, { over: { lines: opiate, validUntil: '2026-11-15' } });
    const returned = anEndorsement(readAuthorization(paper) as typeof first, { stated: ['500000000'] });
    expect(asked(opiate, '2026-11-30', returned)).toEqual([[], null]);
  });

  it('asks by letter, and is answered', () => {
    const letter = aPaper(
      {
        instrument: 'reply',
        on: first._id,
        answer: 'query',
        text: 'Which port?',
        writtenOn: '2026-10-06' as CalendarDate
      },
      { at: '2026-10-07T08:00:00.000Z', dossier: record.body.dossier }
    );
    expect(codes([record, first], letter)).toEqual([]);
    expect(off(fold(record, first, letter), CH)[0]).toBe('reply');
    const answer = aReply(letter, {
      at: '2026-10-08T08:00:00.000Z',
      over: { issuer: CH, to: [AU], answer: 'explanation', text: 'Sydney.' }
    });
    expect(codes([record, first, letter], answer)).toEqual([]);
    expect(off(fold(record, first, letter, answer), CH)[0]).not.toBe('reply');
  });
});
