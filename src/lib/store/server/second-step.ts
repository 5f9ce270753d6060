/** The step after a right password: the server asks for a second factor, or for its enrolment first. */
import type { Result } from '#lib/domain/result.ts';
import type { ServerApi } from './server-api.ts';
import type { HalfSession, Proof, Session } from './session.ts';

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
