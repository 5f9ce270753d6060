/**
 * Signatures are checked in one or two background threads, so that the page stays free. Whatever a thread does not
 * answer as it should is checked in this one, and so is everything after it.
 */
import {
  SignaturesHere,
  type SignatureChecker,
  type SignatureQuestion
} from '#lib/crypto/check-signatures.ts';
import type { CarriedAct } from '#lib/domain/act/later-act.ts';

/** For each thread. */
const AT_ONCE = 125;
/** A hundred times what a slow phone needs. */
const MAX_WAIT_MS = 20_000;
/** A third thread would take the core that the page needs. */
const MAX_THREADS = 2;

type Thread = Pick<Worker, 'postMessage' | 'terminate' | 'onmessage' | 'onerror' | 'onmessageerror'>;

interface Threads {
  readonly count: number;
  readonly start: () => Thread;
  readonly wait?: number;
}

function startWorker(): Worker {
  return new Worker(new URL('./signature-worker.ts', import.meta.url), { type: 'module' });
}

export function signatureWorkers(): SignatureChecker {
  const cores = navigator.hardwareConcurrency || 1;
  const count = Math.min(MAX_THREADS, Math.max(1, Math.floor(cores / 2)));
  return 'Worker' in globalThis ? new SignatureWorkers({ count, start: startWorker }) : new SignaturesHere();
}

export class SignatureWorkers implements SignatureChecker {
  readonly #of: Threads;
  readonly #here = new SignaturesHere();
  #threads: readonly Thread[] = [];
  #turn = 0;
  #hasFailed = false;

  constructor(of: Threads) {
    this.#of = of;
  }

  get atOnce(): number {
    return this.#hasFailed ? this.#here.atOnce : AT_ONCE * this.#of.count;
  }

  async check(question: SignatureQuestion): Promise<readonly boolean[]> {
    if (!this.#hasFailed)
      try {
        return await this.#checkThere(question);
      } catch {
        this.#hasFailed = true;
        this.rest();
      }
    return this.#here.check(question);
  }

  rest(): void {
    for (const thread of this.#threads) thread.terminate();
    this.#threads = [];
  }

  async #checkThere({ acts, keys }: SignatureQuestion): Promise<readonly boolean[]> {
    if (this.#threads.length === 0) this.#threads = Array.from({ length: this.#of.count }, this.#of.start);
    const share = Math.ceil(acts.length / this.#threads.length);
    const asked = this.#threads.map((thread, at) => {
      const own = acts.slice(at * share, (at + 1) * share);
      return own.length > 0 ? this.#ask(thread, own, keys) : [];
    });
    return (await Promise.all(asked)).flat();
  }

  #ask(
    thread: Thread,
    acts: readonly CarriedAct[],
    keys: SignatureQuestion['keys']
  ): Promise<readonly boolean[]> {
    const turn = ++this.#turn;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(reject, this.#of.wait ?? MAX_WAIT_MS);
      const fail = (): void => {
        clearTimeout(timer);
        reject(new Error('a thread for signatures has failed'));
      };
      thread.onerror = thread.onmessageerror = fail;
      thread.onmessage = ({ data }: MessageEvent<{ turn: unknown; answers: unknown }>) => {
        if (data.turn !== turn) return;
        if (!areAnswers(data.answers, acts.length)) return fail();
        clearTimeout(timer);
        resolve(data.answers);
      };
      thread.postMessage({ turn, acts, keys });
    });
  }
}

function areAnswers(value: unknown, count: number): value is readonly boolean[] {
  return (
    Array.isArray(value) && value.length === count && value.every((one: unknown) => typeof one === 'boolean')
  );
}
