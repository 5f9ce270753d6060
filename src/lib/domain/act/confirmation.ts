/**
 * Questions about a line that an officer confirmed before signing. The act leaves out the figures compared, because
 * they are totals with other partners and the act goes to one partner.
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

export function questionsOf(problems: readonly Problem[]): readonly Asked[] {
  return problems.flatMap((problem) => {
    const question = QUESTION_CODES[problem.code as ProblemCode];
    const line = problem.values?.['line'];
    return question && typeof line === 'number' ? [{ line, question, problem }] : [];
  });
}

/** Asked before issuing too, but the answer stays on this device and is not in the act. */
const FORM_QUESTIONS: readonly string[] = [
  'importer.addressCountry',
  'exporter.addressCountry',
  'bonded.addressCountry',
  'authorization.twice',
  'export.importObjected'
] satisfies readonly ProblemCode[];

export function formQuestionsOf(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(({ code }) => FORM_QUESTIONS.includes(code));
}

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
