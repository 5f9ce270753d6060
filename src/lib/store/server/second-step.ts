/** What a right password alone does not open: the server asks for more, or wants a second factor enrolled first. */
import type { Result } from '#lib/domain/result.ts';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import type { ServerApi, Session } from './server-api.ts';

export type SecondMethod = 'totp' | 'passkey' | 'recovery';

/** One of the three. */
export type Proof = { readonly totp: string } | { readonly passkey: object } | { readonly recovery: string };

/** As the server answers a sign-in that is half done; without a ticket a factor is to be enrolled first. */
export interface HalfSession {
  readonly ticket: string | null;
  readonly methods: readonly SecondMethod[];
  readonly enrol: boolean;
  readonly passkey: PublicKeyCredentialRequestOptionsJSON | null;
}

export interface SecondStep extends Omit<HalfSession, 'ticket'> {
  prove(proof: Proof): Promise<Result<true>>;
  /** Where one had to be enrolled, and was. */
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
