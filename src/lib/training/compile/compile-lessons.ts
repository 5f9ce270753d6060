/**
 * Build step: each lesson's Markdown becomes one file per language, next to one small list of cards per language.
 * Written to `compiled/`, like the languages to `i18n/paraglide`; not committed.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { HELP_TOPICS, type HelpSlug } from '../../domain/training/help-topics.ts';
import { LESSONS } from '../../domain/training/lesson-path.ts';
import type { HelpTopic, Lesson, LessonShelf } from '../lesson.ts';
import { parseHelp } from './parse-help.ts';
import { parseLesson } from './parse-lesson.ts';

const ROOM = fileURLToPath(new URL('..', import.meta.url));
export const LESSON_LOCALES = ['en', 'fr', 'es', 'ru', 'zh', 'ar'] as const;
type LessonLocale = (typeof LESSON_LOCALES)[number];

export function readLesson(slug: (typeof LESSONS)[number], locale: LessonLocale): Lesson {
  const file = fileOf('lessons', slug, locale);
  return parseLesson(slug, readFileSync(file, 'utf8'), file);
}

export function readHelp(slug: HelpSlug, locale: LessonLocale): HelpTopic {
  const file = fileOf('help', slug, locale);
  return parseHelp(slug, readFileSync(file, 'utf8'), file);
}

function fileOf(shelf: 'lessons' | 'help', slug: string, locale: LessonLocale): string {
  const own = join(ROOM, shelf, slug, `${locale}.md`);
  return existsSync(own) ? own : join(ROOM, shelf, slug, 'en.md');
}

export function compileLessons(into = join(ROOM, 'compiled')): void {
  mkdirSync(into, { recursive: true });
  for (const locale of LESSON_LOCALES) {
    const lessons = LESSONS.map((slug) => readLesson(slug, locale));
    const texts = lessons.map((lesson) => JSON.stringify(lesson));
    lessons.forEach(({ slug }, index) =>
      writeIfNew(join(into, `lesson.${slug}.${locale}.json`), texts[index] ?? '')
    );
    const text = texts.reduce((sum, one) => sum + gzipSync(one).length, 0);
    const shelf: LessonShelf = {
      cards: lessons.map(({ slug, title, lead, minutes }) => ({ slug, title, lead, minutes })),
      bytes: { text, pictures: bytesOfPictures(locale) }
    };
    writeIfNew(join(into, `shelf.${locale}.json`), JSON.stringify(shelf));
    const help = HELP_TOPICS.map((slug) => readHelp(slug, locale));
    writeIfNew(join(into, `help.${locale}.json`), JSON.stringify(help));
  }
}

function bytesOfPictures(locale: LessonLocale): number {
  const folder = join(ROOM, 'pictures', locale);
  if (!existsSync(folder)) return 0;
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}

/** An unchanged file is not rewritten, or a development server would restart. */
function writeIfNew(path: string, text: string): void {
  if (!existsSync(path) || readFileSync(path, 'utf8') !== text) writeFileSync(path, text);
}

export function lessonFiles(): Plugin {
  return {
    name: 'i2es-lessons',
    buildStart() {
      compileLessons();
    },
    handleHotUpdate({ file }) {
      if (/\/training\/(?:lessons|help)\/.*\.md$/.test(file)) compileLessons();
    }
  };
}
