/**
 * A lesson's Markdown becomes structured data at build time. Only a lesson's elements are allowed: any other Markdown,
 * HTML above all, stops the build with the name of the file. A file is: front matter (title, lead, minutes, exercise,
 * aims), then three parts divided by a line of `---`: the text, the exercise, and the questions (`### id`, the
 * question, `- [ ]` and `- [x]` choices, `> why`).
 */
import type { LessonSlug } from '#lib/domain/training/lesson-path.ts';
import type { Lesson } from '../lesson.ts';
import { readBlocks, readQuestions } from '../read-blocks.ts';
import type { Fail } from '../read-text.ts';

interface FrontMatter {
  readonly values: Readonly<Record<string, string>>;
  readonly aims: readonly string[];
  readonly rest: string;
}

export function parseLesson(slug: LessonSlug, source: string, file: string): Lesson {
  const fail: Fail = (reason, found) => {
    throw new Error([file, reason, found?.slice(0, 60)].filter(Boolean).join(' · '));
  };
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
