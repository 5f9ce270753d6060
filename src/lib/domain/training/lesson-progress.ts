/**
 * Which lessons a person has finished and when. Two devices and an account each hold one; they are joined without a
 * conflict, since a lesson once finished stays so and the earliest day of it counts.
 */
import { isCalendarDate } from '../calendar-date.ts';
import type { CalendarDate } from '../ids.ts';
import { isPlainObject } from '../shape/shape.ts';
import {
  LESSONS,
  lessonNamed,
  lessonsOf,
  pathNamed,
  type LessonPath,
  type LessonSlug
} from './lesson-path.ts';

export interface LessonProgress {
  readonly done: Readonly<Partial<Record<LessonSlug, CalendarDate>>>;
  /** Which the person follows; the officer's where none was chosen. */
  readonly path: LessonPath;
  /** Where they last were. */
  readonly last: LessonSlug | null;
}

export const NO_PROGRESS: LessonProgress = { done: {}, path: 'officer', last: null };

/** From wherever it was kept: what is no lesson or no day is left out, so that a later version's words do no harm. */
export function parseLessonProgress(value: unknown): LessonProgress {
  if (!isPlainObject(value)) return NO_PROGRESS;
  const held = isPlainObject(value['done']) ? value['done'] : {};
  const done: Partial<Record<LessonSlug, CalendarDate>> = {};
  for (const slug of LESSONS) {
    const date = held[slug];
    if (isCalendarDate(date)) done[slug] = date;
  }
  return { done, path: pathNamed(value['path']) ?? 'officer', last: lessonNamed(value['last']) };
}

/** Of path and last place the first one's count: it is where the person now is. */
export function joinLessonProgress(here: LessonProgress, there: LessonProgress): LessonProgress {
  const done: Partial<Record<LessonSlug, CalendarDate>> = {};
  for (const slug of LESSONS) {
    const [one, other] = [here.done[slug], there.done[slug]];
    const first = one !== undefined && other !== undefined ? (one < other ? one : other) : (one ?? other);
    if (first !== undefined) done[slug] = first;
  }
  return { done, path: here.path, last: here.last ?? there.last };
}

/**
 * A browser that was never learnt in says nothing of a path: the one that the account knows stays.
 * Everywhere else the first one's path counts, as above.
 */
export function joinToldProgress(told: LessonProgress, known: LessonProgress): LessonProgress {
  const { path, last, done } = told;
  const isUntouched = path === NO_PROGRESS.path && last === null && Object.keys(done).length === 0;
  return isUntouched ? joinLessonProgress(known, told) : joinLessonProgress(told, known);
}

export function isFinished(progress: LessonProgress, slug: LessonSlug): boolean {
  return progress.done[slug] !== undefined;
}

/** The next lesson of the path that is not finished; null where all are. */
export function nextLesson(progress: LessonProgress): LessonSlug | null {
  return lessonsOf(progress.path).find((slug) => !isFinished(progress, slug)) ?? null;
}

/** The day on which the last lesson of the path was finished; null while one is open. */
export function pathFinishedOn(progress: LessonProgress, path: LessonPath): CalendarDate | null {
  const days = lessonsOf(path).map((slug) => progress.done[slug]);
  if (days.some((day) => day === undefined)) return null;
  return (days as CalendarDate[]).reduce((last, day) => (day > last ? day : last));
}
