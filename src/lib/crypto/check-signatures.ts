/** Many signatures at once, in this thread or in another one: acts and keys go there, and answers come back. */
import { hasSameId } from '#lib/domain/act/content-id.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { CarriedAct } from '#lib/domain/act/later-act.ts';
import type { KeyId } from '#lib/domain/ids.ts';
import { importPublicKey, keyIdOf } from './key.ts';
import { verifyWith } from './sign.ts';

/** `keys` has the key of each act under the id that the act names. */
export interface SignatureQuestion {
  readonly acts: readonly CarriedAct[];
  readonly keys: ReadonlyMap<KeyId, PublicKey>;
}

export interface SignatureChecker {
  /** Acts of one question: enough to keep it busy, few enough for the screen to follow. */
  readonly atOnce: number;
  /** One answer for each act, which is well formed: true only if it has its own id and its key has signed it. */
  check(question: SignatureQuestion): Promise<readonly boolean[]>;
  /** Nothing more is asked for now. */
  rest(): void;
}

/** Enough for every core, small enough to keep the screen responsive. */
const AT_ONCE = 48;

/** In this thread. Each key is imported once. */
export class SignaturesHere implements SignatureChecker {
  readonly atOnce = AT_ONCE;
  readonly #imported = new Map<KeyId, Promise<CryptoKey | null>>();

  check({ acts, keys }: SignatureQuestion): Promise<readonly boolean[]> {
    return Promise.all(acts.map((act) => this.#isRight(act, keys)));
  }

  rest(): void {
    return undefined;
  }

  async #isRight(act: CarriedAct, keys: SignatureQuestion['keys']): Promise<boolean> {
    const key = await this.#keyOf(act.signature.key, keys);
    return key !== null && hasSameId(act) && verifyWith(act, key);
  }

  /** The id of a key is its hash: another key under that id is none. */
  #keyOf(id: KeyId, keys: SignatureQuestion['keys']): Promise<CryptoKey | null> {
    const known = this.#imported.get(id);
    if (known) return known;
    const key = keys.get(id);
    const imported = key && keyIdOf(key) === id ? importPublicKey(key) : Promise.resolve(null);
    if (key) this.#imported.set(id, imported);
    return imported;
  }
}
