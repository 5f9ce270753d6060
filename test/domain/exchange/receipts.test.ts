import { expect, test } from 'vitest';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import { deliveryOf, deliveryReceipt, findingReceipt, toldOf } from '#lib/domain/exchange/receipts.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { anAct, anImportAuthorization, AU, CH } from '../../samples/acts.ts';

const imported = anImportAuthorization();
const of = [imported._id];
const stating = {
  count: 7,
  at: '2026-11-24T10:00:00.000Z' as Instant,
  by: { person: 'exchange', name: 'Exchange', function: 'Exchange' }
};

test('a delivery is stated of a partner’s database and of the Board’s, not of what is meant for everybody', () => {
  expect(deliveryOf('country-ch', [imported])).toEqual({ where: 'CH', of });
  expect(deliveryOf('incb', [imported])).toEqual({ where: 'INCB', of });
  expect(deliveryOf('reference', [imported])).toBeNull();
});

test('a receipt of a receipt is never stated', () => {
  const receipt = anAct(deliveryReceipt({ where: CH, of }, AU, stating));
  expect(deliveryOf('country-au', [receipt])).toBeNull();
  expect(deliveryOf('country-ch', [receipt, imported])).toEqual({ where: 'CH', of });
});

test('what the exchange states is an act like any other: well formed, and addressed to whom it concerns', () => {
  const to = [AU, CH] as readonly AuthorityCode[];
  const missing = findingReceipt({ stage: 'missing', where: CH, of, to }, stating);
  const bodies = [
    deliveryReceipt({ where: CH, of }, AU, stating),
    missing,
    findingReceipt({ stage: 'retracted', where: CH, of, to, takesBack: [anAct(missing)._id] }, stating)
  ];
  for (const body of bodies) expect(parseAct(anAct(body))).toMatchObject({ ok: true });
  expect(bodies.map((body) => [body.to, body.seq])).toEqual([
    [['AU'], { EXCHANGE: 7, AU: 7 }],
    [['AU', 'CH'], { EXCHANGE: 7, AU: 7, CH: 7 }],
    [['AU', 'CH'], { EXCHANGE: 7, AU: 7, CH: 7 }]
  ]);
});

test('of an act’s fate the countries among issuer and addressees are told, each once', () => {
  expect(toldOf(imported.body)).toEqual(['AU', 'CH']);
  expect(toldOf({ issuer: 'INCB', to: ['*', 'CH', 'CH' as AuthorityCode] as never })).toEqual(['CH']);
});
