/** A passkey in software: answers challenges as an authenticator and a browser would, or as an attacker makes them. */
import { createHash, createSign, generateKeyPairSync, randomBytes, type KeyObject } from 'node:crypto';

interface Answered {
  readonly challenge: string;
  readonly origin: string;
  /** Whether the device asked its person who they are. */
  readonly verified?: boolean;
  /** The address that the device believes it speaks with. */
  readonly host?: string;
}

export class TestPasskey {
  readonly id = randomBytes(16).toString('base64url');
  readonly #key: KeyObject;
  readonly #public: { x: string; y: string };
  counter = 0;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    this.#key = privateKey;
    this.#public = { x, y };
  }

  /** What `navigator.credentials.create` gives, as JSON. */
  enrol(asked: Answered): object {
    const client = clientData('webauthn.create', asked);
    const id = bytesOf(this.id);
    const credential = [...new Uint8Array(16), 0, id.length, ...id, ...this.#cose()];
    const data = this.#authenticatorData(asked, 0x40, credential);
    const attestation = [
      0xa3,
      ...text('fmt'),
      ...text('none'),
      ...text('attStmt'),
      0xa0,
      ...text('authData')
    ];
    const object = Buffer.from([...attestation, 0x58, data.length, ...data]);
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      response: {
        clientDataJSON: encode(client),
        attestationObject: encode(object),
        transports: ['internal']
      },
      clientExtensionResults: {}
    };
  }

  /** What `navigator.credentials.get` gives, as JSON. */
  answer(asked: Answered): object {
    this.counter++;
    const client = clientData('webauthn.get', asked);
    const data = this.#authenticatorData(asked, 0, []);
    const signer = createSign('sha256');
    signer.update(new Uint8Array([...data, ...createHash('sha256').update(client).digest()]));
    return {
      id: this.id,
      rawId: this.id,
      type: 'public-key',
      response: {
        clientDataJSON: encode(client),
        authenticatorData: encode(Buffer.from(data)),
        signature: encode(signer.sign(this.#key))
      },
      clientExtensionResults: {}
    };
  }

  #authenticatorData({ origin, host, verified = true }: Answered, flags: number, more: number[]): number[] {
    const hash = createHash('sha256')
      .update(host ?? new URL(origin).hostname)
      .digest();
    const { counter } = this;
    return [...hash, flags | 0x01 | (verified ? 0x04 : 0), 0, 0, counter >> 8, counter & 255, ...more];
  }

  #cose(): number[] {
    const { x, y } = this.#public;
    const coordinate = (name: number, value: string): number[] => [name, 0x58, 32, ...bytesOf(value)];
    return [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, ...coordinate(0x21, x), ...coordinate(0x22, y)];
  }
}

function clientData(type: string, { challenge, origin }: Answered): string {
  return JSON.stringify({ type, challenge, origin, crossOrigin: false });
}

function text(value: string): number[] {
  return [0x60 + value.length, ...new TextEncoder().encode(value)];
}

function bytesOf(value: string): number[] {
  return [...Buffer.from(value, 'base64url')];
}

function encode(value: string | Buffer): string {
  return (typeof value === 'string' ? Buffer.from(value) : value).toString('base64url');
}
