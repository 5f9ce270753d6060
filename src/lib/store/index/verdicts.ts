/**
 * A signature is slow to check and true for ever: verified once. Trust in the key is judged again after each
 * certificate and withdrawal. Nothing is good by default.
 */
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { CarriedAct } from '#lib/domain/act/later-act.ts';
import type { ActId, KeyId } from '#lib/domain/ids.ts';
import type { Trust } from '#lib/domain/registration/trust.ts';
import type { Keyring } from '#lib/crypto/keyring.ts';
import { SignaturesHere, type SignatureChecker } from '#lib/crypto/check-signatures.ts';
import type { Verdict } from '../api.ts';

interface SignatureMemory {
  isSigned(id: ActId): boolean;
  keepSigned(ids: readonly ActId[]): Promise<void>;
}

/** A slow connection needs as long to bring the script of a thread as this one needs to check so many. */
const FIRST_HERE = 480;
/** Fewer are checked before a thread in the background has started. */
const MIN_FOR_THREADS = 100;
/** A closed tab loses little work. */
const KEEP_AT = 960;

export class Verdicts {
  readonly #keyring: Keyring;
  readonly #memory: SignatureMemory;
  readonly #checked = new Map<ActId, boolean>();
  readonly #judged = new Map<ActId, Verdict>();
  readonly #here = new SignaturesHere();
  readonly #startThreads: (() => Promise<SignatureChecker>) | null;
  #checker: SignatureChecker = this.#here;
  #areThreadsAsked = false;
  #trust: Trust | null = null;

  constructor(
    keyring: Keyring,
    memory: SignatureMemory,
    startThreads: (() => Promise<SignatureChecker>) | null = null
  ) {
    this.#keyring = keyring;
    this.#memory = memory;
    this.#startThreads = startThreads;
  }

  verdictOf(act: CarriedAct): Verdict {
    const trust = this.#keyring.trust;
    if (trust !== this.#trust) this.#judged.clear();
    this.#trust = trust;
    const known = this.#judged.get(act._id);
    if (known) return known;
    const verdict = this.#judge(act, trust);
    if (verdict !== 'pending') this.#judged.set(act._id, verdict);
    return verdict;
  }

  #judge(act: CarriedAct, trust: Trust): Verdict {
    const right = this.#memory.isSigned(act._id) || this.#checked.get(act._id);
    if (right === undefined) return 'pending';
    return right ? trust.judge(act.body, act.signature.key).verdict : 'bad';
  }

  /** `settled` gets each finished portion. An act with an unknown key waits for its certificate. */
  async check(
    acts: readonly CarriedAct[],
    settled: (acts: readonly CarriedAct[]) => void,
    isStopped: () => boolean
  ) {
    const isOpen = ({ _id }: CarriedAct): boolean => !this.#memory.isSigned(_id) && !this.#checked.has(_id);
    const open = acts.filter(isOpen);
    // Another tab has verified the others since they came here.
    if (open.length < acts.length) settled(acts.filter((act) => !isOpen(act)));
    let right: ActId[] = [];
    let [from, ahead] = [0, this.#checkNext(open, 0)];
    try {
      while (from < open.length && !isStopped()) {
        const { portion, answers } = await ahead;
        from += portion.length;
        // The next is checked while the screen follows this one.
        ahead = this.#checkNext(open, from);
        right.push(...this.#note(portion, answers));
        settled(portion);
        if (right.length >= KEEP_AT) {
          await this.#memory.keepSigned(right);
          right = [];
        }
      }
      if (right.length > 0 && !isStopped()) await this.#memory.keepSigned(right);
    } finally {
      ahead.catch(() => undefined);
      this.#checker.rest();
    }
  }

  /** All are checked here until threads are ready, and without the part of the program that starts them. */
  #askForThreads(): void {
    if (this.#areThreadsAsked || !this.#startThreads) return;
    this.#areThreadsAsked = true;
    this.#startThreads().then(
      (threads) => (this.#checker = threads),
      () => undefined
    );
  }

  async #checkNext(open: readonly CarriedAct[], from: number): Promise<Checked> {
    const areMany = open.length - from >= MIN_FOR_THREADS;
    if (areMany && from >= FIRST_HERE) this.#askForThreads();
    const checker = areMany ? this.#checker : this.#here;
    const portion = open.slice(from, from + checker.atOnce);
    const keys = new Map<KeyId, PublicKey>();
    for (const { signature } of portion) {
      const key = this.#keyring.publicKeyOf(signature.key);
      if (key) keys.set(signature.key, key);
    }
    const acts = portion.filter(({ signature }) => keys.has(signature.key));
    const answers = acts.length > 0 ? await checker.check({ acts, keys }) : [];
    return { portion, answers: new Map(acts.map(({ _id }, at) => [_id, answers[at] === true])) };
  }

  #note(portion: readonly CarriedAct[], answers: Checked['answers']): readonly ActId[] {
    return portion.flatMap(({ _id }) => {
      const answer = answers.get(_id);
      if (answer === undefined) this.#judged.set(_id, 'unknown-key');
      else this.#checked.set(_id, answer);
      return answer ? [_id] : [];
    });
  }
}

interface Checked {
  readonly portion: readonly CarriedAct[];
  /** Absent if the key is not known. */
  readonly answers: ReadonlyMap<ActId, boolean>;
}
