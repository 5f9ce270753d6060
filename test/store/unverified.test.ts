/** Acts that arrive while the device verifies others (architecture §7). */
import { expect, test, vi } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { SignaturesHere, type SignatureChecker } from '#lib/crypto/check-signatures.ts';
import { generatePrivateJwk, importSigningKey } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { Records } from '#lib/store/index/records.ts';
import { Verdicts } from '#lib/store/index/verdicts.ts';
import { aCancellation, anImportAuthorization } from '../samples/acts.ts';

const jwk = await generatePrivateJwk();
const { d: _secret, ...publicKey } = jwk;
const key = await importSigningKey(jwk);
const signed: readonly Act[] = await Promise.all(
  Array.from({ length: 700 }, (_, at) => `AU-I-2026-${String(at).padStart(6, '0')}-98`).map((number) =>
    signBody(anImportAuthorization({ over: { number } }).body, key)
  )
);
/** `U` is an unknown key. */
const keyring = {
  trust: { judge: () => ({ verdict: 'good' }) },
  publicKeyOf: (id: string) => (id === 'U' ? null : publicKey)
};

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

/** Checks as a thread does. `asked` gets the number of acts of each question, and 0 when nothing more is asked. */
function aThread(asked: number[]): SignatureChecker {
  const there = new SignaturesHere();
  return {
    atOnce: 128,
    check: (question) => {
      asked.push(question.acts.length);
      return there.check(question);
    },
    rest: () => void asked.push(0)
  };
}

test('the first acts are checked here and the others by background threads, and each counts only with its own verdict', async () => {
  const acts = signed.map((act, at) => {
    if (at % 600 === 7) return { ...act, body: { ...act.body, remarks: 'more' } } as Act;
    return at % 600 === 8 ? { ...act, signature: { ...act.signature, key: 'U' as KeyId } } : act;
  });
  const asked: number[] = [];
  const kept: string[] = [];
  const memory = {
    isSigned: () => false,
    keepSigned: async (ids: readonly string[]) => void kept.push(...ids)
  };
  const verdicts = new Verdicts(keyring as never, memory, async () => aThread(asked));
  expect(acts.map((act) => verdicts.verdictOf(act))).toEqual(acts.map(() => 'pending'));
  const settled: unknown[] = [];
  await verdicts.check(
    acts,
    (portion) => void settled.push(...portion),
    () => false
  );
  expect(settled).toEqual(acts);
  const there = asked.reduce((sum, count) => sum + count, 0);
  expect(there).toBeGreaterThan(0);
  expect(there).toBeLessThanOrEqual(700 - 480);
  expect(asked.at(-1)).toBe(0);
  const expected = acts.map((_, at) => (at % 600 === 7 ? 'bad' : at % 600 === 8 ? 'unknown-key' : 'good'));
  expect(acts.map((act) => verdicts.verdictOf(act))).toEqual(expected);
  expect(kept).toHaveLength(696);
});

test('a small number of acts starts no thread, and of a large number none waits until one has started', async () => {
  const memory = { isSigned: () => false, keepSigned: async () => undefined };
  const start = vi.fn(() => new Promise<SignatureChecker>(() => undefined));
  const few = new Verdicts(keyring as never, memory, start);
  const stop = () => false;
  await few.check(signed.slice(0, 570), () => undefined, stop);
  expect(start).not.toHaveBeenCalled();
  const many = new Verdicts(keyring as never, memory, start);
  await many.check(signed, () => undefined, stop);
  expect(start).toHaveBeenCalledOnce();
  expect(many.verdictOf(signed[699]!)).toBe('good');
});

test('without the part of the program that starts threads, all are checked here', async () => {
  const acts = Array.from({ length: 700 }, () => anImportAuthorization());
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
