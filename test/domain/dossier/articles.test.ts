import { describe, expect, test } from 'vitest';
import { FOLLOW_UP_CODES, withArticlesOf } from '#lib/domain/dossier/follow-up-codes.ts';
import { judgeEndorsement, judgeShipment } from '#lib/domain/authorization/judge-actual.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import { judgeStatement } from '#lib/domain/dossier/admit-act.ts';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { NATIONAL_PRACTICE, type Problem } from '#lib/domain/result.ts';
import {
  aLine,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment
} from '../../samples/acts.ts';

const OPIATE = aLine();
const STIMULANT = aLine({ substance: 'methylphenidate', form: 'hydrochloride' });

function tradeOf(...lines: readonly object[]): ActOf<'export-authorization'> {
  return anExportAuthorization(anImportAuthorization({ over: { lines } }));
}

function cited(problems: readonly Problem[]): readonly (string | undefined)[] {
  return problems.map(({ article }) => article);
}

/** Endorsed with more than was authorized, on the day of the export authorization. */
function endorsing(exportAct: ActOf<'export-authorization'>): readonly Problem[] {
  const lines = { 1: { quantity: '900', unit: 'g' } };
  const form = { outcome: 'imported', receivedOn: '2026-10-20', lines };
  return judgeEndorsement(form, { today: '2026-10-21' as CalendarDate, exportAct }).problems;
}

describe('articles follow the goods', () => {
  test('an endorsement of psychotropic substances cites the 1971 Convention, one of narcotic drugs the 1961 Convention', () => {
    expect(cited(endorsing(tradeOf(STIMULANT)))).toEqual(['1971:12.1(e)']);
    expect(cited(endorsing(tradeOf(OPIATE)))).toEqual(['1961:31.7(b)']);
  });

  test('an endorsement of goods in Schedule III or IV alone cites no article for Schedules I and II', () => {
    for (const substance of ['amobarbital', 'diazepam'])
      expect(cited(endorsing(tradeOf(aLine({ substance, form: 'base' }))))).toEqual([NATIONAL_PRACTICE]);
  });

  test('goods of both Conventions are judged by the older one', () => {
    expect(cited(withArticlesOf([{ code: 'x', article: '1961:31.9' }], [OPIATE, STIMULANT]))).toEqual([
      '1961:31.9'
    ]);
  });

  test('no article of 1971 is cited for the quantity shipped, nor for a return of what was not used', () => {
    const exportAct = tradeOf(STIMULANT);
    const form = { shippedOn: '2026-10-06', lines: { 1: { quantity: '0', unit: 'g' } } };
    const shipment = judgeShipment(form, { today: '2026-10-07' as CalendarDate, exportAct });
    expect(new Set(cited(shipment.problems))).toEqual(new Set([NATIONAL_PRACTICE]));
    const lines = {};
    const unused = { outcome: 'not-imported', receivedOn: '2026-10-07', lines };
    const judged = judgeEndorsement(unused, { today: '2026-10-07' as CalendarDate, exportAct });
    expect(judged.problems).toMatchObject([{ code: 'endorsement.notExpired', article: NATIONAL_PRACTICE }]);
  });

  test('the door cites for psychotropic substances what the form cites', () => {
    const exportAct = tradeOf(STIMULANT);
    const shipment = aShipment(exportAct, { over: { shippedOn: '2025-01-01' }, stated: ['480000000'] });
    const dossier = foldDossier(exportAct.body.dossier, [exportAct, shipment]);
    expect(judgeStatement([exportAct, shipment], dossier, shipment)).toMatchObject([
      { code: 'shipment.date.outsideValidity', article: '1971:12.1(b)' }
    ]);
  });

  test('a dossier of psychotropic substances shows its refusals and differences by the 1971 Convention', () => {
    const opening = anImportAuthorization({ over: { lines: [STIMULANT] } });
    const exportAct = anExportAuthorization(opening);
    const endorsement = anEndorsement(exportAct, { stated: ['900000000'] });
    const again = anEndorsement(exportAct, { stated: ['900000000'], at: '2026-10-21T10:00:00.000Z' });
    const acts = [opening, exportAct, endorsement, again];
    const { differences, setAside } = foldDossier(opening.body.dossier, acts);
    expect(cited(differences)).toEqual(['1971:12.1(e)']);
    expect(setAside).toMatchObject([{ problem: { code: 'endorsement.twice', article: '1971:12.1(e)' } }]);
  });

  test('every article of 1961 that a rule after the authorization rests on has its answer for 1971', () => {
    const rules = Object.entries(FOLLOW_UP_CODES).map(([code, { article }]) => ({ code, article }));
    const left = withArticlesOf(rules, [STIMULANT]).filter(({ article }) => article?.startsWith('1961'));
    expect(left).toEqual([]);
  });
});
