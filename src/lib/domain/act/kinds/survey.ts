/** What the Board's secretariat asks the authorities of many countries, in up to six languages side by side. */
import { bodyShape } from '../head.ts';
import { calendarDate, listOf, oneOf, shaped, type Checked } from '../shape.ts';
import { LETTERS, PLACES } from './announcement.ts';
import { judgeBoardAudience } from './audiences.ts';
import { defineKind } from './define-kind.ts';
import { judgeSurvey } from './survey-consistency.ts';
import { MAX_QUESTIONS, question } from './survey-questions.ts';

const shape = bodyShape('survey', {
  /** Title and introduction. */
  texts: LETTERS,
  questions: listOf(question, 1, MAX_QUESTIONS),
  audience: shaped({ required: {}, optional: PLACES }),
  /** The last day on which it is answered. */
  closes: calendarDate,
  /** Who sees results: the Board alone, or everybody on the system, as sums without countries. */
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
