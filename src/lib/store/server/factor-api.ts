/** Loaded only by the screens that enrol. */
import type { Instant } from '#lib/domain/ids.ts';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { call } from './call-server.ts';

export interface HeldFactors {
  readonly totp: { readonly addedAt: Instant } | null;
  readonly passkeys: readonly {
    readonly id: string;
    readonly name: string;
    readonly addedAt: Instant;
    readonly usedAt: Instant | null;
  }[];
  readonly recoveryLeft: number;
  readonly required: boolean;
  readonly origin: string;
}

/** Shown once. Base32, and the address that the square code contains. */
export interface OneTimeSecret {
  readonly secret: string;
  readonly uri: string;
}

/** Recovery codes come only with the first factor. */
export interface Enrolled {
  readonly recovery: readonly string[] | null;
}

export const factors = {
  held: () => call<HeldFactors>('GET', '/api/second-factors'),
  beginTotp: (password: string) => call<OneTimeSecret>('POST', '/api/second-factors/totp', { password }),
  confirmTotp: (code: string) => call<Enrolled>('POST', '/api/second-factors/totp/confirm', { code }),
  beginPasskey: (password: string) =>
    call<PublicKeyCredentialCreationOptionsJSON>('POST', '/api/second-factors/passkeys', { password }),
  confirmPasskey: (name: string, response: object) =>
    call<Enrolled>('POST', '/api/second-factors/passkeys/confirm', { name, response }),
  renewRecovery: (password: string) => call<Enrolled>('POST', '/api/second-factors/recovery', { password }),
  remove: (which: string, password: string) =>
    call<null>('DELETE', `/api/second-factors/${encodeURIComponent(which)}`, { password })
};
