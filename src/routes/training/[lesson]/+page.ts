import { error } from '@sveltejs/kit';
import { lessonNamed } from '#lib/domain/training/lesson-path.ts';
import { openPart } from '#lib/i18n/catalog.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { loadLesson, loadShelf } from '#lib/training/lesson-files.ts';
import type { Lesson, LessonShelf } from '#lib/training/lesson.ts';

/** Lessons load in the reader's language, and a prerendered page has only one. */
export const ssr = false;
export const prerender = false;

export async function load({
  params
}: {
  readonly params: { readonly lesson: string };
}): Promise<{ lesson: Lesson | null; shelf: LessonShelf }> {
  const slug = lessonNamed(params.lesson);
  if (slug === null) error(404);
  const locale = readLocale();
  const [lesson, shelf] = await Promise.all([
    loadLesson(slug, locale),
    loadShelf(locale),
    openPart('training')
  ]);
  return { lesson, shelf };
}
