/**
 * What has been told of the evaluations of each session. It is kept, since what may be told next depends on it: the sums of
 * everybody who evaluated would tell whoever looked before and looks again what the last of them said.
 */
import type { SessionId } from '../ids.ts';
import {
  NO_EVALUATIONS,
  sumEvaluations,
  toldEvaluations,
  type EvaluationOf,
  type EvaluationSum
} from './evaluation.ts';

export interface ToldOfSession {
  readonly session: SessionId;
  readonly evaluation: EvaluationSum;
}

/** What the telling asks of the server's books. */
interface Books {
  readonly sessions: readonly { readonly _id: SessionId }[];
  readonly evaluations: readonly EvaluationOf[];
  readonly told: readonly ToldOfSession[];
  readonly tallies: readonly { readonly session: SessionId }[];
}

export function toldOf(session: SessionId, told: readonly ToldOfSession[]): EvaluationSum {
  return told.find((one) => one.session === session)?.evaluation ?? NO_EVALUATIONS;
}

export function evaluationsOf(session: SessionId, all: readonly EvaluationOf[]): EvaluationSum {
  return sumEvaluations(all.filter((one) => one.session === session));
}

/** What is told from now on, of sessions to which enough have come since; of those whose names are deleted nothing moves. */
export function tellAnew({ sessions, evaluations, told, tallies }: Books): readonly ToldOfSession[] {
  const closed = new Set<string>(tallies.map(({ session }) => session));
  return sessions.flatMap(({ _id: session }): ToldOfSession[] => {
    if (closed.has(session)) return [];
    const before = toldOf(session, told);
    const evaluation = toldEvaluations(evaluationsOf(session, evaluations), before);
    return evaluation === before ? [] : [{ session, evaluation }];
  });
}
