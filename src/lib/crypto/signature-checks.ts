/**
 * Signatures whose mathematics is done beside other work, on other cores: begun as soon as an act is known to be
 * well formed, asked for when it is judged. Only whether the named key made the signature; whose key that is and
 * whether it counted then is judged later, by what is known then.
 */
import type { Act, PublicKey } from '#lib/domain/act/body.ts';
import type { Keyring } from './keyring.ts';
import { verifySignature } from './verify-signature.ts';

/**
 * Did this key sign this act, which names it? A server's platform has a faster answer than WebCrypto. `text` is the
 * canonical JSON of the body where it is known already.
 */
export type SignatureCheck = (act: Act, key: PublicKey, text?: string) => Promise<boolean>;

/** Under way at a time: enough for every core, and whoever else pushes waits for no more than these. */
const AT_ONCE = 256;

export class SignatureChecks {
  readonly #keyring: Keyring;
  readonly #isSignedBy: SignatureCheck;
  readonly #checks = new Map<Act, Promise<boolean>>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Begins only where the keyring knows the key already; what is not begun is done when it is asked for. */
  constructor(keyring: Keyring, isSignedBy: SignatureCheck = verifySignature) {
    this.#keyring = keyring;
    this.#isSignedBy = isSignedBy;
  }

  /** Begins to check an act that `parseAct` has accepted, by the text of its body that was hashed then. */
  begin(act: Act, text: string): void {
    const key = this.#keyring.publicKeyOf(act.signature.key);
    if (key === null || this.#checks.has(act)) return;
    const check = this.#check(act, key, text);
    // Told to whoever asks for it; an act that is refused before is asked for by nobody.
    check.catch(() => undefined);
    this.#checks.set(act, check);
  }

  /** Null where it was not begun. */
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
