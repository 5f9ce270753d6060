/** An emergency export without import authorization (domain.md R22), and the import authorization that follows. */
import { describe, expect, test } from 'vitest';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { parseBody } from '#lib/domain/act/parse-act.ts';
import { admitAct } from '#lib/domain/dossier/admit-act.ts';
import { routeActs } from '#lib/domain/dossier/dossier-index.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { actionsOf } from '#lib/domain/dossier/next-steps.ts';
import { needsOfExport } from '#lib/domain/dossier/needs.ts';
import { endorsementsDue } from '#lib/domain/dossier/status-on.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { findCandidates } from '#lib/domain/matching/candidates.ts';
import { readFindings } from '#lib/domain/matching/findings.ts';
import {
  aMatchDecision,
  anEmergencyExport,
  anEndorsement,
  anImportAuthorization,
  aShipment,
  AU,
  CH
} from '../../samples/acts.ts';

const TODAY = '2026-10-08' as CalendarDate;
const urgent = anEmergencyExport();
const shipment = aShipment(urgent);
const later = anImportAuthorization({
  at: '2026-10-07T08:00:00.000Z',
  over: { number: 'AU-I-2026-000102-95' }
});
const link = aMatchDecision(urgent, later.body.dossier, { at: '2026-10-07T12:00:00.000Z' });
const fold = (...acts: readonly DossierAct[]) => foldDossier(acts[0]!.body.dossier, acts);

describe('an emergency export', () => {
  test('cites no import authorization: the two together are refused, and so is neither', () => {
    const { emergency: _none, ...unreasoned } = urgent.body;
    const importAuthorization = { number: '1', issuedOn: '2026-10-01', authority: 'Office' };
    const codes = (body: object): string[] => {
      const read = parseBody(body);
      return read.ok ? [] : read.problems.map(({ code }) => code);
    };
    expect(codes(urgent.body)).toEqual([]);
    expect(codes(unreasoned)).toContain('act.key.missing');
    expect(codes({ ...urgent.body, importAuthorization })).toContain('export.emergency.cites');
  });

  test('is a state of its own, and no export without import authorization', () => {
    const dossier = fold(urgent);
    expect(dossier).toMatchObject({ status: 'emergency', match: 'emergency', number: urgent.body.number });
    const actOf = (id: string) => (id === urgent._id ? urgent : null);
    expect(readFindings(dossier, actOf, TODAY)).toMatchObject([{ class: 'emergency-export', whose: null }]);
  });

  test('waits on both sides to be reconciled, until it is linked', () => {
    for (const side of [AU, CH]) {
      const dossier = fold(urgent, shipment);
      expect(needsOfExport(dossier, side, { strand: dossier.exports[0]!, today: TODAY }).needs).toContain(
        'reconcile'
      );
      const { primary, others } = actionsOf(dossier, side, { today: TODAY });
      expect([primary, ...others]).toContainEqual({ kind: 'link', on: urgent._id });
    }
    const linked = foldDossier(later.body.dossier, [later, urgent, shipment, link]);
    expect(needsOfExport(linked, CH, { strand: linked.exports[0]!, today: TODAY }).needs).not.toContain(
      'reconcile'
    );
  });

  test('can be shipped and endorsed, and the endorsement becomes due like any other', () => {
    expect(admitAct([urgent], shipment)).toEqual([]);
    expect(endorsementsDue(fold(urgent, shipment), TODAY)).toMatchObject([{ act: urgent._id }]);
    expect(admitAct([urgent, shipment], anEndorsement(urgent))).toEqual([]);
  });

  test('is proposed to the later import authorization of the same goods and parties', () => {
    const known = {
      dossierOf: () => foldDossier(later.body.dossier, [later]),
      actOf: (id: string) => (id === later._id ? later : null)
    };
    expect(findCandidates(urgent, [later], known).map(({ act }) => act._id)).toEqual([later._id]);
  });

  test('counts under the import authorization once linked, in any order of arrival, and stays marked', () => {
    const acts = [later, urgent, shipment, link];
    for (const order of [acts, [...acts].reverse()]) {
      const routed = routeActs(order).get(later.body.dossier) ?? [];
      const dossier = foldDossier(later.body.dossier, routed);
      expect(dossier.setAside).toEqual([]);
      expect(dossier.exports[0]).toMatchObject({
        act: urgent._id,
        isEmergency: true,
        linkedByDecision: true
      });
      expect(dossier.lines[0]?.taken.stated).toBe(480_000_000);
    }
  });

  test('of more than the later import authorization allows is a difference, and never set aside', () => {
    const less = anImportAuthorization({
      at: '2026-10-07T08:00:00.000Z',
      over: {
        number: 'AU-I-2026-000103-92',
        lines: [{ ...later.body.lines[0]!, stated: '100000000', base: '75200000' }, later.body.lines[1]]
      }
    });
    const dossier = foldDossier(less.body.dossier, [
      less,
      urgent,
      shipment,
      aMatchDecision(urgent, less.body.dossier)
    ]);
    expect(dossier.setAside).toEqual([]);
    expect(dossier.differences.map(({ code }) => code)).toContain('matching.import.moreExported');
  });
});
