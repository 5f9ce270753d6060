/** 1 to 5, one per person. */
import { sessionReference } from '../shape/references.ts';
import { integer, parseShape, shaped, stored, text, type Checked } from '../shape/shape.ts';
import { MIN_SHOWN } from '../own-choices.ts';
import type { Problem, Result } from '../result.ts';
import type { SessionId } from '../ids.ts';

export const QUESTIONS = ['useful', 'clear', 'pace', 'again'] as const;
export type Question = (typeof QUESTIONS)[number];

const answer = integer(1, 5);

const shape = shaped({
  required: {
    session: sessionReference,
    answers: shaped({ required: { useful: answer, clear: answer, pace: answer, again: answer } })
  },
  optional: { remark: text(1, 1000, true) }
});
export type Evaluation = Checked<typeof shape>;

export interface EvaluationOf extends Evaluation {
  readonly person: string;
}

export function parseEvaluation(value: unknown): Result<Evaluation> {
  return parseShape(shape, value);
}

/** True if the server will never accept it. "Too early" is temporary: this device's clock can be ahead. */
export function isRefusedForGood(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => /^training\./.test(code) && code !== 'training.evaluation.early');
}

export const count = integer(0, Number.MAX_SAFE_INTEGER);
export const evaluationSum = stored({
  required: { count, sums: stored({ required: { useful: count, clear: count, pace: count, again: count } }) }
});
export type EvaluationSum = Checked<typeof evaluationSum>;

export const NO_EVALUATIONS: EvaluationSum = { count: 0, sums: { useful: 0, clear: 0, pace: 0, again: 0 } };

/**
 * Totals of too few would disclose a person's answers, and so would the difference of two totals. So the earlier totals
 * stay until enough new evaluations arrive.
 */
export function toldEvaluations(sum: EvaluationSum, before: EvaluationSum = NO_EVALUATIONS): EvaluationSum {
  return sum.count - before.count < MIN_SHOWN ? before : sum;
}

export function addEvaluations(one: EvaluationSum, other: EvaluationSum): EvaluationSum {
  const sum = (question: Question): number => one.sums[question] + other.sums[question];
  return {
    count: one.count + other.count,
    sums: { useful: sum('useful'), clear: sum('clear'), pace: sum('pace'), again: sum('again') }
  };
}

export function sumEvaluations(all: readonly Evaluation[]): EvaluationSum {
  return all.reduce<EvaluationSum>(
    (sum, { answers }) => addEvaluations(sum, { count: 1, sums: answers }),
    NO_EVALUATIONS
  );
}

/**
 * Stored, because new totals minus old ones would disclose the last answers. A remark of fewer than five participants
 * would disclose its author.
 */
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

/** Sessions with deleted names stay as they are. */
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
