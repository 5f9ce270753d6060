import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { textToBytes } from '#lib/crypto/bytes.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

/** From the secret of the installation (HKDF, RFC 5869): the key of one purpose says nothing about another. */
export function deriveKey(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
}

/** Opens only with the secret of this installation, for the same purpose and about the same thing. AES-256-GCM. */
export class Seal {
  readonly #key: Uint8Array;

  constructor(secret: string, purpose: string) {
    this.#key = deriveKey(secret, purpose);
  }

  seal(about: string, text: string): string {
    const iv = new Uint8Array(randomBytes(IV_BYTES));
    const cipher = createCipheriv(CIPHER, this.#key, iv).setAAD(textToBytes(about));
    const sealed = [...cipher.update(text, 'utf8'), ...cipher.final()];
    return Buffer.from([...iv, ...cipher.getAuthTag(), ...sealed]).toString('base64url');
  }

  /** Throws for everything else. */
  open(about: string, sealed: string): string {
    const bytes = new Uint8Array(Buffer.from(sealed, 'base64url'));
    // A shorter tag would be easier to guess.
    const whole = { authTagLength: TAG_BYTES };
    const decipher = createDecipheriv(CIPHER, this.#key, bytes.slice(0, IV_BYTES), whole);
    decipher.setAAD(textToBytes(about));
    decipher.setAuthTag(bytes.slice(IV_BYTES, IV_BYTES + TAG_BYTES));
    const opened = [...decipher.update(bytes.slice(IV_BYTES + TAG_BYTES)), ...decipher.final()];
    return Buffer.from(opened).toString('utf8');
  }
}
