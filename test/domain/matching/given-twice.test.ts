/** One number that an authority gave to two authorizations: told once, on both desks, with a step for each side. */
import { describe, expect, test } from 'vitest';
import type { ActOf, DossierAct } from '#lib/domain/act/body.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { DossierIndex } from '#lib/domain/dossier/dossier-index.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId, AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import type { Finding } from '#lib/domain/matching/finding.ts';
import { findingStep } from '#lib/domain/matching/finding-step.ts';
import { findSameNumber } from '#lib/domain/matching/given-twice.ts';
import { MatchingIndex } from '#lib/domain/matching/matching-index.ts';
import { goodsAtStake, boardToRows, sumBySubstance } from '#lib/matching/matching-rows.ts';
import { findingText } from '#lib/matching/finding-words.ts';
import {
  aCancellation,
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

const TODAY = '2026-10-20' as CalendarDate;
const GRAM = 1_000_000;

function deskWith(acts: readonly DossierAct[]) {
  const byId = new Map(acts.map((act) => [act._id, act]));
  const dossiers = new DossierIndex();
  dossiers.add(acts);
  const all: Dossier[] = [];
  dossiers.forEach((one) => all.push(one));
  const board = new MatchingIndex((id) => byId.get(id) ?? null).read(all, TODAY);
  const dossierOf = (key: string): Dossier => all.find((one) => one.key === key)!;
  const stepOf = (finding: Finding, authority: AuthorityCode): string | null =>
    findingStep(finding, dossierOf(finding.dossier), authority, { today: TODAY, isProposed: false })?.kind ??
    null;
  const told = board.findings.map((one): [string, ActId] => [one.class, one.on]);
  return { board, told, stepOf, dossierOf };
}

const anOrder = (over: Record<string, unknown> = {}): ActOf<'import-authorization'> =>
  anImportAuthorization({ over: { consignments: 0, lines: [aLine()], ...over } });
const granted = (
  ia: ActOf<'import-authorization'>,
  number: string,
  { grams = 100, hour = '09' }: { grams?: number; hour?: string } = {}
): ActOf<'export-authorization'> =>
  anExportAuthorization(ia, {
    at: `2026-10-05T${hour}:00:00.000Z`,
    over: { number, lines: [aLine({ stated: String(grams * GRAM), importLine: 1 })] }
  });

const open = anOrder();
const other = anOrder({ number: 'AU-I-2026-000202-11' });
const first = granted(open, 'CH-E-5');

describe('two export authorizations that bear one number', () => {
  test.each([
    ['upon one import authorization', granted(open, 'CH-E-5', { hour: '10', grams: 90 })],
    ['upon two', granted(other, 'CH-E-5', { hour: '10' })],
    ['however it is written', granted(other, 'ch-e-05', { hour: '10' })]
  ])('%s: the later one is told of, once, and nothing else', (_what, second) => {
    const { told, board, stepOf } = deskWith([open, other, first, second]);
    expect(told).toEqual([['duplicate-number', second._id]]);
    const [found] = board.findings;
    expect(found?.says).toMatchObject({ kind: 'twice', other: first._id, isAside: false });
    expect(found?.goods).toMatchObject([{ stated: Number(second.body.lines[0]!.stated) }]);
    expect([stepOf(found!, CH), stepOf(found!, AU)]).toEqual(['cancel', 'ask']);
  });

  test('are told alike to both authorities, whatever came first', () => {
    const acts = [open, other, first, granted(other, 'CH-E-5', { hour: '10' })];
    const one = deskWith(acts).board;
    expect(canonicalJson(deskWith([...acts].reverse()).board.findings as never)).toBe(
      canonicalJson(one.findings as never)
    );
    expect(findingText(one.findings[0]!)).toContain('CH-E-5');
  });

  test('of which the later is refused: it is told as a number used twice, and not as a refusal besides', () => {
    const single = anOrder({ consignments: 1 });
    const [one, more] = [granted(single, 'CH-E-7'), granted(single, 'CH-E-7', { hour: '10', grams: 900 })];
    const { told, board, stepOf } = deskWith([single, one, more]);
    expect(told).toEqual([['duplicate-number', more._id]]);
    const [found] = board.findings;
    expect(found?.says).toMatchObject({ kind: 'twice', isAside: true });
    expect([stepOf(found!, CH), stepOf(found!, AU)]).toEqual(['cancel', 'ask']);
  });

  test('of which the later is refused and was asked about: the question is still told', () => {
    const single = anOrder({ consignments: 1 });
    const [one, more] = [granted(single, 'CH-E-7'), granted(single, 'CH-E-7', { hour: '10', grams: 900 })];
    const asked = aReply(more, {
      at: '2026-10-07T10:00:00.000Z',
      over: { answer: 'query', text: 'Twice?' }
    });
    const { told, board, stepOf } = deskWith([single, one, more, asked]);
    expect(told.map(([what]) => what).sort()).toEqual(['answer-outstanding', 'duplicate-number']);
    const question = board.findings.find((found) => found.class === 'answer-outstanding')!;
    expect([stepOf(question, CH), stepOf(question, AU)]).toEqual(['reply', null]);
  });

  test('count each with its own goods, and these once, whatever else is told of them', () => {
    const second = granted(open, 'CH-E-5', { hour: '10', grams: 50 });
    const arrived = anEndorsement(second, { stated: [String(45 * GRAM)] });
    const acts = [open, first, second, aShipment(second, { stated: [String(50 * GRAM)] }), arrived];
    const { board, dossierOf, told } = deskWith(acts);
    expect(told.map(([what]) => what)).toEqual(['duplicate-number', 'arrived-less']);
    const rows = boardToRows(board, { authority: AU, today: TODAY, dossierOf });
    const base = Number(second.body.lines[0]!.base);
    expect(sumBySubstance(goodsAtStake(rows, null))).toEqual([{ substance: 'morphine', base }]);
    expect(dossierOf(open.body.dossier).lines[0]?.taken.stated).toBe(150 * GRAM);
  });

  test('end with the cancellation of either, and three are two too many', () => {
    const second = granted(open, 'CH-E-5', { hour: '10' });
    for (const one of [first, second]) {
      const cancelled = aCancellation(one, { at: '2026-10-06T10:00:00.000Z' });
      expect(deskWith([open, first, second, cancelled]).told).toEqual([]);
    }
    const third = granted(other, 'CH-E-5', { hour: '11' });
    const { told } = deskWith([open, other, first, second, third]);
    expect(told.map(([, on]) => on).sort()).toEqual([second._id, third._id].sort());
  });

  test('wait for the issuer once the partner has asked, and for nobody to cancel what has left', () => {
    const second = granted(open, 'CH-E-5', { hour: '10' });
    const asked = aReply(second, {
      at: '2026-10-07T10:00:00.000Z',
      over: { answer: 'query', text: 'Twice?' }
    });
    const { board, stepOf } = deskWith([open, first, second, asked]);
    const found = board.findings.find((one) => one.class === 'duplicate-number')!;
    expect([stepOf(found, CH), stepOf(found, AU)]).toEqual(['cancel', null]);
    const left = deskWith([open, first, second, aShipment(second, { stated: [String(100 * GRAM)] })]);
    const gone = left.board.findings.find((one) => one.class === 'duplicate-number')!;
    expect([left.stepOf(gone, CH), left.stepOf(gone, AU)]).toEqual([null, 'ask']);
  });
});

describe('two import authorizations that bear one number', () => {
  const dated = (issuedOn: string, hour: string): ActOf<'import-authorization'> =>
    anImportAuthorization({
      at: `${issuedOn}T${hour}:00:00.000Z`,
      over: { issuedOn, remarks: hour, lines: [aLine()] }
    });

  test.each([
    ['of one date', dated('2026-10-01', '08'), dated('2026-10-01', '09'), true],
    ['of two dates', dated('2026-10-01', '08'), dated('2026-10-02', '09'), false]
  ])(
    '%s: the later one is told of, its issuer cancels it and the partner asks',
    (_what, one, second, isAside) => {
      const { told, board, stepOf } = deskWith([one, second]);
      expect(told).toEqual([['duplicate-number', second._id]]);
      const [found] = board.findings;
      expect(found?.says).toMatchObject({ kind: 'twice', other: one._id, isAside });
      expect([stepOf(found!, AU), stepOf(found!, CH)]).toEqual(['cancel', 'ask']);
    }
  );
});

/** As two gateways that work at the same moment can both accept them. */
describe('two acts with one number that one device signed in the same moment', () => {
  const twin = (over: Record<string, unknown>): ActOf<'import-authorization'> =>
    anImportAuthorization({ over: { lines: [aLine()], ...over } });
  const said = (acts: readonly DossierAct[]) => {
    const { board, stepOf } = deskWith(acts);
    return board.findings.map((found) => [found.class, found.on, stepOf(found, AU), stepOf(found, CH)]);
  };

  test('are told to both authorities if they are for one partner, whichever came first', () => {
    const acts = [twin({ remarks: 'one' }), twin({ remarks: 'two' })];
    const [, later] = [...acts].sort((a, b) => (a._id < b._id ? -1 : 1));
    const told = [['duplicate-number', later!._id, 'cancel', 'ask']];
    expect([said(acts), said([...acts].reverse())]).toEqual([told, told]);
  });

  test('are told to their issuer if they are for two partners, of whom each knows of one', () => {
    const [toCh, toFr] = [twin({}), twin({ to: ['FR'], exportingCountry: 'FR' })];
    const [earlier, later] = [toCh, toFr].sort((a, b) => (a._id < b._id ? -1 : 1));
    for (const acts of [
      [toCh, toFr],
      [toFr, toCh]
    ]) {
      const { board, stepOf } = deskWith(acts);
      expect(board.findings.map(({ class: of, on }) => [of, on])).toEqual([['duplicate-number', later!._id]]);
      expect(board.findings[0]?.says).toMatchObject({ kind: 'twice', other: earlier!._id });
      expect(stepOf(board.findings[0]!, AU)).toBe('cancel');
    }
    expect([said([toCh]), said([toFr])]).toEqual([[], []]);
  });

  test('end for their issuer with the cancellation of either, while acts come in', () => {
    const [toCh, toFr] = [twin({}), twin({ to: ['FR'], exportingCountry: 'FR' })];
    const cancelled = aCancellation(toCh, { at: '2026-10-06T10:00:00.000Z' });
    const byId = new Map<ActId, DossierAct>([toCh, toFr, cancelled].map((act) => [act._id, act]));
    const [dossiers, index] = [new DossierIndex(), new MatchingIndex((id) => byId.get(id) ?? null)];
    const tellAfter = (act: DossierAct): string[] => {
      dossiers.add([act]);
      const all: Dossier[] = [];
      dossiers.forEach((one) => all.push(one));
      return index.read(all, TODAY).findings.map((found) => found.class);
    };
    expect([toCh, toFr, cancelled].map(tellAfter)).toEqual([[], ['duplicate-number'], []]);
  });

  test('of three, two of them for one partner: that partner is told what its issuer is told', () => {
    const first = twin({ remarks: 'first' });
    const second = anImportAuthorization({ at: '2026-10-09T09:00:00.000Z', over: { lines: [aLine()] } });
    const toFr = anImportAuthorization({
      at: '2026-09-01T09:00:00.000Z',
      over: { to: ['FR'], exportingCountry: 'FR', lines: [aLine()] }
    });
    const near = deskWith([first, second]).board.findings;
    const all = deskWith([first, second, toFr]).board.findings;
    expect(near).toHaveLength(1);
    expect(all).toHaveLength(2);
    expect(all).toEqual(expect.arrayContaining([...near]));
  });
});

test('the same figures on an import and an export authorization are two numbers', () => {
  const ia = anOrder({ number: '2026-1' });
  expect(deskWith([ia, granted(ia, '2026-1')]).told).toEqual([]);
});

test('what two authorities each call by one number is no number given twice', () => {
  const toFrance = anImportAuthorization({
    over: { issuer: 'FR', to: ['CH'], consignments: 0, lines: [aLine()] }
  });
  const theirs = anExportAuthorization(toFrance, { over: { number: 'CH-E-9', lines: [aLine()] } });
  const { told } = deskWith([toFrance, theirs, open, first]);
  expect(told.filter(([what]) => what === 'duplicate-number')).toEqual([]);
});

test('a document that is brought by hand is compared with those of its author with the same number', () => {
  const held = anImportAuthorization();
  const over = { remarks: 'Another.' };
  const other = anAct({ ...held.body, ...over } as never);
  expect(findSameNumber(other, [held, other])).toBe(held);
  expect(findSameNumber(held, [held])).toBeNull();
  const numbered = anAct({ ...held.body, number: `${held.body.number}1` } as never);
  expect(findSameNumber(numbered, [held])).toBeNull();
});
