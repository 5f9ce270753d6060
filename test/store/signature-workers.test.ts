/** Signatures are checked in background threads; nothing is verified that no thread, or this one, has verified. */
import { expect, test, vi } from 'vitest';
import { SignaturesHere, type SignatureQuestion } from '#lib/crypto/check-signatures.ts';
import { generatePrivateJwk, importSigningKey, keyIdOf } from '#lib/crypto/key.ts';
import { signBody } from '#lib/crypto/sign.ts';
import type { Act, PublicKey } from '#lib/domain/act/body.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { SignatureWorkers } from '#lib/store/browser/signature-workers.ts';
import { anImportAuthorization } from '../samples/acts.ts';

const jwk = await generatePrivateJwk();
const { d: _secret, ...publicKey } = jwk;
const key = await importSigningKey(jwk);

const signed = await Promise.all(
  Array.from({ length: 7 }, (_, at) =>
    signBody(anImportAuthorization({ over: { number: `AU-I-2026-00010${at}-98` } }).body, key)
  )
);
/** The third is altered, and the last has the signature of the one before. */
const acts: readonly Act[] = signed.map((act, at) => {
  if (at === 2) return { ...act, body: { ...act.body, remarks: 'more' } } as Act;
  return at === 6 ? { ...act, signature: signed[5]!.signature } : act;
});
const question: SignatureQuestion = { acts, keys: new Map([[key.keyId, publicKey as PublicKey]]) };
const RIGHT = [true, true, false, true, true, true, false];

type Answer = (asked: SignatureQuestion & { turn: number }) => Promise<unknown>;

/** The thread of the browser, with the same check behind it. */
class FakeThread {
  onmessage: ((event: MessageEvent) => void) | null = null;
  onerror: ((event: ErrorEvent) => void) | null = null;
  onmessageerror: ((event: MessageEvent) => void) | null = null;
  isEnded = false;
  readonly #answer: Answer;

  constructor(answer: Answer) {
    this.#answer = answer;
  }

  postMessage(message: SignatureQuestion & { turn: number }): void {
    const copy = structuredClone(message);
    this.#answer(copy).then(
      (answers) => this.onmessage?.({ data: { turn: copy.turn, answers } } as MessageEvent),
      () => this.onerror?.({} as ErrorEvent)
    );
  }

  terminate(): void {
    this.isEnded = true;
  }
}

function threads(answer: Answer, wait?: number) {
  const started: FakeThread[] = [];
  const start = () => {
    const thread = new FakeThread(answer);
    started.push(thread);
    return thread as unknown as Worker;
  };
  return { started, checker: new SignatureWorkers({ count: 2, start, ...(wait ? { wait } : {}) }) };
}

const there: Answer = (asked) => new SignaturesHere().check(asked);

test('in this thread: right, altered and foreign signatures', async () => {
  expect(await new SignaturesHere().check(question)).toEqual(RIGHT);
});

test('a key under the id of another verifies nothing', async () => {
  const other = await generatePrivateJwk();
  const { d: _other, ...others } = other;
  const swapped = new Map<KeyId, PublicKey>([[key.keyId, others as PublicKey]]);
  expect(await new SignaturesHere().check({ acts, keys: swapped })).toEqual(acts.map(() => false));
  expect(keyIdOf(publicKey as PublicKey)).toBe(key.keyId);
});

test('two threads share one question, answer in its order, and end when nothing is left', async () => {
  const asked = vi.fn(there);
  const { started, checker } = threads(asked);
  expect(await checker.check(question)).toEqual(RIGHT);
  expect(asked.mock.calls.map(([one]) => one.acts.length)).toEqual([4, 3]);
  checker.rest();
  expect(started.map(({ isEnded }) => isEnded)).toEqual([true, true]);
  expect(await checker.check(question)).toEqual(RIGHT);
  expect(started).toHaveLength(4);
});

test.each<readonly [string, Answer]>([
  ['dies', () => Promise.reject(new Error('out of memory'))],
  ['never answers', () => new Promise(() => undefined)],
  ['gives up', async () => null],
  ['answers too few', async () => [true]],
  ['answers something else', async ({ acts: some }) => some.map(() => 'yes')]
])(
  'a thread that %s is ended, and this one checks what it was asked and all that follows',
  async (_, answer) => {
    const asked = vi.fn(answer);
    const { started, checker } = threads(asked, 20);
    expect(await checker.check(question)).toEqual(RIGHT);
    expect(started.every(({ isEnded }) => isEnded)).toBe(true);
    asked.mockClear();
    expect(await checker.check(question)).toEqual(RIGHT);
    expect(asked).not.toHaveBeenCalled();
    expect(checker.atOnce).toBe(new SignaturesHere().atOnce);
  }
);
