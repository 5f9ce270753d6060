/**
 * Passkeys (WebAuthn level 3) for this installation's origin only, with user verification. The caller remembers the
 * challenge.
 */
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type AuthenticatorTransport,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON
} from '@simplewebauthn/server';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { Passkey } from './factors.ts';

export type PasskeyRequest = PublicKeyCredentialRequestOptionsJSON;
export type PasskeyCreation = PublicKeyCredentialCreationOptionsJSON;

type NewPasskey = Pick<Passkey, 'credential' | 'publicKey' | 'counter' | 'transports'>;

const WAIT_MS = 5 * 60_000;

export class Passkeys {
  readonly #origin: string;

  constructor(origin: string) {
    this.#origin = origin;
  }

  get origin(): string {
    return this.#origin;
  }

  askForNew(person: string, name: string, held: readonly Passkey[]): Promise<PasskeyCreation> {
    return generateRegistrationOptions({
      rpName: 'I2ES',
      rpID: this.#host,
      userName: person,
      userDisplayName: name,
      userID: new TextEncoder().encode(person),
      timeout: WAIT_MS,
      attestationType: 'none',
      excludeCredentials: held.map(toCredential),
      authenticatorSelection: { residentKey: 'discouraged', userVerification: 'required' }
    });
  }

  async readNew(response: unknown, challenge: string): Promise<NewPasskey | null> {
    if (!isAnswer<RegistrationResponseJSON>(response)) return null;
    try {
      const { verified, registrationInfo } = await verifyRegistrationResponse({
        response,
        ...this.#expected(challenge)
      });
      if (!verified) return null;
      const { id, publicKey, counter, transports: told = [] } = registrationInfo.credential;
      const transports = told.filter(isTransport);
      return { credential: id, publicKey: Buffer.from(publicKey).toString('base64url'), counter, transports };
    } catch {
      return null;
    }
  }

  ask(held: readonly Passkey[]): Promise<PasskeyRequest> {
    return generateAuthenticationOptions({
      rpID: this.#host,
      timeout: WAIT_MS,
      userVerification: 'required',
      allowCredentials: held.map(toCredential)
    });
  }

  async read(response: unknown, challenge: string, held: readonly Passkey[]): Promise<Passkey | null> {
    if (!isAnswer<AuthenticationResponseJSON>(response)) return null;
    const passkey = held.find(({ credential }) => credential === response.id);
    if (!passkey) return null;
    try {
      const { verified, authenticationInfo } = await verifyAuthenticationResponse({
        response,
        ...this.#expected(challenge),
        credential: {
          ...toCredential(passkey),
          publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
          counter: passkey.counter
        }
      });
      return verified ? { ...passkey, counter: authenticationInfo.newCounter } : null;
    } catch {
      return null;
    }
  }

  get #host(): string {
    return new URL(this.#origin).hostname;
  }

  #expected(challenge: string) {
    return {
      expectedChallenge: challenge,
      expectedOrigin: this.#origin,
      expectedRPID: this.#host,
      requireUserVerification: true
    } as const;
  }
}

function toCredential({ credential: id, transports }: Passkey): {
  id: string;
  transports: AuthenticatorTransport[];
} {
  return { id, transports: [...transports] };
}

const TRANSPORTS = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

function isTransport(name: string): name is AuthenticatorTransport {
  return TRANSPORTS.includes(name);
}

function isAnswer<T>(response: unknown): response is T {
  return isPlainObject(response) && isPlainObject(response['response']);
}
