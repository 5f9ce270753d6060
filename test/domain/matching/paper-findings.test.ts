/** Papers on the matching page: nothing lawful is a suspicion, and what was recorded and then issued is counted once. */
import { expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { readAuthorization } from '#lib/domain/act/stand-in.ts';
import { routeActs } from '#lib/domain/dossier/dossier-index.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { severityOf } from '#lib/domain/matching/finding.ts';
import { findingStep } from '#lib/domain/matching/finding-step.ts';
import { MatchingIndex, type MatchingBoard } from '#lib/domain/matching/matching-index.ts';
import { withPapers } from '#lib/domain/matching/paper-findings.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import {
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment,
  CH
} from '../../samples/acts.ts';
import { aPaperDecision, aPaperExport, aPaperImport } from '../../samples/papers.ts';

const TODAY = '2026-11-30' as CalendarDate;
const record = aPaperImport();
const ea = anExportAuthorization(readAuthorization(record) as never, {
  over: { lines: [aLine({ importLine: 1 })] }
});

function read(acts: readonly DossierAct[], off: readonly string[] = []) {
  const dossiers = Array.from(routeActs(acts), ([key, group]) => foldDossier(key, group));
  const actOf = (id: string): DossierAct | null => acts.find((one) => one._id === id) ?? null;
  const board: MatchingBoard = withPapers(new MatchingIndex(actOf).read(dossiers, TODAY), (country) =>
    off.includes(country)
  );
  return { dossiers, board };
}

const classes = ({ board }: ReturnType<typeof read>): string[] => board.findings.map((one) => one.class);

test('an export on a paper import authorization is no suspicion: the paper is to be recorded', () => {
  const { board, dossiers } = read([ea], ['AU']);
  const [finding] = board.findings;
  expect(finding).toMatchObject({ class: 'paper-import', on: ea._id, whose: CH });
  expect(severityOf(finding!.class)).toBe('due');
  const asked = { today: TODAY, isProposed: false, isOff: true };
  expect(findingStep(finding!, dossiers[0]!, CH, asked)).toEqual({
    kind: 'record',
    instrument: 'import-authorization',
    on: ea._id
  });
  expect(classes(read([ea]))).toEqual(['export-without-import']);
});

test('once recorded, only the endorsed copy is awaited, and recorded in its turn', () => {
  expect(classes(read([record, ea], ['AU']))).toEqual([]);
  const late = read([record, ea, aShipment(ea, { stated: ['500000000'] })], ['AU']);
  expect(classes(late)).toEqual(['endorsement-overdue']);
});

test('a record and what the partner issued itself are proposed to be linked, until somebody has decided', () => {
  const own = anImportAuthorization({
    at: '2026-11-10T08:00:00.000Z',
    over: { lines: [aLine()], consignments: 2 }
  });
  const found = read([record, ea, own]);
  expect(classes(found)).toEqual(['paper-pair']);
  expect(found.board.proposals).toMatchObject([
    { export: record._id, candidates: [{ act: { _id: own._id } }] }
  ]);
  const decided = aPaperDecision(record, own.body.dossier);
  expect(read([record, ea, own, decided]).dossiers).toHaveLength(1);
  expect(classes(read([record, ea, own, decided]))).not.toContain('paper-pair');
  const denied = aPaperDecision(record, own.body.dossier, { over: { decision: 'unlink' } });
  expect(classes(read([record, ea, own, denied]))).toEqual([]);
});

test('a mistyped number recorded as a paper hides no export: both are endorsed, and the two are still proposed', () => {
  const own = anImportAuthorization({ over: { lines: [aLine()] } });
  const mistyped = aPaperImport({ number: `${own.body.number}9` });
  const exports = [own, readAuthorization(mistyped) as typeof own].map((upon, nth) =>
    anExportAuthorization(upon, {
      over: { number: `CH-E-2026-00007${nth}-13`, lines: [aLine({ importLine: 1 })] }
    })
  );
  const goods = exports.flatMap((one) => [
    aShipment(one, { stated: ['500000000'] }),
    anEndorsement(one, { stated: ['500000000'] })
  ]);
  const found = read([own, mistyped, ...exports, ...goods]);
  expect(classes(found)).toEqual(['paper-pair']);
  expect(found.board.findings[0]).toMatchObject({ on: mistyped._id, cited: own.body.number });
});

test('a paper export authorization and the same one issued later are proposed as well', () => {
  const ia = anImportAuthorization({ over: { lines: [aLine()], consignments: 2 } });
  const paper = aPaperExport(ia, { stated: '200000000' });
  const own = anExportAuthorization(ia, { over: { lines: [aLine({ stated: '200000000', importLine: 1 })] } });
  const found = read([ia, paper, own]);
  expect(classes(found)).toContain('paper-pair');
  const joined = aPaperDecision(paper, ia.body.dossier, { over: { exportAuthorization: own._id } });
  const [dossier] = read([ia, paper, own, joined]).dossiers;
  expect(dossier).toMatchObject({
    beside: [{ act: paper._id, by: own._id }],
    lines: [{ taken: { stated: 200_000_000 } }]
  });
});
