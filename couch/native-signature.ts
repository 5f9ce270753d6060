/**
 * ES256 by Node's own library, on threads of its own and many at a message: a job a signature in Node's common
 * pool costs the main thread as much as the mathematics. That is the same as WebCrypto's (OpenSSL), and
 * `test/couch/native-signature.test.ts` holds the two to the same answers.
 */
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { readSigned, type SignatureCheck } from '#lib/crypto/verify.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import { isPublicKey, keyIdOf } from '#lib/domain/registration/key-id.ts';
import type { KeyId } from '#lib/domain/ids.ts';

/** Signatures in one message: enough to be worth it, few enough that the thread begins while others are judged. */
const PORTION = 32;
const MOST_THREADS = 4;

interface Portion {
  readonly id: number;
  readonly keys: PublicKey[];
  /** For each message the place of its key in `keys`. */
  readonly of: number[];
  readonly messages: string[];
  readonly signatures: string[];
}

interface Waiting {
  tell(isGood: boolean): void;
  fail(error: unknown): void;
}

interface Sent {
  readonly id: number;
  readonly good: readonly boolean[];
}

/** Asks one thread; it holds no process open that has nothing else to do, and one that has died is made anew. */
export class SignatureThread {
  readonly #open: () => Worker;
  #worker: Worker | null = null;
  #portion: Portion | null = null;
  #waiting: Waiting[] = [];
  #sent = 0;
  readonly #underWay = new Map<number, readonly Waiting[]>();

  constructor(open: () => Worker) {
    this.#open = open;
  }

  /** `message` is signed as UTF-8, `signature` is base64url of r‖s. Rejects where the thread died over it, or none could be started. */
  check(key: PublicKey, message: string, signature: string): Promise<boolean> {
    const portion = (this.#portion ??= this.#begin());
    let place = portion.keys.indexOf(key);
    if (place < 0) place = portion.keys.push(key) - 1;
    portion.of.push(place);
    portion.messages.push(message);
    portion.signatures.push(signature);
    const answer = new Promise<boolean>((tell, fail) => this.#waiting.push({ tell, fail }));
    if (portion.of.length >= PORTION) this.#send();
    return answer;
  }

  #begin(): Portion {
    setImmediate(() => this.#send());
    return { id: this.#sent++, keys: [], of: [], messages: [], signatures: [] };
  }

  #send(): void {
    const [portion, waiting] = [this.#portion, this.#waiting];
    if (portion === null) return;
    this.#portion = null;
    this.#waiting = [];
    try {
      this.#worker ??= this.#start();
    } catch (error) {
      // The machine has no thread to give now: the next portion asks for one again.
      return tellLost(waiting, error);
    }
    this.#underWay.set(portion.id, waiting);
    this.#worker.ref();
    this.#worker.postMessage(portion);
  }

  #start(): Worker {
    const worker = this.#open();
    worker.on('message', ({ id, good }: Sent) => {
      this.#underWay.get(id)?.forEach(({ tell }, index) => tell(good[index] === true));
      this.#underWay.delete(id);
      if (this.#underWay.size === 0) worker.unref();
    });
    worker.on('error', (error) => this.#lose(worker, error));
    worker.on('exit', () => this.#lose(worker, new Error('The thread that verifies signatures has ended.')));
    return worker;
  }

  /** What it had not answered was not verified: whoever asked is told so, and asks again. */
  #lose(worker: Worker, error: Error): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    const lost = [...this.#underWay.values()].flat();
    this.#underWay.clear();
    tellLost(lost, error);
  }
}

function tellLost(lost: readonly Waiting[], error: unknown): void {
  for (const { fail } of lost) fail(error);
}

export function openThread(): Worker {
  return new Worker(new URL('./signature-thread.js', import.meta.url), { execArgv: [] });
}

const threads = Array.from(
  { length: Math.max(1, Math.min(MOST_THREADS, availableParallelism() - 1)) },
  () => new SignatureThread(openThread)
);
let asked = 0;

/** In portions, one thread after the other. */
function nextThread(): SignatureThread {
  const thread = threads[Math.floor(asked++ / PORTION) % threads.length];
  if (thread === undefined) throw new Error('No thread verifies signatures.');
  return thread;
}

/** For as long as a keyring holds the key; null for what is no key of this kind. */
const names = new WeakMap<PublicKey, KeyId | null>();

/** Of an act that is well formed; the key must be the one that the signature names. */
export const nativeIsSignedBy: SignatureCheck = (act, key, text) => {
  const signed = nameOf(key) === act.signature.key ? readSigned(act, text) : null;
  if (signed === null) return Promise.resolve(false);
  return nextThread().check(key, signed.message, act.signature.value);
};

function nameOf(key: PublicKey): KeyId | null {
  let name = names.get(key);
  if (name === undefined) {
    name = isPublicKey(key) ? keyIdOf(key) : null;
    names.set(key, name);
  }
  return name;
}
