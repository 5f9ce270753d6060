/**
 * Signature mathematics on other cores, begun once an act is well formed. Key ownership and validity are judged later,
 * by what is then on record.
 */
import type { Act, PublicKey } from '#lib/domain/act/body.ts';
import type { Keyring } from './keyring.ts';
import { verifySignature } from './verify-signature.ts';

/**
 * Verifies that this key signed this act. Servers have a faster method than WebCrypto. `text`: the body's canonical
 * JSON if available.
 */
export type SignatureCheck = (act: Act, key: PublicKey, text?: string) => Promise<boolean>;

/** Limit of parallel checks: enough for every core, and a bound on the wait of other pushes. */
const AT_ONCE = 256;

export class SignatureChecks {
  readonly #keyring: Keyring;
  readonly #isSignedBy: SignatureCheck;
  readonly #checks = new Map<Act, Promise<boolean>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Starts only for keys in the keyring; other acts are checked on request. */
  constructor(keyring: Keyring, isSignedBy: SignatureCheck = verifySignature) {
    this.#keyring = keyring;
    this.#isSignedBy = isSignedBy;
  }

  begin(act: Act, text: string): void {
    const key = this.#keyring.publicKeyOf(act.signature.key);
    if (key === null || this.#checks.has(act)) return;
    const check = this.#check(act, key, text);
    // Failures reach the caller of `of`; a refused act has no caller.
    check.catch(() => undefined);
    this.#checks.set(act, check);
  }

  of(act: Act): Promise<boolean> | null {
    return this.#checks.get(act) ?? null;
  }

  async #check(act: Act, key: PublicKey, text: string): Promise<boolean> {
    if (this.#running >= AT_ONCE) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#running++;
    try {
      return await this.#isSignedBy(act, key, text);
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else this.#running--;
    }
  }
}
