/**
 * How often a trainer's lesson was opened, and first answers to its questions, without names. New answers are added to
 * the totals five people at a time, so that no difference shows one person's answers.
 */
import { MIN_SHOWN } from '../own-choices.ts';
import { fits, integer, isPlainObject, stored, type Check, type Checked } from '../shape/shape.ts';
import type { OwnLesson } from './own-lesson.ts';

const MAX_QUESTIONS = 60;
const QUESTION = /^[a-z-]{1,60}$/;

const count = integer(0, 1_000_000_000);
const ofQuestion = stored({ required: { right: count, wrong: count } });
type OfQuestion = Checked<typeof ofQuestion>;

export type AnswerCounts = Readonly<Record<string, OfQuestion>>;
const answerCounts: Check<AnswerCounts> = (value, out) => {
  const counts = isPlainObject(value) ? value : { unreadable: null };
  const isValid = Object.keys(counts).every((key) => QUESTION.test(key) && fits(ofQuestion, counts[key]));
  if (!isValid) out.push({ code: 'document.malformed' });
};

/** `waiting`: people whose answers are in `pending` only. */
export const lessonReading = stored({
  required: { opened: count, answered: count, told: answerCounts, waiting: count, pending: answerCounts }
});
export type LessonReading = Checked<typeof lessonReading>;

export const NO_READING: LessonReading = { opened: 0, answered: 0, told: {}, waiting: 0, pending: {} };

/** Whether each first answer was right, by question. */
export type FirstAnswers = Readonly<Record<string, boolean>>;

/** Null unless each names a question of the lesson. */
export function parseAnswers(value: unknown, { texts }: Pick<OwnLesson, 'texts'>): FirstAnswers | null {
  if (!isPlainObject(value)) return null;
  const names = Object.keys(value);
  if (names.length === 0 || names.length > MAX_QUESTIONS) return null;
  const isKnown = (name: string): boolean =>
    QUESTION.test(name) &&
    texts.some(({ questions = '' }) => questions.split('\n').indexOf(`### ${name}`) >= 0);
  return names.every((name) => isKnown(name) && typeof value[name] === 'boolean')
    ? (value as FirstAnswers)
    : null;
}

export function addOpening(before: LessonReading): LessonReading {
  return { ...before, opened: before.opened + 1 };
}

export function addAnswers(before: LessonReading, answers: FirstAnswers): LessonReading {
  const given: Record<string, OfQuestion> = {};
  for (const name of Object.keys(answers))
    given[name] = answers[name] ? { right: 1, wrong: 0 } : { right: 0, wrong: 1 };
  const [pending, waiting] = [sumAnswers(before.pending, given), before.waiting + 1];
  if (waiting < MIN_SHOWN) return { ...before, pending, waiting };
  const told = sumAnswers(before.told, pending);
  return { ...before, told, answered: before.answered + waiting, waiting: 0, pending: {} };
}

function sumAnswers(one: AnswerCounts, other: AnswerCounts): AnswerCounts {
  const sum: Record<string, OfQuestion> = { ...one };
  for (const name of Object.keys(other)) {
    const [{ right, wrong }, more] = [sum[name] ?? { right: 0, wrong: 0 }, other[name] as OfQuestion];
    sum[name] = { right: right + more.right, wrong: wrong + more.wrong };
  }
  return sum;
}

/** For the lesson's author. `opened`: in fives, so that it names no one who has just read it. */
export interface ToldReading {
  readonly opened: number;
  readonly answered: number;
  readonly answers: AnswerCounts;
}

export function toldReading({ opened, answered, told }: LessonReading): ToldReading {
  return { opened: opened - (opened % MIN_SHOWN), answered, answers: told };
}
