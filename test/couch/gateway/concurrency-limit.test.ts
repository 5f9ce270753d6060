import { expect, test } from 'vitest';
import { ConcurrencyLimit } from '#couch/gateway/bounds/rates.ts';

const BOUNDS = { perPerson: 2, perCountry: 3, tooMany: 'too.many', busy: 'busy' };
const nothing = (): Promise<void> => Promise.resolve();

test('a place is given back once, whoever goes away before, while or after it is used', async () => {
  const limit = new ConcurrencyLimit(BOUNDS);
  const kept = limit.take('AU', 'officer');
  const gone = limit.take('AU', 'officer');
  gone.abandon();
  await gone.hold(nothing);
  gone.abandon();
  expect(limit.underWay('AU', 'officer')).toBe(1);
  await kept.hold(nothing);
  kept.abandon();
  expect(limit.underWay('AU', 'officer')).toBe(0);
});

test('of one person so many are under way, of a country so many together', () => {
  const limit = new ConcurrencyLimit(BOUNDS);
  limit.take('AU', 'officer');
  limit.take('AU', 'officer');
  expect(() => limit.take('AU', 'officer')).toThrow(expect.objectContaining({ status: 429 }));
  limit.take('AU', 'other');
  expect(() => limit.take('AU', 'third')).toThrow(expect.objectContaining({ status: 503 }));
  expect(limit.underWay('AU', 'officer')).toBe(2);
  expect(limit.underWay('CH', 'officer')).toBe(0);
});
