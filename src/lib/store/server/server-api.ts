/** Offline is an ordinary outcome, never an exception. */
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import { callServer, type ServerCall, type ServerLine } from './call-server.ts';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import type { Invented } from '#lib/domain/act/practice.ts';
import type { Person, ServerDatabases } from '../api.ts';

export interface Standing {
  readonly keyId: KeyId;
  readonly device: string;
  readonly unsent: number;
  readonly refused: number;
}

export interface Report extends Standing {
  readonly version: string;
  /** INCB receives the number of devices per language. */
  readonly language?: string;
  /** A wrong clock is noticed. */
  readonly at: Instant;
}

export class ServerApi {
  readonly #line: ServerLine;

  constructor(base: string, fetcher: typeof fetch) {
    this.#line = { base, fetch: fetcher };
  }

  /** The session ends with this key. */
  signIn(person: string, password: string, device: KeyId | null): Promise<Result<Session | HalfSession>> {
    return this.#ask('POST', '/api/session', { person, password, ...(device ? { device } : {}) });
  }

  signInSecond(ticket: string, proof: Proof): Promise<Result<Session>> {
    return this.#ask('POST', '/api/session/second', { ticket, ...proof });
  }

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

  claimReservations(asked: {
    readonly device: KeyId;
    readonly year: number;
    /** `quantity`: micrograms that the officer needs now, or 0. */
    readonly wanted: readonly PartOfFigure[];
    readonly returned: readonly (PartOfFigure & { readonly nth: number })[];
  }): Promise<Result<{ readonly surplus: readonly PartOfFigure[] }>> {
    return this.#ask('POST', '/api/reservations', asked);
  }

  #ask<T>(method: ServerCall['method'], path: string, body?: object): Promise<Result<T>> {
    return callServer(this.#line, { method, path, ...(body ? { body } : {}) });
  }
}

interface PartOfFigure {
  readonly substance: string;
  readonly quantity: number;
}

export interface Session {
  readonly person: Person;
  readonly databases: ServerDatabases;
  readonly roots: readonly PublicKey[];
  /** Unparsed; an older server sends none. */
  readonly handovers?: readonly unknown[];
  readonly time: Instant;
  readonly demonstration: Invented;
}

export type SecondMethod = 'totp' | 'passkey' | 'recovery';

type Proof = { readonly totp: string } | { readonly passkey: object } | { readonly recovery: string };

/** Without a ticket a factor must be enrolled first. */
interface HalfSession {
  readonly ticket: string | null;
  readonly methods: readonly SecondMethod[];
  readonly enrol: boolean;
  readonly passkey: PublicKeyCredentialRequestOptionsJSON | null;
}

export interface SecondStep extends Omit<HalfSession, 'ticket'> {
  prove(proof: Proof): Promise<Result<true>>;
  goOn(): Promise<Result<true>>;
}

export type SignedIn = true | SecondStep;

export function isHalf(answer: Session | HalfSession): answer is HalfSession {
  return 'methods' in answer;
}

export function toSecondStep(
  { ticket, ...half }: HalfSession,
  session: {
    readonly api: ServerApi;
    readonly take: (session: Session) => Promise<Result<true>>;
    readonly resume: () => Promise<Result<true>>;
  }
): SecondStep {
  return {
    ...half,
    prove: async (proof) => {
      const proved = await session.api.signInSecond(ticket ?? '', proof);
      return proved.ok ? session.take(proved.value) : proved;
    },
    goOn: session.resume
  };
}
