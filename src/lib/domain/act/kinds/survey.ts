/** A survey of INCB's secretariat for authorities of many countries, in up to six languages. */
import type { Problem } from '../../result.ts';
import {
  calendarDate,
  listOf,
  oneOf,
  shaped,
  type Checked,
  pattern,
  text,
  type Check,
  type Shaped
} from '../../shape/shape.ts';
import { LETTERS, PLACES, type AnnouncementLanguage, ANNOUNCEMENT_LANGUAGES } from './announcement.ts';
import { judgeBoardAudience, defineKind } from './define-kind.ts';

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

const question = shaped({
  required: { key: answerKey, type: oneOf(QUESTION_TYPES), words: words(MAX_QUESTION_LENGTH) },
  optional: {
    required: oneOf([true]),
    options: listOf(option, 2, MAX_OPTIONS),
    unit: words(MAX_UNIT_LENGTH),
    /** Condition: asked only after one of these answers to an earlier question. */
    when: shaped({ required: { question: answerKey, is: listOf(answerKey, 1, MAX_OPTIONS) } })
  }
});
export type Question = Checked<typeof question>;
export type SurveyWords = Question['words'];

interface Asked {
  readonly texts: Checked<typeof LETTERS>;
  readonly questions: readonly Question[];
  readonly audience: { readonly region?: unknown; readonly group?: unknown };
}

function judgeSurvey(body: Asked): Problem[] {
  const languages = ANNOUNCEMENT_LANGUAGES.filter((one) => body.texts[one] !== undefined);
  const problems: Problem[] = [];
  if (languages.length === 0) problems.push({ code: 'survey.text.missing', path: 'body.texts' });
  if (body.audience.region !== undefined && body.audience.group !== undefined)
    problems.push({ code: 'announcement.audience.twice', path: 'body.audience' });
  if (lengthOf(body.texts) + lengthOf(body.questions) > MAX_SURVEY_LENGTH)
    problems.push({ code: 'survey.tooLong', path: 'body.questions', values: { most: MAX_SURVEY_LENGTH } });
  body.questions.forEach((question, index) => {
    const at = (path: string): string => `body.questions.${index}${path}`;
    problems.push(...judgeQuestion(question, body.questions.slice(0, index), at));
    for (const [path, words] of wordsIn(question)) problems.push(...judgeWords(words, languages, at(path)));
  });
  return problems;
}

function judgeQuestion(
  question: Question,
  earlier: readonly Question[],
  at: (path: string) => string
): Problem[] {
  const problems: Problem[] = [];
  const options = question.options ?? [];
  if (earlier.some(({ key }) => key === question.key))
    problems.push({ code: 'survey.key.twice', path: at('.key') });
  if (new Set(options.map(({ key }) => key)).size < options.length)
    problems.push({ code: 'survey.key.twice', path: at('.options') });
  if (hasOptions(question) !== (question.options !== undefined))
    problems.push({ code: 'survey.options.wrong', path: at('.options') });
  if (question.unit !== undefined && question.type !== 'number')
    problems.push({ code: 'survey.unit.wrong', path: at('.unit') });
  if (question.when !== undefined && !isAboutEarlier(question.when, earlier))
    problems.push({ code: 'survey.when.wrong', path: at('.when') });
  return problems;
}

function hasOptions({ type }: Question): boolean {
  return type === 'one' || type === 'several';
}

export function choicesOf(question: Question): readonly string[] {
  if (question.type === 'yes-no') return ['yes', 'no'];
  return hasOptions(question) ? (question.options ?? []).map(({ key }) => key) : [];
}

function isAboutEarlier({ question, is }: Question['when'] & object, earlier: readonly Question[]): boolean {
  const about = earlier.find(({ key }) => key === question);
  const choices = about ? choicesOf(about) : [];
  return is.every((key) => choices.indexOf(key) >= 0);
}

function wordsIn(question: Question): readonly (readonly [string, SurveyWords])[] {
  const options = (question.options ?? []).map(
    ({ words }, index) => [`.options.${index}.words`, words] as const
  );
  const unit = question.unit ? [['.unit', question.unit] as const] : [];
  return [['.words', question.words] as const, ...options, ...unit];
}

/** A reader of one language must get every question in it. */
function judgeWords(words: SurveyWords, languages: readonly AnnouncementLanguage[], path: string): Problem[] {
  return ANNOUNCEMENT_LANGUAGES.filter(
    (one) => (words[one] === undefined) === languages.indexOf(one) >= 0
  ).map((one) => ({
    code: words[one] === undefined ? 'survey.words.missing' : 'survey.words.stray',
    path: `${path}.${one}`
  }));
}

function lengthOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object' || value === null) return 0;
  let length = 0;
  for (const one of Object.values(value)) length += lengthOf(one);
  return length;
}

export const survey = defineKind(
  {
    kind: 'survey',
    group: 'outreach',
    signers: ['board'],
    audience: judgeBoardAudience,
    required: {
      texts: LETTERS,
      questions: listOf(question, 1, MAX_QUESTIONS),
      audience: shaped({ required: {}, optional: PLACES }),
      closes: calendarDate,
      /** Readers of the results: the Board only, or all users as totals without countries. */
      results: oneOf(['board', 'everybody'])
    }
  },
  {
    consistency: (body) => judgeSurvey(body)
  }
);
