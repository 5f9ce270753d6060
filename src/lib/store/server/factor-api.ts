/** A person's own second factors on the server. Loaded only by the screens that enrol. */
import type { Instant } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import { callServer, type ServerCall, type ServerLine } from './call-server.ts';

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

/** Shown once: base32, and the address that the square code contains. */
export interface OneTimeSecret {
  readonly secret: string;
  readonly uri: string;
}

/** Recovery codes come only with the first factor. */
export interface Enrolled {
  readonly recovery: readonly string[] | null;
}

class FactorApi {
  readonly #line: ServerLine;

  constructor(line: ServerLine) {
    this.#line = line;
  }

  held(): Promise<Result<HeldFactors>> {
    return this.#call('GET', '');
  }

  beginTotp(password: string): Promise<Result<OneTimeSecret>> {
    return this.#call('POST', '/totp', { password });
  }

  confirmTotp(code: string): Promise<Result<Enrolled>> {
    return this.#call('POST', '/totp/confirm', { code });
  }

  beginPasskey(password: string): Promise<Result<PublicKeyCredentialCreationOptionsJSON>> {
    return this.#call('POST', '/passkeys', { password });
  }

  confirmPasskey(name: string, response: object): Promise<Result<Enrolled>> {
    return this.#call('POST', '/passkeys/confirm', { name, response });
  }

  renewRecovery(password: string): Promise<Result<Enrolled>> {
    return this.#call('POST', '/recovery', { password });
  }

  remove(which: string, password: string): Promise<Result<null>> {
    return this.#call('DELETE', `/${encodeURIComponent(which)}`, { password });
  }

  #call<T>(method: ServerCall['method'], path: string, body?: object): Promise<Result<T>> {
    return callServer(this.#line, { method, path: `/api/second-factors${path}`, ...(body ? { body } : {}) });
  }
}

export const factors = new FactorApi({ base: '', fetch: (input, init) => globalThis.fetch(input, init) });
