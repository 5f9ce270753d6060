/** Acts that arrive while the device verifies others (architecture §7). */
import { expect, test } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import type { SignatureChecker } from '#lib/crypto/check-signatures.ts';
import { Records } from '#lib/store/index/records.ts';
import { Verdicts } from '#lib/store/index/verdicts.ts';
import { aCancellation, anImportAuthorization } from '../samples/acts.ts';

function openRecords(): Records {
  const book = { isSigned: () => false, isRefused: () => false, central: { take: () => false } };
  return new Records({ authority: 'AU', country: {}, reference: null, book, roots: [] } as never);
}

function arrive(records: Records, act: Act): void {
  records.shelf.take({ id: act._id, rev: '1-a', deleted: false, document: act as never, conflicts: [] });
  records.recount();
}

test('an act that arrives while another is verified is verified too, also if the other is counted anew meanwhile', async () => {
  const records = openRecords();
  const first = anImportAuthorization();
  const second = aCancellation(first);
  arrive(records, first);
  const verified = records.verifyPending();
  arrive(records, second);
  await verified;
  expect([first, second].map((act) => records.verdictOf(act._id))).toEqual(['unknown-key', 'unknown-key']);
});

test('an act that another tab verifies before this one counts here too', async () => {
  const act = anImportAuthorization();
  let isSigned = false;
  const keyring = { trust: { judge: () => ({ verdict: 'good' }) } };
  const verdicts = new Verdicts(keyring as never, {
    isSigned: () => isSigned,
    keepSigned: async () => undefined
  });
  expect(verdicts.verdictOf(act)).toBe('pending');
  isSigned = true;
  const settled: Act[] = [];
  await verdicts.check(
    [act],
    (portion) => void settled.push(...(portion as Act[])),
    () => false
  );
  expect(settled).toEqual([act]);
});

test('of many acts that background threads check, each counts only with its own verdict', async () => {
  const acts = Array.from({ length: 300 }, (_, at) =>
    anImportAuthorization({ over: { number: `AU-I-2026-${String(at).padStart(6, '0')}-98` } })
  );
  const [altered, unknown] = [acts[7]!, { ...acts[8]!, signature: { ...acts[8]!.signature, key: 'U' } }];
  acts[8] = unknown as never;
  const keyring = {
    trust: { judge: () => ({ verdict: 'good' }) },
    publicKeyOf: (key: string) => (key === 'U' ? null : { key })
  };
  const asked: number[] = [];
  const threads: SignatureChecker = {
    atOnce: 128,
    check: async ({ acts: some, keys }) => {
      asked.push(some.length);
      expect([...keys.keys()]).toEqual([acts[0]!.signature.key]);
      return some.map(({ _id }) => _id !== altered._id);
    },
    rest: () => void asked.push(0)
  };
  const kept: string[] = [];
  const memory = {
    isSigned: () => false,
    keepSigned: async (ids: readonly string[]) => void kept.push(...ids)
  };
  const verdicts = new Verdicts(keyring as never, memory, async () => threads);
  expect(acts.map((act) => verdicts.verdictOf(act))).toEqual(acts.map(() => 'pending'));
  const settled: unknown[] = [];
  await verdicts.check(
    acts,
    (portion) => void settled.push(...portion),
    () => false
  );
  expect(settled).toEqual(acts);
  expect(asked).toEqual([127, 128, 44, 0]);
  const expected = acts.map((act) => (act === altered ? 'bad' : act === unknown ? 'unknown-key' : 'good'));
  expect(acts.map((act) => verdicts.verdictOf(act))).toEqual(expected);
  expect(kept).toHaveLength(298);
});

test('without the part of the program that starts threads, all are checked here', async () => {
  const acts = Array.from({ length: 120 }, () => anImportAuthorization());
  const keyring = { trust: { judge: () => ({ verdict: 'good' }) }, publicKeyOf: () => null };
  const memory = { isSigned: () => false, keepSigned: async () => undefined };
  const verdicts = new Verdicts(keyring as never, memory, () => Promise.reject(new Error('offline')));
  expect(verdicts.verdictOf(acts[0]!)).toBe('pending');
  await verdicts.check(
    acts,
    () => undefined,
    () => false
  );
  expect(verdicts.verdictOf(acts[0]!)).toBe('unknown-key');
});
