/**
 * What an officer was asked about a line before signing, and confirmed. Which figures it was held against is
 * not stated: they are sums over what the authority has agreed with others, and the act goes to one partner.
 */
import type { Confirmation, Question } from './authorization-particulars.ts';
import type { Line } from '../goods/goods.ts';
import type { ProblemCode } from './problem-codes.ts';
import type { Problem } from '../result.ts';

const QUESTION_CODES: Readonly<Partial<Record<ProblemCode, Question>>> = {
  'line.quantity.unusual': 'quantity',
  'line.quantity.unusualYear': 'quantity',
  'line.quantity.noHistory': 'quantity',
  'line.quantity.first': 'quantity',
  'line.dose.large': 'dose',
  'line.dose.dense': 'dose'
};

export interface Asked {
  readonly line: number;
  readonly question: Question;
  readonly problem: Problem;
}

/** The questions among the problems of a form, in the order of its lines. */
export function questionsOf(problems: readonly Problem[]): readonly Asked[] {
  return problems.flatMap((problem) => {
    const question = QUESTION_CODES[problem.code as ProblemCode];
    const line = problem.values?.['line'];
    return question && typeof line === 'number' ? [{ line, question, problem }] : [];
  });
}

/** Asked before issuing as well, and answered to this device alone: the act says nothing of them. */
const FORM_QUESTIONS: readonly string[] = [
  'importer.addressCountry',
  'exporter.addressCountry',
  'bonded.addressCountry',
  'authorization.twice'
] satisfies readonly ProblemCode[];

export function formQuestionsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ code }) => FORM_QUESTIONS.includes(code));
}

/** Each answer is about a line of the act, and given once. */
export function judgeConfirmations(
  confirmed: readonly Confirmation[] | undefined,
  lines: readonly Line[]
): Problem[] {
  const seen: string[] = [];
  const problems: Problem[] = [];
  (confirmed ?? []).forEach(({ line, question }, index) => {
    const name = `${line} ${question}`;
    const path = `body.confirmed.${index}`;
    if (line > lines.length) problems.push({ code: 'act.confirmed.noLine', path, values: { line } });
    if (seen.indexOf(name) >= 0) problems.push({ code: 'act.confirmed.twice', path, values: { line } });
    seen.push(name);
  });
  return problems;
}
