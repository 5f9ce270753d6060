/** Returns to INCB: 1961 art. 20, 1971 art. 16, rule R23. */
import { describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { routeActs } from '#lib/domain/dossier/dossier-index.ts';
import { judgeDocument } from '#lib/domain/door/door.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import type { ActId, CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { changedSince, toFiledFigures } from '#lib/domain/returns/filed-return.ts';
import { companyFigures } from '#lib/domain/returns/company-figures.ts';
import { openBook } from '#lib/domain/company/company-book.ts';
import { computeReturn, stockChecks, type ReturnSource } from '#lib/domain/returns/compute-return.ts';
import { roundedFor } from '#lib/domain/returns/return-goods.ts';
import { dueReturns, periodOf, periodsTo } from '#lib/domain/returns/return-periods.ts';
import {
  judgeReturnDocument,
  readReturns,
  type EnteredFigures,
  type FiledReturn
} from '#lib/domain/returns/return-document.ts';
import {
  aClosedTrade,
  aCorrection,
  aLine,
  anEmergencyExport,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';
import { aCompany } from '../../samples/companies.ts';
import { aPaper } from '../../samples/papers.ts';
import { aBuprenorphineLine, aDeclaration } from '../../samples/declarations.ts';

const ID = '0b7c1d5e-3e0c-4d4f-8e8a-861f2d3c4b5a';
const grams = (count: number): string => String(count * 1_000_000);

function sourceOf(
  acts: readonly DossierAct[],
  authority: CountryCode,
  entered: EnteredFigures[] = []
): ReturnSource {
  const byId = new Map<ActId, DossierAct>(acts.map((act) => [act._id, act]));
  const keys = [...new Set(acts.map(({ body }) => body.dossier))];
  const dossiers = keys.map((key) => foldDossier(key, routeActs(acts).get(key) ?? []));
  return { authority, dossiers, actOf: (id) => byId.get(id) ?? null, entered };
}

const figuresOf = (form: 'a' | 'ap' | 'c' | 'p', period: string, source: ReturnSource) =>
  computeReturn(form, period, source).figures.map(
    ({ substance, column, partner, micrograms }) =>
      `${substance} ${column}${partner ? ` ${partner}` : ''} ${micrograms === null ? 'no information' : micrograms / 1e6}`
  );

function entered(period: string, figures: Record<string, number | null>, over: object = {}): EnteredFigures {
  return {
    _id: `return:figures:${ID}`,
    schema: 1,
    at: '2027-02-01T08:00:00.000Z',
    by: 'Officer of AU',
    form: 'c',
    period,
    figures: Object.entries(figures).map(([column, value]) => ({
      substance: 'morphine',
      column,
      micrograms: value === null ? null : grams(value)
    })),
    ...over
  } as never;
}

describe('Form A', () => {
  test('reports what arrived and what left in the quarter, by partner, with INCB’s factors', () => {
    const trade = aClosedTrade();
    expect(figuresOf('a', '2026-q4', sourceOf(trade, AU))).toEqual([
      'codeine import CH 148',
      'morphine import CH 360'
    ]);
    expect(figuresOf('a', '2026-q4', sourceOf(trade, CH))).toEqual([
      'codeine export AU 148',
      'morphine export AU 360'
    ]);
    expect(figuresOf('a', '2026-q3', sourceOf(trade, AU))).toEqual([]);
  });

  test('shows the consignments behind a figure, with quantity, factor and the act that states it', () => {
    const trade = aClosedTrade();
    const morphine = computeReturn('a', '2026-q4', sourceOf(trade, AU)).figures[1]!;
    expect(morphine.parts).toMatchObject([
      {
        act: trade[4]!._id,
        on: '2026-10-20',
        stated: 480e6,
        counted: { micrograms: 360e6, factor: '0.75', by: 'INCB' }
      }
    ]);
  });

  test('tells an authority which of its own companies imported, once for companies that were merged', () => {
    const [ia, reply, ea, ...rest] = aClosedTrade();
    const { name } = anImportAuthorization().body.importer;
    const kept = aCompany(1, { name: 'Kept Ltd' });
    const merged = aCompany(2, { name, mergedInto: kept._id });
    const { figures } = computeReturn('a', '2026-q4', sourceOf([ia!, reply!, ea!, ...rest], AU));
    const told = companyFigures(figures, openBook([kept, merged]));
    expect(told).toMatchObject([
      {
        company: kept,
        name: 'Kept Ltd',
        figures: [
          { substance: 'codeine', column: 'import', consignments: 1 },
          { substance: 'morphine', micrograms: 360e6 }
        ]
      }
    ]);
    expect(companyFigures(figures, openBook([]))[0]).toMatchObject({ company: null, name });
  });

  test('counts nothing that the partner alone recorded, and shows it as a difference', () => {
    const shipped = aClosedTrade().slice(0, 4);
    const { figures, differences } = computeReturn('a', '2026-q4', sourceOf(shipped, AU));
    expect(figures).toEqual([]);
    expect(differences).toMatchObject([
      { substance: 'morphine', column: 'import', partner: CH, own: null, theirs: 360e6 },
      { substance: 'codeine', own: null, theirs: 148e6 }
    ]);
    expect(computeReturn('a', '2026-q4', sourceOf(shipped, CH)).differences).toEqual([]);
  });

  test('shows where less arrived than was sent, on both sides', () => {
    const [ia, reply, ea, shipment] = aClosedTrade() as [never, never, never, never];
    const arrived = anEndorsement(ea, { stated: [grams(470), grams(200)] });
    for (const [authority, own, theirs] of [
      [AU, 352.5e6, 360e6],
      [CH, 360e6, 352.5e6]
    ] as const)
      expect(
        computeReturn('a', '2026-q4', sourceOf([ia, reply, ea, shipment, arrived], authority)).differences
      ).toMatchObject([{ substance: 'morphine', own, theirs }]);
  });

  test('follows a correction, and takes off what came back', () => {
    const [ia, reply, ea, shipment] = aClosedTrade() as [DossierAct, DossierAct, never, DossierAct];
    const corrected = aCorrection(shipment, ea);
    expect(figuresOf('a', '2026-q4', sourceOf([ia, reply, ea, shipment, corrected], CH))).toContain(
      'morphine export AU 353'
    );
    const paper = {
      instrument: 'return',
      returnedOn: '2026-10-25',
      exportAuthorization: (ea as DossierAct)._id,
      lines: [
        { no: 1, stated: grams(80), base: aLine({ stated: grams(80) }).base },
        { no: 2, stated: '0', base: '0' }
      ]
    };
    const back = aPaper(paper as never, {
      at: '2026-10-26T08:00:00.000Z',
      issuer: CH,
      partner: AU,
      dossier: ia.body.dossier
    });
    expect(figuresOf('a', '2026-q4', sourceOf([ia, reply, ea, shipment, back], CH))).toContain(
      'morphine export AU 300'
    );
  });

  test('leaves out preparations of Schedule III and cancelled exports', () => {
    const ia = anImportAuthorization({ over: { lines: [aLine({ scheduleThree: {} })] } });
    const ea = anExportAuthorization(ia);
    const acts = [ia, ea, aShipment(ea, { stated: [grams(480)] })];
    expect(figuresOf('a', '2026-q4', sourceOf(acts, CH))).toEqual([]);
  });

  test('adds before it rounds: to the gram, and to the milligram for the strongest drugs', () => {
    expect(roundedFor('morphine', 360_499_999)).toBe(360e6);
    expect(roundedFor('morphine', 360_500_000)).toBe(361e6);
    expect(roundedFor('fentanyl', 1_499)).toBe(1_000);
  });
});

describe('the forms of 1971', () => {
  test('A/P has Schedule II only, P all schedules with the partners of the year', () => {
    const declaration = aDeclaration();
    const source = sourceOf([declaration], CH);
    const year = declaration.body.despatchedOn.slice(0, 4);
    expect(aBuprenorphineLine().substance).toBe('buprenorphine');
    expect(figuresOf('p', year, source)).toHaveLength(1);
    for (const quarter of [1, 2, 3, 4]) expect(figuresOf('ap', `${year}-q${quarter}`, source)).toEqual([]);
  });
});

describe('Form C', () => {
  test('counts an emergency export as consumed here, where consumption is known', () => {
    const urgent = anEmergencyExport({ over: { lines: [aLine()] } });
    const acts = [urgent, aShipment(urgent, { stated: [grams(400)] })];
    expect(figuresOf('a', '2026-q4', sourceOf(acts, CH))).toEqual([]);
    expect(figuresOf('c', '2026', sourceOf(acts, CH))).toEqual(['morphine consumed no information']);
    expect(figuresOf('c', '2026', sourceOf(acts, CH, [entered('2026', { consumed: 100 })]))).toEqual([
      'morphine consumed 400'
    ]);
  });

  test('opens with the last year’s closing stock, until another opening stock is entered', () => {
    const last = entered('2025', { closing: 70 });
    expect(figuresOf('c', '2026', sourceOf([], AU, [last]))).toEqual(['morphine opening 70']);
    const own = entered('2026', { opening: 71, closing: null });
    expect(figuresOf('c', '2026', sourceOf([], AU, [own, last]))).toEqual([
      'morphine closing no information',
      'morphine opening 71'
    ]);
  });

  test('compares the closing stock with what the other figures give, and names what is unknown', () => {
    const known = entered('2026', { opening: 100, manufactured: 0, used: 20, consumed: 200, closing: 230 });
    expect(stockChecks('c', '2026', sourceOf(aClosedTrade(), AU, [known]))).toEqual([
      { substance: 'morphine', expected: 240e6, closing: 230e6, unknown: [] }
    ]);
    const part = entered('2026', { opening: 100, closing: 230 });
    expect(stockChecks('c', '2026', sourceOf([], AU, [part]))).toMatchObject([
      { expected: null, unknown: ['manufactured', 'used', 'consumed'] }
    ]);
  });
});

const filed = (over: object = {}): FiledReturn =>
  ({
    _id: `return:filed:${ID}`,
    schema: 1,
    at: '2027-01-10T08:00:00.000Z',
    by: 'Officer of AU',
    form: 'a',
    period: '2026-q4',
    figures: [],
    ...over
  }) as never;

describe('a filed return', () => {
  test('stays as filed, and shows what has changed since', () => {
    const trade = aClosedTrade();
    const figures = toFiledFigures(computeReturn('a', '2026-q4', sourceOf(trade, AU)));
    const now = [...trade, aCorrection(trade[4]!, trade[2] as never)];
    expect(changedSince(filed({ figures }), computeReturn('a', '2026-q4', sourceOf(trade, AU)))).toEqual([]);
    expect(changedSince(filed({ figures }), computeReturn('a', '2026-q4', sourceOf(now, AU)))).toMatchObject([
      { substance: 'morphine', partner: CH, filed: 360e6, now: 353e6 }
    ]);
    expect(changedSince(filed(), computeReturn('a', '2026-q4', sourceOf(trade, AU)))).toHaveLength(2);
  });

  test('is a nil return without any figure', () => {
    expect(toFiledFigures(computeReturn('a', '2026-q3', sourceOf(aClosedTrade(), AU)))).toEqual([]);
    expect(judgeReturnDocument(filed()).ok).toBe(true);
  });

  const MORPHINE = { substance: 'morphine', column: 'import', partner: 'CH', micrograms: '360000000' };
  test.each([
    ['changed after filing', { _rev: '2-abc' }, 'return.immutable'],
    ['deleted', { _deleted: true }, 'return.immutable'],
    ['of a year on a quarterly form', { period: '2026' }, 'return.period'],
    ['that corrects another without a reason', { corrects: `return:filed:${ID}` }, 'return.reason.missing'],
    ['that gives one figure twice', { figures: [MORPHINE, MORPHINE] }, 'return.figure.twice'],
    [
      'with trade without a partner',
      { figures: [{ ...MORPHINE, partner: undefined }] },
      'document.malformed'
    ],
    [
      'with a stock on a quarterly form',
      { figures: [{ ...MORPHINE, column: 'closing' }] },
      'return.figure.misplaced'
    ],
    ['with a quantity below nothing', { figures: [{ ...MORPHINE, micrograms: '-1' }] }, 'document.malformed']
  ])('%s is refused', (_name, over, code) => {
    const judged = judgeReturnDocument(filed(over));
    expect(judged.ok ? [] : judged.problems.map((one) => one.code)).toEqual([code]);
  });

  test('is taken from people who issue, and never into INCB’s database', () => {
    const ids = ['a'.repeat(32)];
    const pushed = { ...filed(), _rev: `1-${ids[0]}`, _revisions: { start: 1, ids } };
    const codes = (role: string, database: string) => {
      const limits = { documentBytes: 1e5, revisionsPerDocument: 10, generations: 10 };
      const writer = { id: 'au.person', authority: AU, role };
      const door = { writer, database, limits, hashOf: String, bytesOf: (text: string) => text.length };
      return judgeDocument(pushed, door).map(({ code }) => code);
    };
    expect(codes('officer', 'country-au')).toEqual([]);
    expect(codes('reader', 'country-au')).toEqual(['door.role.mayNotWrite']);
    expect(codes('incb', 'incb')).not.toEqual([]);
  });

  test('is read with the newest first; a faulty one is passed over', () => {
    const older = filed({ _id: `return:filed:1${ID.slice(1)}`, at: '2027-01-05T08:00:00.000Z' });
    expect(readReturns([older, filed({ period: '2026' }), filed()]).filed.map(({ at }) => at)).toEqual([
      '2027-01-10T08:00:00.000Z',
      '2027-01-05T08:00:00.000Z'
    ]);
  });
});

describe('a return is due', () => {
  const on = (date: string) => date as CalendarDate;
  test.each([
    ['2026-q1', '2026-01-01', '2026-03-31', '2026-04-30'],
    ['2026-q3', '2026-07-01', '2026-09-30', '2026-10-31'],
    ['2026-q4', '2026-10-01', '2026-12-31', '2027-01-31'],
    ['2026', '2026-01-01', '2026-12-31', '2027-06-30']
  ])('%s: from %s to %s, due %s', (key, from, to, due) => {
    expect(periodOf(key)).toEqual({ key, from, to, due });
  });

  test('until the last complete period of its form is filed', () => {
    const due = dueReturns([], on('2026-11-30'), on('2025-06-01'));
    expect(due.map(({ form, period, isOverdue }) => [form, period.key, isOverdue])).toEqual([
      ['a', '2026-q3', true],
      ['ap', '2026-q3', true],
      ['c', '2025', true],
      ['p', '2025', true]
    ]);
    expect(
      dueReturns([filed({ period: '2026-q3' })], on('2026-10-31'), on('2025-06-01')).map(({ form }) => form)
    ).not.toContain('a');
    expect(periodsTo('a', on('2027-01-02')).slice(0, 2)).toEqual(['2027-q1', '2026-q4']);
  });
});
