/** A country's complete answer to a survey; a later one replaces it. */
import { bodyShape } from '../head.ts';
import { calendarDate, decimal, listOf, pattern, shaped, text, type Checked } from '../../shape/shape.ts';
import type { ActId } from '../../ids.ts';
import type { Problem } from '../../result.ts';
import { judgeAnswerAudience } from './audiences.ts';
import { defineKind } from './define-kind.ts';
import { answerKey, MAX_OPTIONS, MAX_QUESTIONS } from './survey-questions.ts';

export const MAX_ANSWER_LENGTH = 4000;
/** All answers together, at three bytes a character, fit in the document limit. */
const MAX_ANSWERS_LENGTH = 30000;

export const surveyReference = pattern<ActId>(
  /^act:\d{8}:INCB:survey:[A-Za-z0-9_-]{43}$/,
  'act.reference.malformed'
);

const answer = shaped({
  required: { question: answerKey },
  optional: {
    chosen: listOf(answerKey, 1, MAX_OPTIONS),
    number: decimal,
    date: calendarDate,
    text: text(1, MAX_ANSWER_LENGTH, true)
  }
});
export type SurveyAnswer = Checked<typeof answer>;

const shape = bodyShape('survey-answer', {
  survey: surveyReference,
  answers: listOf(answer, 1, MAX_QUESTIONS)
});
export type SurveyAnswerBody = Checked<typeof shape>;

export const surveyAnswer = defineKind({
  kind: 'survey-answer',
  group: 'answer',
  signers: ['administrator'],
  shape,
  audience: judgeAnswerAudience,
  consistency: judgeAnswers,
  refersTo: ({ survey }: SurveyAnswerBody) => survey
});

function judgeAnswers({ answers }: SurveyAnswerBody): Problem[] {
  const problems: Problem[] = [];
  let length = 0;
  answers.forEach((one, index) => {
    const path = `body.answers.${index}`;
    length += one.text?.length ?? 0;
    // Exactly two members: the question and one kind of answer.
    if (Object.keys(one).length !== 2) problems.push({ code: 'survey.answer.wrongType', path });
    if (answers.slice(0, index).some(({ question }) => question === one.question))
      problems.push({ code: 'survey.key.twice', path: `${path}.question` });
    if (one.chosen && new Set(one.chosen).size < one.chosen.length)
      problems.push({ code: 'survey.key.twice', path: `${path}.chosen` });
  });
  if (length > MAX_ANSWERS_LENGTH)
    problems.push({ code: 'survey.tooLong', path: 'body.answers', values: { most: MAX_ANSWERS_LENGTH } });
  return problems;
}
