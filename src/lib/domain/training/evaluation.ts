/** What a participant thought of a session: a few answers from 1 to 5 and a remark, one of each person. */
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

/** Whether the server will never take it: one that it calls early, by a clock that is ahead here, it takes in time. */
export function isRefusedForGood(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => /^training\./.test(code) && code !== 'training.evaluation.early');
}

export interface EvaluationSum {
  readonly count: number;
  /** Of all answers to each question. */
  readonly sums: Readonly<Record<Question, number>>;
}

export const NO_EVALUATIONS: EvaluationSum = { count: 0, sums: { useful: 0, clear: 0, pace: 0, again: 0 } };

/**
 * The sums of one session as anybody may have them: of too few they would be somebody's own answers, and two of which
 * one has a few people more tell by their difference what those said. So what was told before stands until enough more
 * have come, whoever says something else meanwhile too.
 */
export function toldEvaluations(sum: EvaluationSum, before: EvaluationSum = NO_EVALUATIONS): EvaluationSum {
  return sum.count - before.count < MIN_SHOWN ? before : sum;
}

/** As it was stored or told; null for what is none. */
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
