/** What each side may do next, from the first statement to the last. */
import { describe, expect, test } from 'vitest';
import { actionsOf, type Actions } from '#lib/dossier/actions.ts';
import type { DossierAct } from '#lib/domain/act/body.ts';
import { foldDossier } from '#lib/domain/dossier/fold-dossier.ts';
import type { AuthorityCode, CalendarDate } from '#lib/domain/ids.ts';
import {
  aCancellation,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aReply,
  aShipment,
  AU,
  CH
} from '../samples/acts.ts';

const TODAY = '2026-11-24' as CalendarDate;
const AFTER = '2027-01-05' as CalendarDate;

const ia = anImportAuthorization();
const ea = anExportAuthorization(ia);
const shipment = aShipment(ea);

function actionsIn(acts: readonly DossierAct[], authority: AuthorityCode, today = TODAY): Actions {
  return actionsOf(foldDossier(ia.body.dossier, acts), authority, today);
}

function kindsOf({ primary, others }: Actions): [string | undefined, string[]] {
  return [primary?.kind, others.map((one) => one.kind)];
}

describe('after the import authorization', () => {
  test('the exporting authority is asked to issue upon it, and may reply', () => {
    expect(kindsOf(actionsIn([ia], CH))).toEqual(['export', ['reply']]);
  });

  test('its issuer waits, and may cancel', () => {
    expect(kindsOf(actionsIn([ia], AU))).toEqual([undefined, ['cancel']]);
  });

  test('nobody exports upon one that has expired or was cancelled', () => {
    expect(kindsOf(actionsIn([ia], CH, AFTER))[0]).toBeUndefined();
    expect(kindsOf(actionsIn([ia, aCancellation(ia)], CH))).toEqual([undefined, []]);
  });

  test('a third authority is offered nothing', () => {
    expect(actionsIn([ia], 'DE' as AuthorityCode)).toEqual({ primary: null, others: [] });
  });
});

describe('after a question of the partner', () => {
  const query = aReply(ia, { over: { answer: 'query', text: 'Is the licence still valid?' } });

  test('the issuer is asked to answer that question, and may still cancel', () => {
    const actions = actionsIn([ia, query], AU);
    expect(actions.primary).toEqual({ kind: 'reply', on: query._id });
    expect(kindsOf(actions)[1]).toEqual(['cancel']);
  });

  test('an answer settles it, and the partner is asked for an answer where it is a question again', () => {
    const answer = aReply(query, { at: '2026-10-02T11:00:00.000Z' });
    expect(actionsIn([ia, query, answer], AU).primary).toBeNull();
    expect(actionsIn([ia, query, answer], CH).primary?.kind).toBe('export');
    const back = aReply(query, {
      at: '2026-10-02T11:00:00.000Z',
      over: { answer: 'query', text: 'Which licence?' }
    });
    expect(actionsIn([ia, query, back], CH).primary).toEqual({ kind: 'reply', on: back._id });
  });

  test('a question upon an export authorization comes before its shipment', () => {
    const doubt = aReply(ea, { at: '2026-10-05T10:00:00.000Z', over: { answer: 'objection', text: 'No.' } });
    expect(actionsIn([ia, ea, doubt], CH).primary).toEqual({ kind: 'reply', on: doubt._id });
    expect(kindsOf(actionsIn([ia, ea, doubt], CH))[1]).toEqual(['ship', 'reply', 'cancel']);
  });
});

describe('after the export authorization', () => {
  test('its issuer records the shipment or cancels; a second one needs another consignment', () => {
    expect(kindsOf(actionsIn([ia, ea], CH))).toEqual(['ship', ['reply', 'cancel']]);
  });

  test('with several consignments and something left, a further export is possible', () => {
    const several = anImportAuthorization({ over: { consignments: 2 } });
    const first = anExportAuthorization(several);
    const acts = [several, first, aShipment(first)];
    const dossier = foldDossier(several.body.dossier, acts);
    expect(actionsOf(dossier, CH, TODAY).primary).toEqual({ kind: 'export', on: several._id });
    const all = aShipment(first, { stated: ['500000000', '200000000'] });
    const used = foldDossier(several.body.dossier, [several, first, all]);
    expect(actionsOf(used, CH, TODAY).primary).toBeNull();
  });

  test('one that was returned unused may be issued anew, as the partner accepts it', () => {
    const short = anExportAuthorization(ia, { over: { validUntil: '2026-10-31' } });
    const nil = anEndorsement(short, {
      at: '2026-11-03T10:00:00.000Z',
      stated: ['0', '0'],
      over: { outcome: 'not-imported' }
    });
    expect(actionsIn([ia, short, nil], CH).primary).toEqual({ kind: 'export', on: ia._id });
    expect(actionsIn([ia, short, aShipment(short), nil], CH).primary).toBeNull();
  });

  test('the importing authority may endorse early, and must once goods have left or the period is over', () => {
    expect(kindsOf(actionsIn([ia, ea], AU))).toEqual([undefined, ['endorse', 'reply', 'cancel']]);
    expect(actionsIn([ia, ea, shipment], AU).primary).toEqual({ kind: 'endorse', on: ea._id });
    expect(actionsIn([ia, ea], AU, AFTER).primary?.kind).toBe('endorse');
  });

  test('nothing is cancelled any more once goods have left', () => {
    for (const side of [AU, CH]) {
      expect(kindsOf(actionsIn([ia, ea, shipment], side))[1]).not.toContain('cancel');
    }
  });

  test('goods that left in time may be stated after the end of validity', () => {
    expect(kindsOf(actionsIn([ia, ea], CH, AFTER))).toEqual([undefined, ['reply', 'ship', 'cancel']]);
  });
});

test('a dossier that is endorsed waits for nobody', () => {
  const acts = [ia, ea, shipment, anEndorsement(ea)];
  expect(actionsIn(acts, AU).primary).toBeNull();
  expect(actionsIn(acts, CH).primary).toBeNull();
});
