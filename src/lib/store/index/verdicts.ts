/**
 * A signature is slow to check and true for ever: verified once. Trust in the key is judged again after each
 * certificate and withdrawal. Nothing is good by default.
 */
import { parseCarriedAct } from '#lib/domain/act/parse-act.ts';
import type { CarriedAct } from '#lib/domain/act/later-act.ts';
import type { ActId } from '#lib/domain/ids.ts';
import type { Trust } from '#lib/domain/registration/trust.ts';
import type { Keyring } from '#lib/crypto/keyring.ts';
import { verifyWith } from '#lib/crypto/sign.ts';
import type { Verdict } from '../api.ts';

interface SignatureMemory {
  isSigned(id: ActId): boolean;
  keepSigned(ids: readonly ActId[]): Promise<void>;
}

/** Enough for every core, small enough to keep the screen responsive. */
const AT_ONCE = 48;
/** A closed tab loses little work. */
const KEEP_AT = 960;

export class Verdicts {
  readonly #keyring: Keyring;
  readonly #memory: SignatureMemory;
  readonly #checked = new Map<ActId, boolean>();
  readonly #judged = new Map<ActId, Verdict>();
  #trust: Trust | null = null;

  constructor(keyring: Keyring, memory: SignatureMemory) {
    this.#keyring = keyring;
    this.#memory = memory;
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
    for (let at = 0; at < open.length && !isStopped(); at += AT_ONCE) {
      const portion = open.slice(at, at + AT_ONCE);
      right.push(...(await this.#checkPortion(portion)));
      settled(portion);
      if (right.length >= KEEP_AT) {
        await this.#memory.keepSigned(right);
        right = [];
      }
    }
    if (right.length > 0 && !isStopped()) await this.#memory.keepSigned(right);
  }

  async #checkPortion(acts: readonly CarriedAct[]): Promise<ActId[]> {
    const answers = await Promise.all(acts.map((act) => this.#isRight(act)));
    return acts.flatMap((act, index) => {
      const answer = answers[index];
      if (answer === null || answer === undefined) {
        this.#judged.set(act._id, 'unknown-key');
        return [];
      }
      this.#checked.set(act._id, answer);
      return answer ? [act._id] : [];
    });
  }

  async #isRight(act: CarriedAct): Promise<boolean | null> {
    const key = await this.#keyring.verifyingKeyOf(act.signature.key);
    if (key === null) return this.#keyring.publicKeyOf(act.signature.key) === null ? null : false;
    return parseCarriedAct(act).ok && verifyWith(act, key);
  }
}
