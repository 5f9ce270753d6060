/**
 * Published evaluations per session, remarks included. They are stored, because new totals minus old ones would
 * disclose the last answers. A remark of fewer than five participants would disclose its author.
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
  /** Alphabetical, which hides who came last; null from versions that published every remark. */
  readonly remarks: readonly string[] | null;
}

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

/** Publishes sessions with enough new evaluations; sessions with deleted names stay as they are. */
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
