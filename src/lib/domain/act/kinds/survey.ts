/** A survey of INCB's secretariat for authorities of many countries, in up to six languages. */
import { bodyShape } from '../head.ts';
import { calendarDate, listOf, oneOf, shaped, type Checked } from '../../shape/shape.ts';
import { LETTERS, PLACES } from './announcement.ts';
import { judgeBoardAudience } from './audiences.ts';
import { defineKind } from './define-kind.ts';
import { judgeSurvey } from './survey-consistency.ts';
import { MAX_QUESTIONS, question } from './survey-questions.ts';

const shape = bodyShape('survey', {
  texts: LETTERS,
  questions: listOf(question, 1, MAX_QUESTIONS),
  audience: shaped({ required: {}, optional: PLACES }),
  closes: calendarDate,
  /** Readers of the results: the Board only, or all users as totals without countries. */
  results: oneOf(['board', 'everybody'])
});
export type SurveyBody = Checked<typeof shape>;

export const survey = defineKind({
  kind: 'survey',
  group: 'outreach',
  signers: ['board'],
  shape,
  audience: judgeBoardAudience,
  consistency: judgeSurvey
});
