import { expect, test } from 'vitest';
import type { CalendarDate } from '#lib/domain/ids.ts';
import { LESSON_PATHS } from '#lib/domain/training/lesson-path.ts';
import {
  joinLessonProgress,
  joinToldProgress,
  nextLesson,
  NO_PROGRESS,
  parseLessonProgress,
  pathFinishedOn,
  type LessonProgress
} from '#lib/domain/training/lesson-progress.ts';

const day = (text: string): CalendarDate => text as CalendarDate;
const one: LessonProgress = { ...NO_PROGRESS, done: { importing: day('2026-11-02') }, path: 'customs' };
const other: LessonProgress = {
  ...NO_PROGRESS,
  done: { importing: day('2026-11-01'), customs: day('2026-11-05') },
  last: 'incb'
};

test('what two devices finished is joined, the first day of each lesson counting, in whichever order', () => {
  const done = { importing: '2026-11-01', customs: '2026-11-05' };
  expect(joinLessonProgress(one, other).done).toEqual(done);
  expect(joinLessonProgress(other, one).done).toEqual(done);
  expect(joinLessonProgress(one, other)).toMatchObject({ path: 'customs', last: 'incb' });
});

test('a browser that was never learnt in does not change the path of the account', () => {
  expect(joinToldProgress(NO_PROGRESS, one)).toMatchObject({ path: 'customs', done: one.done });
  expect(joinToldProgress(other, one).path).toBe('officer');
});

test('a path that is chosen before anything is learnt is not taken back by the account', () => {
  const chosen = { ...NO_PROGRESS, path: 'customs' } as const;
  expect(joinToldProgress(chosen, NO_PROGRESS).path).toBe('customs');
  expect(joinToldProgress(NO_PROGRESS, chosen).path).toBe('customs');
});

test('what is no lesson and no day is left out of what is read, whoever wrote it', () => {
  for (const value of [null, 7, [], 'x', { done: 3 }])
    expect(parseLessonProgress(value)).toEqual(NO_PROGRESS);
  const read = parseLessonProgress({
    done: { importing: '2026-02-30', customs: '2026-11-05', __proto__: 'x', unknown: '2026-01-01' },
    path: 'minister',
    last: '../..'
  });
  expect(read).toEqual({ done: { customs: '2026-11-05' }, path: 'officer', last: null });
});

test('the next lesson is the first of the path that is open', () => {
  expect(nextLesson(NO_PROGRESS)).toBe('trade-control');
  const done = { 'trade-control': day('2026-11-01'), customs: day('2026-11-01') };
  expect(nextLesson({ ...NO_PROGRESS, path: 'customs', done })).toBe('with-i2es');
});

test('a path is finished on the day of its last lesson, and not before', () => {
  const done = Object.fromEntries(LESSON_PATHS.customs.map((slug, at) => [slug, day(`2026-11-0${at + 1}`)]));
  expect(pathFinishedOn({ ...NO_PROGRESS, done }, 'customs')).toBe('2026-11-04');
  expect(pathFinishedOn({ ...NO_PROGRESS, done }, 'officer')).toBeNull();
});
