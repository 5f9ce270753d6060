import type { BodyOf } from '../act/body.ts';
import { ANNOUNCEMENT_LANGUAGES, type AnnouncementLanguage } from '../act/kinds/announcement.ts';
import { QUESTION_TYPES, type Question, type QuestionType, type SurveyWords } from '../act/kinds/survey.ts';
import { judgeContent } from '../act/parse-act.ts';
import { type DraftFields, type DraftLine, type Typed, tidyText } from '../draft/draft.ts';
import type { CalendarDate } from '../ids.ts';
import {
  draftPlaces,
  draftTexts,
  lettersFields,
  placesFields,
  progressIn,
  type LanguageProgress,
  type LetterField
} from '../outreach/draft-letter.ts';
import { accept, refuse, type Result } from '../result.ts';

type SurveyParticulars = Pick<BodyOf<'survey'>, 'texts' | 'questions' | 'audience' | 'closes' | 'results'>;

export type SurveyField = LetterField | 'closes' | 'results';

export function questionType({ fields }: DraftLine): QuestionType {
  return QUESTION_TYPES.find((one) => one === fields['type']) ?? 'yes-no';
}

export function wordsList(typed: string | undefined): readonly string[] {
  return (typed ?? '').split(' ').filter((one) => one !== '');
}

export function draftQuestions(lines: readonly DraftLine[]): readonly Question[] {
  return lines.map((line) => {
    const { key, fields } = line;
    const type = questionType(line);
    const [about, ...is] = wordsList(fields['when']);
    const unit = draftWords(fields, 'unit');
    return {
      key,
      type,
      words: draftWords(fields, 'words'),
      ...(fields['required'] === 'yes' ? { required: true as const } : {}),
      ...(type === 'one' || type === 'several' ? { options: draftOptions(fields) } : {}),
      ...(type === 'number' && Object.keys(unit).length > 0 ? { unit } : {}),
      ...(about === undefined ? {} : { when: { question: about, is } })
    };
  });
}

function draftOptions(fields: Typed): { key: string; words: SurveyWords }[] {
  return wordsList(fields['options']).map((key) => ({ key, words: draftWords(fields, `option.${key}`) }));
}

function draftWords(fields: Typed, name: string): SurveyWords {
  const words: { [L in AnnouncementLanguage]?: string } = {};
  for (const language of ANNOUNCEMENT_LANGUAGES) {
    const text = tidyText(fields[[name, language].join('.')]);
    if (text !== '') words[language] = text;
  }
  return words;
}

/** `gaps`: no text in a language that has a title. */
export function surveyProgressIn(
  { fields, lines }: DraftFields,
  language: AnnouncementLanguage
): LanguageProgress | 'gaps' {
  const letter = progressIn(draftTexts(fields), language);
  const isThere = draftQuestions(lines)
    .flatMap(({ words, options = [], unit }) => [
      words,
      ...options.map((option) => option.words),
      ...(unit ? [unit] : [])
    ])
    .map((words) => words[language] !== undefined);
  if (letter === 'none') return isThere.some((is) => is) ? 'no-title' : 'none';
  return letter === 'written' && isThere.some((is) => !is) ? 'gaps' : letter;
}

export function judgeSurveyDraft({ fields, lines }: DraftFields): Result<SurveyParticulars> {
  const particulars: SurveyParticulars = {
    texts: draftTexts(fields),
    questions: draftQuestions(lines),
    audience: draftPlaces(fields),
    closes: (fields['closes'] ?? '') as CalendarDate,
    results: fields['results'] === 'everybody' ? 'everybody' : 'board'
  };
  const problems = judgeContent('survey', ['INCB', '*'], particulars);
  if (problems.length === 0) return accept(particulars);
  const isDayMissing = particulars.closes === '';
  return refuse(
    ...problems.map((one) =>
      one.path === 'closes' && isDayMissing ? { code: 'survey.closes.missing', path: one.path } : one
    )
  );
}

export function surveyFields(
  survey: Pick<BodyOf<'survey'>, 'texts' | 'questions'> & Partial<BodyOf<'survey'>>
): DraftFields {
  const { texts, questions, audience = {}, results } = survey;
  const fields = { ...lettersFields({ texts, audience: {} }), ...placesFields(audience) };
  return {
    fields: results ? { ...fields, results } : fields,
    lines: questions.map((question) => ({ key: question.key, fields: questionFields(question) }))
  };
}

function questionFields({ type, words, required, options, unit, when }: Question): Typed {
  const fields: Record<string, string> = { type, ...spread('words', words), ...spread('unit', unit ?? {}) };
  if (required) fields['required'] = 'yes';
  if (options) fields['options'] = options.map(({ key }) => key).join(' ');
  for (const option of options ?? []) Object.assign(fields, spread(`option.${option.key}`, option.words));
  if (when) fields['when'] = [when.question, ...when.is].join(' ');
  return fields;
}

function spread(name: string, words: SurveyWords): Typed {
  const fields: Record<string, string> = {};
  for (const language of ANNOUNCEMENT_LANGUAGES) {
    const text = words[language];
    if (text !== undefined) fields[[name, language].join('.')] = text;
  }
  return fields;
}

export function freeKey(letter: 'q' | 'o', taken: readonly string[]): string {
  let n = 1;
  while (taken.indexOf(letter + n) >= 0) n++;
  return letter + n;
}

/** The reader's language, else English, else the first available. */
export function wordsFor(words: SurveyWords, language: string | null): string {
  const order = [language, ...ANNOUNCEMENT_LANGUAGES] as (AnnouncementLanguage | null)[];
  const found = order.find((one) => one !== null && ANNOUNCEMENT_LANGUAGES.indexOf(one) >= 0 && words[one]);
  return (found && words[found]) || '';
}
