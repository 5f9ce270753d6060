/**
 * What has been told of the evaluations of each session, remarks among it. It is kept, since what may be told next depends
 * on it: the sums of everybody who evaluated would tell a person who looked before and looks again what the last of them
 * said. A remark of one participant among fewer than five would be known by its author.
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
  /** In alphabetical order, which does not show who came last; null in notes of versions that told every remark. */
  readonly remarks: readonly string[] | null;
}

/** What the telling asks of the server's books. */
interface Books {
  readonly sessions: readonly { readonly _id: SessionId }[];
  readonly evaluations: readonly EvaluationOf[];
  readonly told: readonly ToldOfSession[];
  readonly tallies: readonly { readonly session: SessionId }[];
}

export function toldOf(session: SessionId, told: readonly ToldOfSession[]): ToldOfSession {
  return (
    told.filter((one) => one.session === session)[0] ?? { session, evaluation: NO_EVALUATIONS, remarks: [] }
  );
}

export function evaluationsOf(session: SessionId, all: readonly EvaluationOf[]): readonly EvaluationOf[] {
  return all.filter((one) => one.session === session);
}

/** What is told from now on, of sessions to which enough have come since; of those whose names are deleted nothing moves. */
export function tellAnew({ sessions, evaluations, told, tallies }: Books): readonly ToldOfSession[] {
  const closed = new Set<string>(tallies.map(({ session }) => session));
  return sessions.flatMap(({ _id: session }): ToldOfSession[] => {
    if (closed.has(session)) return [];
    const before = toldOf(session, told);
    const own = evaluationsOf(session, evaluations);
    const evaluation = toldEvaluations(sumEvaluations(own), before.evaluation);
    if (evaluation === before.evaluation && before.remarks !== null) return [];
    return [{ session, evaluation, remarks: own.flatMap(({ remark }) => remark ?? []).sort() }];
  });
}
