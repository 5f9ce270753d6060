/** What a survey asks: its questions, their types, options and conditions, in the languages of the survey. */
import { listOf, oneOf, pattern, shaped, text, type Check, type Checked, type Shaped } from '../shape.ts';
import type { AnnouncementLanguage } from './announcement.ts';

/** `line` and `text` are answered in the country's own words, on one line or on several. */
export const QUESTION_TYPES = ['yes-no', 'one', 'several', 'number', 'date', 'line', 'text'] as const;
export type QuestionType = (typeof QUESTION_TYPES)[number];

export const MAX_QUESTIONS = 40;
export const MAX_OPTIONS = 15;
export const MAX_QUESTION_LENGTH = 300;
export const MAX_OPTION_LENGTH = 120;
export const MAX_UNIT_LENGTH = 40;
/** Of all texts together: so long, each character of three bytes, it is still a document that the door takes. */
export const MAX_SURVEY_LENGTH = 30000;

/** What a question or an option is called in the answers; `yes` and `no` are the options of a yes or no. */
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
    /** An answer without it is none. */
    required: oneOf([true]),
    /** Of `one` and `several`. */
    options: listOf(option, 2, MAX_OPTIONS),
    /** Of a number. */
    unit: words(MAX_UNIT_LENGTH),
    /** It is asked only where an earlier question was answered by one of these. */
    when: shaped({ required: { question: answerKey, is: listOf(answerKey, 1, MAX_OPTIONS) } })
  }
});
export type Question = Checked<typeof question>;
export type SurveyWords = Question['words'];
