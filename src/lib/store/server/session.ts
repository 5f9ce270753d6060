/** A session as the server returns it, complete or half complete. */
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import type { Person, ServerDatabases } from '../api.ts';
import type { Result } from '#lib/domain/result.ts';
import type { ServerApi } from './server-api.ts';

export interface Session {
  readonly person: Person;
  readonly databases: ServerDatabases;
  readonly roots: readonly PublicKey[];
  /** Handovers of the root, unparsed; an older server sends none. */
  readonly handovers?: readonly unknown[];
  readonly time: Instant;
  readonly demonstration: Invented;
}

export type SecondMethod = 'totp' | 'passkey' | 'recovery';

export type Proof = { readonly totp: string } | { readonly passkey: object } | { readonly recovery: string };

/** The server's answer to a half complete sign-in; without a ticket a factor must be enrolled first. */
export interface HalfSession {
  readonly ticket: string | null;
  readonly methods: readonly SecondMethod[];
  readonly enrol: boolean;
  readonly passkey: PublicKeyCredentialRequestOptionsJSON | null;
}

/** The step after a right password: the server asks for a second factor, or for its enrolment first. */
export interface SecondStep extends Omit<HalfSession, 'ticket'> {
  prove(proof: Proof): Promise<Result<true>>;
  /** Continues after an enrolment. */
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
