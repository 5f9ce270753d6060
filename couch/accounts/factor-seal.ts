/**
 * Encryption of second factors: a copy of the database cannot open them or try recovery codes. Key from `secrets.json`
 * (HKDF, RFC 5869); AES-256-GCM bound to the person.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';
import { textToBytes } from '#lib/crypto/bytes.ts';

const IV_BYTES = 12;
const TAG_BYTES = 16;
const CIPHER = 'aes-256-gcm';

export class FactorSeal {
  readonly #sealing: Uint8Array;
  readonly #hashing: Uint8Array;

  /** `secret`: the installation's, the same for all its gateways. */
  constructor(secret: string) {
    this.#sealing = derive(secret, 'i2es second factors: sealing');
    this.#hashing = derive(secret, 'i2es second factors: recovery codes');
  }

  seal(person: string, text: string): string {
    const iv = new Uint8Array(randomBytes(IV_BYTES));
    const cipher = createCipheriv(CIPHER, this.#sealing, iv).setAAD(textToBytes(person));
    const sealed = [...cipher.update(text, 'utf8'), ...cipher.final()];
    return Buffer.from([...iv, ...cipher.getAuthTag(), ...sealed]).toString('base64url');
  }

  /** Throws if it belongs to another person or another installation's secret. */
  open(person: string, sealed: string): string {
    const bytes = new Uint8Array(Buffer.from(sealed, 'base64url'));
    const decipher = createDecipheriv(CIPHER, this.#sealing, bytes.slice(0, IV_BYTES));
    decipher.setAAD(textToBytes(person));
    decipher.setAuthTag(bytes.slice(IV_BYTES, IV_BYTES + TAG_BYTES));
    const opened = [...decipher.update(bytes.slice(IV_BYTES + TAG_BYTES)), ...decipher.final()];
    return Buffer.from(opened).toString('utf8');
  }

  digest(person: string, code: string): string {
    return createHmac('sha256', this.#hashing).update(`${person}\n${code}`).digest('base64url');
  }
}

function derive(secret: string, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', purpose, 32));
}
