import { browser } from '$app/environment';
import { openPart } from '#lib/i18n/catalog.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { loadShelf } from '#lib/training/lesson-files.ts';
import type { LessonShelf } from '#lib/training/lesson.ts';

export async function load(): Promise<{ shelf: LessonShelf }> {
  const [shelf] = await Promise.all([loadShelf(readLocale()), browser ? openPart('training') : null]);
  return { shelf };
}
