import type { SurveyAnswer } from '../act/kinds/survey-answer.ts';
import { judgeContent } from '../act/parse-act.ts';
import type { Question } from '../act/kinds/survey.ts';
import { type Typed, draftIdOf, tidyText } from '../draft/draft.ts';
import type { ActId, CalendarDate, CountryCode, DecimalText, DraftId } from '../ids.ts';
import { accept, refuse, type Result } from '../result.ts';
import { askedQuestions, judgeAnswers, type SurveyAct } from './fold-surveys.ts';

export type AnswerField = 'survey' | `answers.${string}`;

/** A list of choices is stored as words separated by spaces. */
export function answerField(question: Question): AnswerField {
  return `answers.${question.key}`;
}

/** Left out if the condition of its question no longer holds. */
export function draftAnswers(questions: readonly Question[], fields: Typed): readonly SurveyAnswer[] {
  const all = questions.flatMap((question) => toAnswer(question, fields[answerField(question)] ?? ''));
  const asked = askedQuestions(questions, all);
  return all.filter(({ question }) => asked.some(({ key }) => key === question));
}

function toAnswer({ key: question, type }: Question, typed: string): SurveyAnswer[] {
  const text = tidyText(typed);
  if (text === '') return [];
  if (type === 'number') return [{ question, number: text as DecimalText }];
  if (type === 'date') return [{ question, date: text as CalendarDate }];
  if (type === 'line' || type === 'text') return [{ question, text }];
  return [{ question, chosen: text.split(' ').filter((one) => one !== '') }];
}

/** Problem paths: `answers.<key of the question>`. */
export function judgeDraftAnswers(survey: SurveyAct, fields: Typed): Result<readonly SurveyAnswer[]> {
  const answers = draftAnswers(survey.body.questions, fields);
  const problems = judgeAnswers(survey.body.questions, answers);
  if (answers.length === 0) return refuse({ code: 'survey.answer.none' }, ...problems);
  const content = { survey: survey._id, answers };
  const malformed = judgeContent('survey-answer', ['AU' as CountryCode, 'INCB'], content);
  const named = malformed.map((problem) => {
    const index = /^answers\.(\d+)/.exec(problem.path ?? '')?.[1];
    const question = index === undefined ? undefined : answers[Number(index)]?.question;
    return question === undefined ? problem : { ...problem, path: `answers.${question}` };
  });
  return problems.length + named.length > 0 ? refuse(...problems, ...named) : accept(answers);
}

export function answersFields(answers: readonly SurveyAnswer[]): Typed {
  return Object.fromEntries(
    answers.map(({ question, chosen, number, date, text }) => [
      `answers.${question}`,
      chosen ? chosen.join(' ') : (number ?? date ?? text ?? '')
    ])
  );
}

/** Typing by two people merges. */
export function answerDraftId(survey: ActId): DraftId {
  return draftIdOf('survey-answer', survey);
}
