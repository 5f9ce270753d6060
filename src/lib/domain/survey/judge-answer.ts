/** Checks an answer against its survey: in the form, before signing and on arrival. */
import type { SurveyAnswer } from '../act/kinds/survey-answer.ts';
import { choicesOf, type Question } from '../act/kinds/survey.ts';
import type { Problem } from '../result.ts';

export const MAX_LINE_LENGTH = 300;

export function askedQuestions(
  questions: readonly Question[],
  answers: readonly SurveyAnswer[]
): readonly Question[] {
  const asked: Question[] = [];
  for (const question of questions) if (isAsked(question, asked, answers)) asked.push(question);
  return asked;
}

/** A question that depends on an unasked question is not asked, even with an earlier answer. */
function isAsked({ when }: Question, before: readonly Question[], answers: readonly SurveyAnswer[]): boolean {
  if (!when) return true;
  if (!before.some(({ key }) => key === when.question)) return false;
  const chosen = answers.find(({ question }) => question === when.question)?.chosen ?? [];
  return chosen.some((key) => when.is.indexOf(key) >= 0);
}

/** Problem paths: `answers.<key of the question>`. */
export function judgeAnswers(questions: readonly Question[], answers: readonly SurveyAnswer[]): Problem[] {
  const asked = askedQuestions(questions, answers);
  const problems: Problem[] = [];
  for (const { question } of answers) {
    if (!questions.some(({ key }) => key === question))
      problems.push({ code: 'survey.answer.unknown', path: `answers.${question}` });
    else if (!asked.some(({ key }) => key === question))
      problems.push({ code: 'survey.answer.notAsked', path: `answers.${question}` });
  }
  for (const question of asked) {
    const code = codeFor(
      question,
      answers.find((one) => one.question === question.key)
    );
    if (code) problems.push({ code, path: `answers.${question.key}` });
  }
  return problems;
}

function codeFor(question: Question, answer: SurveyAnswer | undefined): string | null {
  if (!answer) return question.required ? 'survey.answer.missing' : null;
  return fits(question, answer) ? null : 'survey.answer.wrongType';
}

function fits(question: Question, { chosen, number, date, text }: SurveyAnswer): boolean {
  if (question.type === 'number') return number !== undefined;
  if (question.type === 'date') return date !== undefined;
  if (question.type === 'text') return text !== undefined;
  if (question.type === 'line')
    return text !== undefined && text.length <= MAX_LINE_LENGTH && text.indexOf('\n') < 0;
  const choices = choicesOf(question);
  if (chosen === undefined || chosen.some((key) => choices.indexOf(key) < 0)) return false;
  return question.type === 'several' || chosen.length === 1;
}
