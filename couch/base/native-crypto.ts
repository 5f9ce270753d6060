/**
 * The plain SHA-256 in the domain is for browsers and design functions; `test/couch/native-signature.test.ts` compares
 * ES256 with WebCrypto's.
 */
import { hash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { readSigned, type SignatureCheck } from '#lib/crypto/verify.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { isPublicKey, keyIdOf } from '#lib/domain/registration/key-id.ts';
import type { TextHash } from '#lib/domain/sha256.ts';
import { SOURCE_FOLDER } from './program.ts';
import { SIGNATURES, verifyPortion, type Portion } from './signature-thread.js';

export const nativeSha256: TextHash = (text) => hash('sha256', text, 'base64url');

/** About two milliseconds. */
const PORTION = 16;

interface Task {
  readonly portion: Portion;
  readonly tell: ((isGood: boolean) => void)[];
}

/**
 * In portions: one job per signature in Node's pool costs the main thread as much as the mathematics. An idle main
 * thread takes portions too.
 */
export class SignaturePool {
  readonly #threads: readonly Thread[];
  readonly #tasks = new Map<number, Task>();
  #open: Task | null = null;
  #asked = 0;
  #isHelping = false;

  constructor(threads: number, open: () => Worker = openThread) {
    this.#threads = Array.from({ length: threads }, () => new Thread(open, this));
  }

  /** `signature`: base64url of r‖s. */
  check(key: PublicKey, message: string, signature: string): Promise<boolean> {
    const { portion, tell } = (this.#open ??= this.#begin());
    let place = portion.keys.indexOf(key);
    if (place < 0) place = portion.keys.push(key) - 1;
    portion.of.push(place);
    portion.messages.push(message);
    portion.signatures.push(signature);
    const answer = new Promise<boolean>((resolve) => tell.push(resolve));
    if (portion.of.length >= PORTION) this.#send();
    return answer;
  }

  tell(id: number, good: readonly boolean[]): void {
    this.#tasks.get(id)?.tell.forEach((tell, index) => tell(good[index] === true));
    this.#tasks.delete(id);
    for (const thread of this.#threads) thread.forget(id);
  }

  giveBack(ids: Iterable<number>): void {
    for (const id of ids) {
      const task = this.#tasks.get(id);
      if (task) Atomics.store(task.portion.claim, 0, 0);
    }
    this.#helpSoon();
  }

  #begin(): Task {
    setImmediate(() => this.#send());
    const claim = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
    return {
      portion: { id: this.#asked++, claim, keys: [], of: [], messages: [], signatures: [] },
      tell: []
    };
  }

  #send(): void {
    const task = this.#open;
    if (task === null) return;
    this.#open = null;
    this.#tasks.set(task.portion.id, task);
    this.#threads[task.portion.id % this.#threads.length]?.take(task.portion);
    this.#helpSoon();
  }

  #helpSoon(): void {
    if (this.#isHelping) return;
    this.#isHelping = true;
    setImmediate(() => this.#help());
  }

  #help(): void {
    this.#isHelping = false;
    this.#send();
    for (const { portion } of this.#tasks.values()) {
      const good = verifyPortion(portion);
      if (good === null) continue;
      this.tell(portion.id, good);
      return this.#helpSoon();
    }
  }
}

/** Does not keep an idle process alive. */
class Thread {
  readonly #open: () => Worker;
  readonly #pool: Pick<SignaturePool, 'tell' | 'giveBack'>;
  readonly #given = new Set<number>();
  #worker: Worker | null = null;

  constructor(open: () => Worker, pool: Pick<SignaturePool, 'tell' | 'giveBack'>) {
    this.#open = open;
    this.#pool = pool;
  }

  /** Without a free thread the main thread does the work. */
  take(portion: Portion): void {
    try {
      this.#worker ??= this.#start();
    } catch {
      return;
    }
    this.#given.add(portion.id);
    this.#worker.ref();
    this.#worker.postMessage(portion);
  }

  forget(id: number): void {
    if (this.#given.delete(id) && this.#given.size === 0) this.#worker?.unref();
  }

  #start(): Worker {
    const worker = this.#open();
    worker.on('message', ({ id, good }: { id: number; good: boolean[] }) => this.#pool.tell(id, good));
    worker.on('error', () => this.#lose(worker));
    worker.on('exit', () => this.#lose(worker));
    return worker;
  }

  #lose(worker: Worker): void {
    if (this.#worker !== worker) return;
    this.#worker = null;
    const lost = [...this.#given];
    this.#given.clear();
    this.#pool.giveBack(lost);
  }
}

export function openThread(): Worker {
  return new Worker(join(SOURCE_FOLDER, 'couch/base/signature-thread.js'), {
    execArgv: [],
    workerData: SIGNATURES
  });
}

const MAX_THREADS = 4;

const pool = new SignaturePool(Math.max(1, Math.min(MAX_THREADS, availableParallelism() - 1)));

const names = new WeakMap<PublicKey, KeyId | null>();

export const nativeIsSignedBy: SignatureCheck = (act, key, text) => {
  const signed = nameOf(key) === act.signature.key ? readSigned(act, text) : null;
  if (signed === null) return Promise.resolve(false);
  return pool.check(key, signed.message, act.signature.value);
};

function nameOf(key: PublicKey): KeyId | null {
  let name = names.get(key);
  if (name === undefined) {
    name = isPublicKey(key) ? keyIdOf(key) : null;
    names.set(key, name);
  }
  return name;
}
