/** How much of an estimate an authorization can take (1961 art. 31(1)(b), 21(4)(b); rule R12). */
import { expect, test } from 'vitest';
import { judgeBalance, type Room, type WayOut } from '#lib/domain/balance/judge-balance.ts';
import { AU } from '../../samples/acts.ts';

const room: Room = {
  ...{ country: AU, substance: 'morphine', year: 2026 },
  ...{ total: 1000, opening: 100, taken: 400, own: 0, others: 0 }
};
const plain: WayOut = { purpose: 'domestic', remarks: '', exceeding: null };

function judged(quantity: number, over: Partial<Room> = {}, out: Partial<WayOut> = {}): string | null {
  const asked = { substance: 'morphine', quantity, line: 1 };
  return judgeBalance(asked, { ...room, ...over }, { ...plain, ...out })?.code ?? null;
}

const reason = 'INCB letter 4/2026';

test('what remains after earlier figures and authorizations can be issued, and nothing more', () => {
  expect(judged(500)).toBe(null);
  expect(judged(501)).toBe('balance.exceeded');
});

test('without a published figure there is no information, and never a refusal', () => {
  expect(judged(500e12, { total: null })).toBe('balance.unknown');
});

test.each(['treatment', 'supplement', 'decision'] as const)('%s is a way out with a reason', (ground) => {
  expect(judged(5000, {}, { exceeding: { ground, reason } })).toBe('balance.exceeding');
  expect(judged(5000, {}, { exceeding: { ground, reason: ' - ' } })).toBe('balance.exceeded');
});

test('essential treatment with a reason is a way out, and goods for re-export are beyond the estimate', () => {
  expect(judged(5000, {}, { purpose: 'essential-treatment', remarks: 'Epidemic' })).toBe('balance.exceeding');
  expect(judged(5000, {}, { purpose: 'essential-treatment' })).toBe('balance.exceeded');
  expect(judged(5000, {}, { purpose: 're-export' })).toBe(null);
});

test('what other devices hold needs a name, and what this device holds needs nothing', () => {
  expect(judged(300, { others: 300 })).toBe('balance.reserved');
  expect(judged(200, { others: 300 })).toBe(null);
  const unreserved = { exceeding: { ground: 'unreserved', reason } } as const;
  expect(judged(300, { others: 300 }, unreserved)).toBe('balance.exceeding');
  expect(judged(300, { own: 300, others: 300 })).toBe(null);
});

test('offline, a device issues only within its reservation, or by name', () => {
  expect(judged(300, {}, { isOffline: true })).toBe('balance.offline');
  expect(judged(300, { own: 300 }, { isOffline: true })).toBe(null);
  const unreserved = { isOffline: true, exceeding: { ground: 'unreserved', reason } } as const;
  expect(judged(300, {}, unreserved)).toBe('balance.exceeding');
});

test('“not reserved” excuses what others issued in the meantime, and never more than the whole year’s figure', () => {
  const unreserved = { exceeding: { ground: 'unreserved', reason } } as const;
  expect(judged(501, {}, unreserved)).toBe('balance.exceeded');
  expect(judged(900, {}, { ...unreserved, isSigned: true })).toBe('balance.exceeding');
  expect(judged(901, {}, { ...unreserved, isSigned: true })).toBe('balance.exceeded');
});

test('a lower figure published later does not end a reservation', () => {
  expect(judged(300, { total: 10, own: 300 })).toBe(null);
});
