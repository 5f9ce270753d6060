import { describe, expect, test, vi } from 'vitest';
import { actHref } from '#lib/address/record-link.ts';
import { partnerHref, trialHref } from '#lib/address/page-links.ts';
import type { Act, MessageBody } from '#lib/domain/act/body.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId, CountryCode, Instant } from '#lib/domain/ids.ts';
import { waitingActs, type WaitingAct } from '#lib/sync/waiting-acts.ts';
import { anAct, anImportAuthorization, aShipment, anExportAuthorization } from '../samples/acts.ts';
import { ONE_OF_EACH_KIND } from '../samples/one-of-each-kind.ts';
import { aTrial } from '../samples/trials.ts';

vi.mock('$app/paths', () => ({ base: '' }));

const CH = 'CH' as CountryCode;
const opening = anImportAuthorization();
const ledger = { device: null, server: null, partner: {}, opened: {}, refused: false };

function waiting(act: Act, dossier: Dossier | null = null): WaitingAct {
  const records = { act: () => act, ledgerOf: () => ledger, dossier: () => dossier };
  const [one] = waitingActs([act._id], records);
  if (!one) throw new Error('It does not wait.');
  return one;
}

function aMessage(text: string, about: Partial<Pick<MessageBody, 'dossier' | 'trial'>> = {}): Act {
  return anAct({
    schema: 1,
    kind: 'message',
    issuer: 'AU',
    to: [CH],
    seq: { AU: 1, CH: 1 },
    at: '2026-11-24T10:00:00.000Z' as Instant,
    by: { person: 'au.officer', name: 'A. Person', function: 'Delegate' },
    text,
    ...about
  } as unknown as MessageBody);
}

describe('acts that wait', () => {
  test('two messages to one partner are told apart by how they begin', () => {
    expect(waiting(aMessage('\n  The lorry left Bern.\nIt comes tomorrow.')).words).toBe(
      'The lorry left Bern.'
    );
    expect(waiting(aMessage('Please confirm the weight.')).words).toBe('Please confirm the weight.');
  });

  test('a long beginning is cut between letters, never within one', () => {
    expect(waiting(aMessage('😀'.repeat(400))).words).toBe('😀'.repeat(120));
  });

  test('each is a way to where it is shown', () => {
    const shipment = aShipment(anExportAuthorization(opening));
    expect(waiting(shipment).href).toBe(actHref(shipment._id));
    expect(waiting(aMessage('Good morning')).href).toBe(partnerHref(CH));
    const key = shipment.body.dossier;
    const dossier = { importAuthorization: opening._id, exports: [] } as unknown as Dossier;
    expect(waiting(aMessage('About it', { dossier: key }), dossier).href).toBe(actHref(opening._id));
    expect(waiting(aMessage('About it', { dossier: key })).href).toBe(partnerHref(CH));
  });

  test('what was agreed of a trial is shown at the trial, whoever said it', () => {
    const [proposal, ...later] = aTrial();
    if (!proposal) throw new Error('No trial.');
    for (const act of [proposal, ...later]) {
      const partner = act.body.to.find((one) => one !== act.body.issuer) as CountryCode;
      expect(waiting(act).href).toBe(trialHref(partner, proposal._id));
    }
    expect(waiting(aMessage('About it', { trial: proposal._id })).href).toBe(trialHref(CH, proposal._id));
  });

  test('what has no page of its own is no way to nowhere', () => {
    const elsewhere = ONE_OF_EACH_KIND.filter(
      ({ body }) => body.kind === 'survey-answer' || body.kind === 'receipt'
    );
    expect(elsewhere).toHaveLength(2);
    for (const act of elsewhere) expect(waiting(act).href).toBeNull();
  });

  test('an act that this device does not hold is left out', () => {
    const records = { act: () => null, ledgerOf: () => ledger, dossier: () => null };
    expect(waitingActs([opening._id as ActId], records)).toEqual([]);
  });
});
