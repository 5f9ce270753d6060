/**
 * The passages of a lesson in two languages. A passage that is missing, or older than its source, waits for the
 * translator.
 */
import type { LessonVersion } from '#lib/domain/training/lesson-version.ts';
import { cleanTyped } from '#lib/draft/typed-text.ts';
import { aimsOf, lessonFields, TEXT_FIELDS, type LessonLanguage, type TypedLesson } from './lesson-form.ts';
import { readTypedQuestions, type TypedQuestion } from './typed-questions.ts';

type Passages = ReadonlyMap<string, string>;

export interface Translation {
  readonly from: LessonLanguage;
  /** Every passage of the source that has a text. */
  readonly source: Passages;
  /** Empty if the source has none, or one of the two texts is not kept in boxes. */
  readonly questions: readonly TypedQuestion[];
  readonly missing: ReadonlySet<string>;
  /** Known from the versions that the server keeps. */
  readonly changed: ReadonlySet<string>;
}

interface Languages {
  readonly from: LessonLanguage;
  readonly to: LessonLanguage;
}

interface Pair {
  readonly source: Passages;
  readonly target: Passages;
  readonly questions: readonly TypedQuestion[];
}

/** `past`: newest first, beginning with the lesson as it is saved. */
export function translationOf(typed: TypedLesson, languages: Languages, past: readonly Pair[]): Translation {
  const { source, target, questions } = pairIn(typed, languages);
  const sourceThen = (key: string): string | undefined => {
    const text = target.get(key);
    if (text === undefined) return undefined;
    const other = past.findIndex((one) => one.target.get(key) !== text);
    return past[(other < 0 ? past.length : other) - 1]?.source.get(key);
  };
  const keys = [...source.keys()];
  return {
    from: languages.from,
    source,
    questions,
    missing: new Set(keys.filter((key) => !target.has(key))),
    changed: new Set(keys.filter((key) => (sourceThen(key) ?? source.get(key)) !== source.get(key)))
  };
}

export function pastPairs(
  versions: readonly Pick<LessonVersion, 'written'>[],
  languages: Languages
): readonly Pair[] {
  return versions.map(({ written }) => pairIn(lessonFields(written), languages));
}

function pairIn(typed: TypedLesson, { from, to }: Languages): Pair {
  const [asked, own] = [questionsIn(typed, from), questionsIn(typed, to)];
  const isInBoxes = asked !== null && own !== null;
  return {
    source: passagesIn(typed, from, isInBoxes ? asked : null),
    target: passagesIn(typed, to, isInBoxes ? own : null),
    questions: isInBoxes ? asked : []
  };
}

function questionsIn(typed: TypedLesson, language: LessonLanguage): readonly TypedQuestion[] | null {
  return readTypedQuestions(cleanTyped(typed[`questions.${language}`] ?? ''));
}

function passagesIn(
  typed: TypedLesson,
  language: LessonLanguage,
  questions: readonly TypedQuestion[] | null
): Passages {
  const fields = TEXT_FIELDS.map((field): [string, string] => {
    const text = cleanTyped(typed[`${field}.${language}`] ?? '');
    return [field, field === 'aims' ? aimsOf(text).join('\n') : text];
  });
  const all =
    questions === null
      ? fields
      : [...fields.filter(([field]) => field !== 'questions'), ...questions.flatMap(questionPassages)];
  return new Map(all.filter(([, text]) => text !== ''));
}

function questionPassages({ id, ask, choices, why }: TypedQuestion): [string, string][] {
  const texts = choices.map(({ text }, at): [string, string] => [passageKey(id, at), text.trim()]);
  return [[passageKey(id, 'ask'), ask.trim()], ...texts, [passageKey(id, 'why'), why.trim()]];
}

export function passageKey(question: string, part: 'ask' | 'why' | number): string {
  return `${question}/${part}`;
}

/** A question of the source that has no translation shows its empty boxes, with its right answers marked. */
export function withSource(
  own: readonly TypedQuestion[],
  source: readonly TypedQuestion[]
): readonly TypedQuestion[] {
  const choicesOf = (id: string): TypedQuestion['choices'] =>
    (source.find((one) => one.id === id)?.choices ?? []).map(({ isRight }) => ({ text: '', isRight }));
  const held = own.map((one) => ({
    ...one,
    choices: [...one.choices, ...choicesOf(one.id).slice(one.choices.length)]
  }));
  const open = source.filter(({ id }) => !own.some((one) => one.id === id));
  return [...held, ...open.map(({ id }) => ({ id, ask: '', choices: choicesOf(id), why: '' }))];
}
