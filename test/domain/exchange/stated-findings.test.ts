import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Act, ReceiptBody } from '#lib/domain/act/body.ts';
import { foldFindings } from '#lib/domain/exchange/receipts.ts';

function aReceipt(_id: string, body: Partial<Record<keyof ReceiptBody, unknown>>): Act<ReceiptBody> {
  return {
    _id,
    body: { at: '2026-10-01T08:00:00.000Z', where: 'CH', ...body }
  } as unknown as Act<ReceiptBody>;
}

const RECEIPTS = [
  aReceipt('delivered', { stage: 'delivered', of: ['a', 'b'] }),
  aReceipt('first', { stage: 'altered', of: ['a', 'b'] }),
  aReceipt('elsewhere', { stage: 'altered', of: ['a'], where: 'AU' }),
  aReceipt('back', { stage: 'retracted', of: ['a'], takesBack: ['first', 'elsewhere'] }),
  aReceipt('again', { stage: 'missing', of: ['a'] })
];

test('what was taken back is over, what was found of another act, elsewhere or later stands, in whatever order they come', () => {
  const standing = (receipts: readonly Act<ReceiptBody>[]): string[] =>
    foldFindings(receipts)
      .filter(({ takenBack }) => takenBack === null)
      .map(({ id, stage, where, receipt }) => `${id} ${stage} ${where} ${receipt}`)
      .sort();
  const order = fc.shuffledSubarray(RECEIPTS, { minLength: RECEIPTS.length });
  fc.assert(
    fc.property(order, (receipts) => {
      expect(standing(receipts)).toEqual([
        'a altered AU elsewhere',
        'a missing CH again',
        'b altered CH first'
      ]);
    })
  );
});

test('the first word that takes back is the one that counts', () => {
  const later = aReceipt('later', { stage: 'retracted', of: ['b'], takesBack: ['first'], at: '2026-10-03' });
  const sooner = aReceipt('sooner', {
    stage: 'retracted',
    of: ['b'],
    takesBack: ['first'],
    at: '2026-10-02'
  });
  const found = foldFindings([...RECEIPTS, later, sooner]);
  expect(found.find(({ id, receipt }) => id === 'b' && receipt === 'first')?.takenBack).toBe('2026-10-02');
});
