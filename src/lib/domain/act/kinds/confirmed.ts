/**
 * Questions that an officer answers before signing. The act leaves out the figures compared, because they are totals
 * with other partners and the act goes to one partner.
 */
import type { Line } from '../../goods/goods.ts';
import type { Problem } from '../../result.ts';
import { integer, oneOf, shaped, text, type Checked } from '../../shape/shape.ts';
import type { ProblemCode } from '../problem-codes.ts';

/**
 * `quantity`: far above the usual; `dose`: more than a unit of that form can hold; `bank`: the consignee's name; `company`: no
 * licence in the register of the issuer's country.
 */
const QUESTIONS = ['quantity', 'dose', 'bank', 'company'] as const;
export type Question = (typeof QUESTIONS)[number];

export const confirmation = shaped({
  required: { question: oneOf(QUESTIONS) },
  optional: {
    /** Absent if the question is about a party. */
    line: integer(1, 200),
    reason: text(1, 500)
  }
});
export type Confirmation = Checked<typeof confirmation>;

const QUESTION_CODES: Readonly<Partial<Record<ProblemCode, Question>>> = {
  'line.quantity.unusual': 'quantity',
  'line.quantity.unusualYear': 'quantity',
  'line.quantity.noHistory': 'quantity',
  'line.quantity.first': 'quantity',
  'line.quantity.large': 'quantity',
  'line.dose.large': 'dose',
  'line.dose.dense': 'dose',
  'importer.bank': 'bank',
  'company.unlisted': 'company',
  'company.inactive': 'company',
  'company.licence.none': 'company',
  'company.licence.elsewhere': 'company',
  'company.licence.expired': 'company',
  'company.licence.notYet': 'company',
  'company.quota.exceeded': 'company'
};

const OF_PARTIES: readonly Question[] = ['bank', 'company'];

export interface Asked {
  readonly line?: number;
  readonly question: Question;
  readonly problem: Problem;
}

export function questionsOf(problems: readonly Problem[]): readonly Asked[] {
  const asked: Asked[] = [];
  for (const problem of problems) {
    const question = QUESTION_CODES[problem.code as ProblemCode];
    const line = problem.values?.['line'];
    // One answer is for all goods of a company.
    if (!question || (question === 'company' && asked.some((one) => one.question === question))) continue;
    asked.push(typeof line === 'number' ? { line, question, problem } : { question, problem });
  }
  return asked;
}

/** Asked before issuing too, but the answer stays on this device and is not in the act. */
const FORM_QUESTIONS: readonly string[] = [
  'importer.addressCountry',
  'exporter.addressCountry',
  'bonded.addressCountry',
  'authorization.twice',
  'export.importObjected'
] satisfies readonly ProblemCode[];

/** A record says what the paper says: only what suggests that it was misread is asked. */
const PAPER_QUESTIONS: readonly string[] = [
  'paper.line.exceedsImport',
  'paper.line.notInImport',
  'paper.consignments.exceeded'
] satisfies readonly ProblemCode[];

export function formQuestionsOf(problems: readonly Problem[], isPaper = false): readonly Problem[] {
  const asked = isPaper ? PAPER_QUESTIONS : FORM_QUESTIONS;
  return problems.filter(({ code }) => asked.includes(code));
}

export function judgeConfirmations(
  confirmed: readonly Confirmation[] | undefined,
  lines: readonly Line[]
): Problem[] {
  const seen: string[] = [];
  const problems: Problem[] = [];
  (confirmed ?? []).forEach(({ line, question }, index) => {
    const name = `${line ?? ''} ${question}`;
    const path = `body.confirmed.${index}`;
    const isMisplaced =
      OF_PARTIES.indexOf(question) >= 0 !== (line === undefined) || (line ?? 0) > lines.length;
    const values = { line: line ?? 0 };
    if (isMisplaced) problems.push({ code: 'act.confirmed.noLine', path, values });
    if (seen.indexOf(name) >= 0) problems.push({ code: 'act.confirmed.twice', path, values });
    seen.push(name);
  });
  return problems;
}
