/** The gateway's own calls (couch/gateway/README.md). Offline is an ordinary outcome, never an exception. */
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import { callServer, type ServerCall, type ServerLine } from './call-server.ts';
import type { HalfSession, Proof, Session } from './session.ts';

export interface Standing {
  readonly keyId: KeyId;
  readonly device: string;
  readonly unsent: number;
  readonly refused: number;
}

export interface Report extends Standing {
  readonly version: string;
  /** Screen language; INCB receives the number of devices per language. */
  readonly language?: string;
  /** Time of this device’s own clock, so that a wrong one is noticed. */
  readonly at: Instant;
}

export class ServerApi {
  readonly #line: ServerLine;

  constructor(base: string, fetcher: typeof fetch) {
    this.#line = { base, fetch: fetcher };
  }

  /** `device`: the key of this person's store here, so that the session ends with it. */
  signIn(person: string, password: string, device: KeyId | null): Promise<Result<Session | HalfSession>> {
    return this.#ask('POST', '/api/session', { person, password, ...(device ? { device } : {}) });
  }

  signInSecond(ticket: string, proof: Proof): Promise<Result<Session>> {
    return this.#ask('POST', '/api/session/second', { ticket, ...proof });
  }

  /** Without a session: reports if the installation uses sample data. */
  health(): Promise<Result<{ readonly demonstration?: boolean }>> {
    return this.#ask('GET', '/api/health');
  }

  session(): Promise<Result<Session>> {
    return this.#ask('GET', '/api/session');
  }

  registerDevice(key: PublicKey, device: string): Promise<Result<{ keyId: KeyId }>> {
    return this.#ask('POST', '/api/devices', { key, device });
  }

  reportDevice(report: Report): Promise<Result<null>> {
    return this.#ask('POST', '/api/devices/report', report);
  }

  claimBlock(kind: AuthorizationKind, year: number, device: KeyId): Promise<Result<unknown>> {
    return this.#ask('POST', '/api/blocks', { kind, year, device });
  }

  #ask<T>(method: ServerCall['method'], path: string, body?: object): Promise<Result<T>> {
    return callServer(this.#line, { method, path, ...(body ? { body } : {}) });
  }
}
