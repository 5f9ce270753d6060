/** `title.fr` is the title in French. */
import type { Result } from '#lib/domain/result.ts';
import { OWN_LESSON_LANGUAGES, parseWritten, type WrittenLesson } from '#lib/domain/training/own-lesson.ts';
import { cleanTyped, linesOf } from '#lib/draft/typed-text.ts';
import { latinDigits } from '#lib/i18n/decimal-text.ts';

export type LessonLanguage = (typeof OWN_LESSON_LANGUAGES)[number];
export type TextField = 'title' | 'lead' | 'aims' | 'text' | 'exercise' | 'questions';
export type LessonField = 'minutes' | 'audience' | `${TextField}.${LessonLanguage}`;
export type TypedLesson = Readonly<Partial<Record<LessonField, string>>>;

export const TEXT_FIELDS: readonly TextField[] = ['title', 'lead', 'aims', 'text', 'exercise', 'questions'];

export function lessonFields(lesson: WrittenLesson | null): TypedLesson {
  const { minutes = 5, audience = 'signed-in', texts = [] } = lesson ?? {};
  const typed = texts.flatMap(({ language, aims = [], ...text }) =>
    TEXT_FIELDS.map((field) => [
      `${field}.${language}`,
      field === 'aims' ? aims.join('\n') : (text[field] ?? '')
    ])
  );
  return { minutes: String(minutes), audience, ...Object.fromEntries(typed) };
}

export function filledLanguages(typed: TypedLesson): readonly LessonLanguage[] {
  const isFilled = (name: LessonField): boolean => (typed[name] ?? '').trim() !== '';
  return OWN_LESSON_LANGUAGES.filter((language) =>
    TEXT_FIELDS.some((field) => isFilled(`${field}.${language}`))
  );
}

export function languagesWritten(typed: TypedLesson, open: LessonLanguage): readonly LessonLanguage[] {
  const filled = filledLanguages(typed);
  return filled.length > 0 ? filled : [open];
}

export function readLesson(typed: TypedLesson, open: LessonLanguage): Result<WrittenLesson> {
  const minutes = latinDigits((typed.minutes ?? '').trim());
  return parseWritten({
    minutes: /^\d{1,3}$/.test(minutes) ? Number(minutes) : 0,
    audience: typed.audience,
    texts: languagesWritten(typed, open).map((language) => textIn(language, typed))
  });
}

function textIn(language: LessonLanguage, typed: TypedLesson): object {
  const read = (field: TextField): string => cleanTyped(typed[`${field}.${language}`] ?? '');
  const aims = aimsOf(read('aims'));
  const [exercise, questions] = [read('exercise'), read('questions')];
  return {
    language,
    title: read('title'),
    lead: read('lead'),
    text: read('text'),
    ...(aims.length === 0 ? {} : { aims }),
    ...(exercise === '' ? {} : { exercise }),
    ...(questions === '' ? {} : { questions })
  };
}

export function aimsOf(text: string): readonly string[] {
  return linesOf(text)
    .map((line) => line.replace(/^[-*•]\s+/, '').trim())
    .filter((line) => line !== '');
}
