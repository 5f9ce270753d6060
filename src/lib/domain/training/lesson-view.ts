/**
 * One rule for list, text and files. Only the author sees a draft; a session lesson is for people who had a place or
 * attended.
 */
import { isPlainObject } from '../shape/shape.ts';
import type { OwnLessonId, SessionId } from '../ids.ts';
import { may } from '../registration/rights.ts';
import { foldAttendance } from './attendance.ts';
import type { TrainingBooks, TrainingReader } from './desk-view.ts';
import {
  awaitsApproval,
  isAuthorOf,
  parseOwnLesson,
  type OwnLesson,
  type OwnLessonText
} from './own-lesson.ts';
import { foldSeats } from './seats.ts';
import { teachesIn } from './session.ts';

/** With the size needed to keep it. */
export type OwnLessonCard = Omit<OwnLesson, 'texts'> & {
  readonly texts: readonly Pick<OwnLessonText, 'language' | 'title' | 'lead'>[];
  /** UTF-16 units of all texts. */
  readonly length: number;
};

/** `reader`: null if not signed in. Newest first. */
export function lessonsFor(reader: TrainingReader | null, books: TrainingBooks): readonly OwnLesson[] {
  const named = reader === null ? new Set<string>() : namedFor(reader, books);
  return books.lessons
    .filter((lesson) => maySee(lesson, reader, named))
    .map((lesson) => (reader !== null && isAuthorOf(lesson, reader) ? lesson : withoutAccount(lesson)))
    .sort((one, other) => (one.changedAt < other.changedAt ? 1 : -1));
}

function withoutAccount({ trainer: { name }, ...lesson }: OwnLesson): OwnLesson {
  return { ...lesson, trainer: { name } };
}

function maySee(lesson: OwnLesson, reader: TrainingReader | null, named: ReadonlySet<string>): boolean {
  const { state, _id } = lesson;
  const audience = awaitsApproval(lesson) ? 'signed-in' : lesson.audience;
  if (reader !== null && may(reader, 'teach') && isAuthorOf(lesson, reader)) return true;
  if (state !== 'published') return false;
  if (audience === 'everybody') return true;
  return reader !== null && (audience === 'signed-in' || named.has(_id));
}

function namedFor(
  reader: TrainingReader,
  { sessions, heard, marks }: TrainingBooks
): ReadonlySet<OwnLessonId> {
  const isTheirs = (id: SessionId): boolean =>
    foldAttendance(marks.filter(({ session, person }) => session === id && person === reader.id)).some(
      ({ isPresent }) => isPresent
    );
  const named = sessions.filter(
    (session) =>
      (session.lessons ?? []).length > 0 &&
      ((may(reader, 'teach') && teachesIn(session, reader)) ||
        foldSeats(session, heard).some(
          ({ person, state }) => person === reader.id && state === 'confirmed'
        ) ||
        isTheirs(session._id))
  );
  return new Set(named.flatMap(({ lessons = [] }) => lessons));
}

export function lessonToCard({ texts, ...lesson }: OwnLesson): OwnLessonCard {
  return {
    ...lesson,
    texts: texts.map(({ language, title, lead }) => ({ language, title, lead })),
    length: JSON.stringify(texts).length
  };
}

export function parseCards(value: unknown): readonly OwnLessonCard[] | null {
  if (!isPlainObject(value) || !Array.isArray(value['lessons'])) return null;
  return value['lessons'].flatMap((one) => parseCard(one) ?? []);
}

/** Parsed as a whole lesson, with one-character placeholders for the missing texts. */
function parseCard(value: unknown): OwnLessonCard | null {
  if (!isPlainObject(value) || !Array.isArray(value['texts'])) return null;
  const { length, ...rest } = value;
  const texts = value['texts'].map((one: unknown) => (isPlainObject(one) ? { ...one, text: '.' } : one));
  const lesson = parseOwnLesson({ ...rest, texts });
  if (!lesson.ok || typeof length !== 'number') return null;
  return { ...lessonToCard(lesson.value), length };
}
