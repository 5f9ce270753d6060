/** Participants' ratings of a session: answers from 1 to 5 and a remark, one per person. */
import { sessionReference } from '../shape/references.ts';
import { integer, isPlainObject, shaped, text, type Checked } from '../shape/shape.ts';
import { MIN_SHOWN } from '../least-told.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';

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
  const problems: Problem[] = [];
  shape(value, problems);
  return problems.length > 0 ? refuse(...problems) : accept(value as Evaluation);
}

/** True if the server will never accept it. "Too early" is temporary: this device's clock can be ahead. */
export function isRefusedForGood(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => /^training\./.test(code) && code !== 'training.evaluation.early');
}

export interface EvaluationSum {
  readonly count: number;
  readonly sums: Readonly<Record<Question, number>>;
}

export const NO_EVALUATIONS: EvaluationSum = { count: 0, sums: { useful: 0, clear: 0, pace: 0, again: 0 } };

/**
 * Publishable totals of one session. Totals of too few would disclose a person's answers, and so would the difference
 * of two totals. So the earlier totals stay until enough new evaluations arrive, even if someone changes an answer.
 */
export function toldEvaluations(sum: EvaluationSum, before: EvaluationSum = NO_EVALUATIONS): EvaluationSum {
  return sum.count - before.count < MIN_SHOWN ? before : sum;
}

export function parseEvaluationSum(value: unknown): EvaluationSum | null {
  if (!isPlainObject(value) || !isCount(value['count']) || !isPlainObject(value['sums'])) return null;
  const { count, sums } = value as unknown as EvaluationSum;
  return QUESTIONS.every((question) => isCount(sums[question])) ? { count, sums } : null;
}

export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
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
