/** Survey questions: types, options and conditions, in the survey's languages. */
import {
  listOf,
  oneOf,
  pattern,
  shaped,
  text,
  type Check,
  type Checked,
  type Shaped
} from '../../shape/shape.ts';
import type { AnnouncementLanguage } from './announcement.ts';

/** `line` and `text` are free text, on one line or several. */
export const QUESTION_TYPES = ['yes-no', 'one', 'several', 'number', 'date', 'line', 'text'] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

export const MAX_QUESTIONS = 40;
export const MAX_OPTIONS = 15;
export const MAX_QUESTION_LENGTH = 300;
export const MAX_OPTION_LENGTH = 120;
export const MAX_UNIT_LENGTH = 40;
export const MAX_SURVEY_LENGTH = 30000;

/** Key of a question or option in answers; `yes` and `no` are reserved for yes-no questions. */
export const answerKey = pattern(/^[a-z0-9]{1,12}$/, 'survey.key.malformed');

type Words = Shaped<Record<never, Check>, Readonly<Record<AnnouncementLanguage, Check<string>>>>;

function words(most: number): Check<Words> {
  const one = text(1, most);
  return shaped({ required: {}, optional: { en: one, fr: one, es: one, ru: one, zh: one, ar: one } });
}

const option = shaped({ required: { key: answerKey, words: words(MAX_OPTION_LENGTH) } });

export const question = shaped({
  required: { key: answerKey, type: oneOf(QUESTION_TYPES), words: words(MAX_QUESTION_LENGTH) },
  optional: {
    /** Marks a mandatory question. */
    required: oneOf([true]),
    options: listOf(option, 2, MAX_OPTIONS),
    unit: words(MAX_UNIT_LENGTH),
    /** Condition: asked only after one of these answers to an earlier question. */
    when: shaped({ required: { question: answerKey, is: listOf(answerKey, 1, MAX_OPTIONS) } })
  }
});
export type Question = Checked<typeof question>;
export type SurveyWords = Question['words'];
