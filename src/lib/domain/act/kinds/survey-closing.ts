/** The Board closes a survey, early or late and perhaps with totals, or withdraws it. */
import { bodyShape } from '../head.ts';
import { decimal, integer, listOf, oneOf, shaped, text, type Checked } from '../../shape/shape.ts';
import { MIN_SHOWN } from '../../least-told.ts';
import type { Problem } from '../../result.ts';
import { ANNOUNCEMENT_LANGUAGES } from './announcement.ts';
import { judgeBoardAudience } from './audiences.ts';
import { defineKind } from './define-kind.ts';
import { surveyReference } from './survey-answer.ts';
import { answerKey, MAX_OPTIONS, MAX_QUESTIONS } from './survey-questions.ts';

export const MAX_REASON_LENGTH = 1000;

const count = integer(0, 249);

const sum = shaped({
  required: { question: answerKey, answered: integer(MIN_SHOWN, 249) },
  optional: {
    counts: listOf(shaped({ required: { key: answerKey, count } }), 2, MAX_OPTIONS),
    /** Nearest rank, so each figure is one that a country gave; least and greatest could reveal which country. */
    spread: shaped({ required: { lower: decimal, median: decimal, upper: decimal } })
  }
});
export type ToldSum = Checked<typeof sum>;

const reason = shaped({
  required: { language: oneOf(ANNOUNCEMENT_LANGUAGES), text: text(1, MAX_REASON_LENGTH, true) }
});

const shape = bodyShape(
  'survey-closing',
  { survey: surveyReference, as: oneOf(['closed', 'withdrawn']) },
  { reason, answered: count, sums: listOf(sum, 0, MAX_QUESTIONS) }
);
export type SurveyClosingBody = Checked<typeof shape>;

export const surveyClosing = defineKind({
  kind: 'survey-closing',
  group: 'outreach',
  signers: ['board'],
  shape,
  audience: judgeBoardAudience,
  consistency: judgeClosing,
  refersTo: ({ survey }: SurveyClosingBody) => survey
});

function judgeClosing({ as, reason: why, sums, answered }: SurveyClosingBody): Problem[] {
  const problems: Problem[] = [];
  if (as === 'withdrawn' && why === undefined)
    problems.push({ code: 'survey.reason.missing', path: 'body.reason' });
  if (as === 'withdrawn' && sums !== undefined)
    problems.push({ code: 'survey.sums.wrong', path: 'body.sums' });
  if ((sums === undefined) !== (answered === undefined))
    problems.push({ code: 'survey.sums.wrong', path: 'body.answered' });
  if (sums && sums.length > 0 && (answered ?? 0) < MIN_SHOWN)
    problems.push({ code: 'survey.sums.wrong', path: 'body.sums' });
  return problems;
}
