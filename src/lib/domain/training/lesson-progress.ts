/**
 * Devices and the account merge without conflict, because a finished lesson stays finished and its earliest day counts.
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
  readonly path: LessonPath;
  readonly last: LessonSlug | null;
}

export const NO_PROGRESS: LessonProgress = { done: {}, path: 'officer', last: null };

/** Data of a later version does no harm. */
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

/** Path and last lesson come from the first argument: the person is there now. */
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
 * A browser without progress does not change the account's path. Otherwise the first argument's path counts, as above.
 */
export function joinToldProgress(told: LessonProgress, known: LessonProgress): LessonProgress {
  const { path, last, done } = told;
  const isUntouched = path === NO_PROGRESS.path && last === null && Object.keys(done).length === 0;
  return isUntouched ? joinLessonProgress(known, told) : joinLessonProgress(told, known);
}

export function isFinished(progress: LessonProgress, slug: LessonSlug): boolean {
  return progress.done[slug] !== undefined;
}

export function nextLesson(progress: LessonProgress): LessonSlug | null {
  return lessonsOf(progress.path).find((slug) => !isFinished(progress, slug)) ?? null;
}

export function pathFinishedOn(progress: LessonProgress, path: LessonPath): CalendarDate | null {
  const days = lessonsOf(path).map((slug) => progress.done[slug]);
  if (days.some((day) => day === undefined)) return null;
  return (days as CalendarDate[]).reduce((last, day) => (day > last ? day : last));
}
