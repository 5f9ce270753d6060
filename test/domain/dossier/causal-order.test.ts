import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inCausalOrder } from '#lib/domain/dossier/causal-order.ts';
import {
  aClosedTrade,
  anEndorsement,
  anExportAuthorization,
  anImportAuthorization,
  aShipment
} from '../../samples/acts.ts';

test('a batch is put in the order of its trade, however replication shuffled it', () => {
  const trade = aClosedTrade();
  fc.assert(
    fc.property(fc.shuffledSubarray(trade, { minLength: trade.length }), (shuffled) => {
      expect(inCausalOrder(shuffled)).toEqual(trade);
    })
  );
});

test('an act whose clock runs behind still comes after what it rests on', () => {
  const ia = anImportAuthorization({ at: '2026-10-09T08:00:00.000Z' });
  const ea = anExportAuthorization(ia, { at: '2026-10-05T08:00:00.000Z' });
  const shipment = aShipment(ea, { at: '2026-10-01T08:00:00.000Z' });
  const endorsement = anEndorsement(ea, { at: '2026-09-01T08:00:00.000Z' });
  const order = inCausalOrder([endorsement, shipment, ea, ia]);
  expect(order.indexOf(ia)).toBe(0);
  expect(order.indexOf(ea)).toBe(1);
  expect(order).toHaveLength(4);
});
