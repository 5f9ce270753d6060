/** What a right password alone does not open: the server asks for more, or wants a second factor enrolled first. */
import type { Result } from '#lib/domain/result.ts';
import type { ServerApi } from './server-api.ts';
import type { HalfSession, Proof, Session } from './session.ts';

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
