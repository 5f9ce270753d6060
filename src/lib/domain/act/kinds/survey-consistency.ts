/** Consistency of a survey: languages, keys, and which question has options, a unit, a condition. */
import type { Problem } from '../../result.ts';
import type { Checked } from '../../shape/shape.ts';
import { ANNOUNCEMENT_LANGUAGES, type AnnouncementLanguage, type LETTERS } from './announcement.ts';
import { MAX_SURVEY_LENGTH, type Question, type SurveyWords } from './survey-questions.ts';

interface Asked {
  readonly texts: Checked<typeof LETTERS>;
  readonly questions: readonly Question[];
  readonly audience: { readonly region?: unknown; readonly group?: unknown };
}

export function judgeSurvey(body: Asked): Problem[] {
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
