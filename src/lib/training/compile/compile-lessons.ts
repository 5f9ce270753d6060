/**
 * Each lesson's Markdown becomes one file per language, next to one list of cards per language. Written to `compiled/`;
 * not committed.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';
import { HELP_TOPICS, type HelpSlug } from '../../domain/training/help-topics.ts';
import { LESSONS, type LessonSlug } from '../../domain/training/lesson-path.ts';
import type { HelpTopic, Lesson, LessonShelf, HelpEntry } from '../lesson.ts';
import { readBlocks, readQuestions, type Fail } from '../read-blocks.ts';

const ROOM = fileURLToPath(new URL('..', import.meta.url));
export const LESSON_LOCALES = ['en', 'fr', 'es', 'ru', 'zh', 'ar'] as const;
type LessonLocale = (typeof LESSON_LOCALES)[number];

export function readLesson(slug: LessonSlug, locale: LessonLocale): Lesson {
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

function compileLessons(into = join(ROOM, 'compiled')): void {
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

function failIn(file: string): Fail {
  return (reason, found) => {
    throw new Error([file, reason, found?.slice(0, 60)].filter(Boolean).join(' · '));
  };
}

interface FrontMatter {
  readonly values: Readonly<Record<string, string>>;
  readonly aims: readonly string[];
  readonly rest: string;
}

/**
 * Any other Markdown, HTML above all, stops the build with the name of the file. A file is: front matter (title, lead,
 * minutes, exercise, aims), then three parts divided by a line of `---`: the text, the exercise, and the questions
 * (`### id`, the question, `- [ ]` and `- [x]` choices, `> why`).
 */
export function parseLesson(slug: LessonSlug, source: string, file: string): Lesson {
  const fail = failIn(file);
  const { values, aims, rest } = readFrontMatter(source, fail);
  const [text, exercise, questions, ...more] = rest.split(/^---$/m);
  if (text === undefined || exercise === undefined || questions === undefined || more.length > 0)
    return fail('a lesson has a text, an exercise and questions, divided by ---');
  const value = (name: string): string => values[name] || fail(`${name} is missing`);
  const to = value('exercise');
  if (!to.startsWith('/')) fail('an exercise is at a place of the app');
  return {
    slug,
    title: value('title'),
    lead: value('lead'),
    minutes: Number(value('minutes')),
    aims,
    blocks: readBlocks(text, fail),
    exercise: { to, blocks: readBlocks(exercise, fail) },
    questions: readQuestions(questions, fail)
  };
}

function readFrontMatter(source: string, fail: Fail): FrontMatter {
  const found = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(source);
  if (!found) return fail('no front matter');
  const values: Record<string, string> = {};
  const aims: string[] = [];
  for (const line of (found[1] ?? '').split('\n')) {
    const aim = /^ {2}- (.+)$/.exec(line)?.[1];
    const [, name, value] = /^(\w+):\s*(.*)$/.exec(line) ?? [];
    if (aim !== undefined) aims.push(aim.trim());
    else if (name !== undefined && value !== undefined) values[name] = value.trim();
    else fail('this line of the front matter is neither a value nor an aim', line);
  }
  return { values, aims, rest: found[2] ?? '' };
}

/** Front matter with a title, then `### its-name`, the question in a line, and the answer in a lesson's blocks. */
export function parseHelp(slug: HelpSlug, source: string, file: string): HelpTopic {
  const fail = failIn(file);
  const [, title, body] = /^---\ntitle: (.+)\n---\n([\s\S]*)$/.exec(source) ?? [];
  if (title === undefined || body === undefined) return fail('help begins with its title');
  const [before, ...parts] = body.split(/^### /m);
  if (before?.trim()) return fail('every word of help stands under a question', before);
  return { slug, title, entries: parts.map((part) => readEntry(part, fail)) };
}

function readEntry(part: string, fail: Fail): HelpEntry {
  const [id = '', ask = '', ...answer] = part.split('\n');
  if (!/^[a-z-]+$/.test(id)) fail('the name of an answer is small letters and strokes', id);
  if (ask.trim() === '') fail('a question is one line', id);
  const blocks = readBlocks(answer.join('\n'), fail);
  if (blocks.length === 0) fail('no answer', id);
  return { id, ask: ask.trim(), blocks };
}
