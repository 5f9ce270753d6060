/** A number written without separators means the import authorization that it names, if there is only one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { DossierIndex, routeActs } from '#lib/domain/dossier/dossier-index.ts';
import {
  aLine,
  aMatchDecision,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';
import { deskOf } from '../../matching/desk-of.ts';

const NUMBER = 'AUI-2026-0001-0240';
const lines = [aLine()];

function citing(number: string, serial = 1) {
  const paper = anImportAuthorization({ over: { number, lines } });
  return anExportAuthorization(paper, {
    over: { number: `CH-E-2026-00007${serial}-13`, lines: [aLine({ importLine: 1 })] }
  });
}

const ia = anImportAuthorization({ over: { number: NUMBER, lines } });
const ea = citing('AUI202600010240');
const trade = [ia, ea, aShipment(ea), anEndorsement(ea)];

function homeOf(acts: readonly DossierAct[], id = ea._id): string | undefined {
  for (const [key, group] of routeActs(acts)) if (group.some(({ _id }) => _id === id)) return key;
  return undefined;
}

test.each(['AUI202600010240', 'aui202600010240', 'AUI20261240', 'AUl2O26OOO1O24O'])(
  '%s is read as AUI-2026-0001-0240',
  (number) => {
    const written = citing(number);
    expect(homeOf([ia, written], written._id)).toBe(ia.body.dossier);
  }
);

test('the whole trade is an exact match of both authorities, and its shipment and endorsement follow', () => {
  for (const side of [AU, CH]) {
    const { board } = deskOf(side, trade);
    expect(board.findings).toEqual([]);
    expect(board.exact.map(({ export: id, dossier }) => [id, dossier])).toEqual([[ea._id, ia.body.dossier]]);
  }
});

test('it is limited by that import authorization at the door', () => {
  const second = citing(NUMBER, 2);
  expect(admitAct([ia, ea], second).map(({ code }) => code)).toContain('export.import.used');
  expect(admitAct([ia, second], ea).map(({ code }) => code)).toContain('export.import.used');
});

describe('a number that could mean two', () => {
  const other = anImportAuthorization({ over: { number: 'AUI-20260-001-0240', lines } });

  test('is linked with neither, and both are proposed first', () => {
    expect(homeOf([ia, other, ea])).toBe(ea.body.dossier);
    const third = anImportAuthorization({ over: { number: 'AUI-2026-0001-0241', lines } });
    const [proposal] = deskOf(AU, [third, ia, other, ea]).board.proposals;
    const first = proposal?.candidates.slice(0, 2).map(({ act }) => act._id);
    expect(first?.sort()).toEqual([ia._id, other._id].sort());
    expect(proposal?.candidates[0]?.likeness).toContain('joined');
  });

  test('is its own if an import authorization has exactly that number', () => {
    const own = anImportAuthorization({ over: { number: 'AUI202600010240', lines } });
    expect(homeOf([ia, own, ea])).toBe(own.body.dossier);
  });
});

test('an officer can rule it out, and undo that', () => {
  const denied = aMatchDecision(ea, ia.body.dossier, { over: { decision: 'unlink' } });
  expect(homeOf([...trade, denied])).toBe(ea.body.dossier);
  const undone = aMatchDecision(ea, ia.body.dossier, {
    at: '2026-10-08T10:00:00.000Z',
    over: { decision: 'reopen' }
  });
  expect(homeOf([...trade, denied, undone])).toBe(ia.body.dossier);
});

test('every device folds the same, in whatever order and portions the acts come', () => {
  const other = anImportAuthorization({ over: { number: 'AUI-20260-001-0240', lines } });
  const own = anImportAuthorization({ over: { number: 'AUI202600010240', lines } });
  const denied = aMatchDecision(ea, ia.body.dossier, { over: { decision: 'unlink' } });
  const some = fc.subarray([other, own, denied, citing(NUMBER, 2)]);
  fc.assert(
    fc.property(
      some,
      fc.infiniteStream(fc.nat()),
      fc.integer({ min: 1, max: 4 }),
      (more, stream, portion) => {
        const acts = [...trade, ...more];
        const shuffled = acts
          .map((act) => ({ act, at: stream.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ act }) => act);
        const index = new DossierIndex();
        for (let at = 0; at < shuffled.length; at += portion) index.add(shuffled.slice(at, at + portion));
        const whole = new DossierIndex();
        whole.add(acts);
        expect(foldsOf(index)).toBe(foldsOf(whole));
      }
    ),
    { numRuns: 300 }
  );
});

function foldsOf(index: DossierIndex): string {
  const all: unknown[] = [];
  index.forEach((one) => one.timeline.length > 0 && all.push(one));
  return canonicalJson(all.map((one) => canonicalJson(one as never)).sort() as never);
}
