/**
 * A lesson's Markdown becomes structured data at build time. Only what a lesson needs is let through: whatever else
 * Markdown knows, HTML above all, stops the build with the name of the file.
 *
 * A file is: front matter (title, lead, minutes, exercise, aims), then three parts divided by a line of `---`:
 * the text, the exercise, and the questions (`### id`, the question, `- [ ]` and `- [x]` choices, `> why`).
 */
import { marked, type Token, type Tokens } from 'marked';
import type { LessonSlug } from '#lib/domain/training/lesson-path.ts';
import type { Block, Lesson, Question } from '../lesson.ts';
import { readText, type Fail } from './read-text.ts';

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

function tokensOf(source: string): readonly Token[] {
  return marked.lexer(source).filter(({ type }) => type !== 'space');
}

export function readBlocks(source: string, fail: Fail): readonly Block[] {
  return tokensOf(source).map((token) => readBlock(token, fail));
}

function readBlock(token: Token, fail: Fail): Block {
  if (token.type === 'heading') {
    const { depth, text } = token as Tokens.Heading;
    return depth === 2 ? { kind: 'heading', text } : fail('headings of a lesson are ##');
  }
  if (token.type === 'paragraph') return readParagraph(token as Tokens.Paragraph, fail);
  if (token.type === 'blockquote') {
    const [inside, ...more] = (token as Tokens.Blockquote).tokens;
    if (inside?.type !== 'paragraph' || more.length > 0) return fail('a note is one paragraph');
    return { kind: 'note', text: readText((inside as Tokens.Paragraph).tokens, fail) };
  }
  if (token.type === 'list') {
    const { ordered, items } = token as Tokens.List;
    return { kind: 'list', ordered, items: items.map((item) => readText(item.tokens, fail)) };
  }
  if (token.type === 'table') {
    const { header, rows } = token as Tokens.Table;
    const cell = ({ tokens }: Tokens.TableCell) => readText(tokens, fail);
    return { kind: 'table', head: header.map(cell), rows: rows.map((row) => row.map(cell)) };
  }
  return fail(`a lesson may not have ${token.type}`, token.raw);
}

/** `![what is to be seen](drawing:journey)` alone in its paragraph, or words. */
function readParagraph({ tokens }: Tokens.Paragraph, fail: Fail): Block {
  const [first] = tokens;
  if (first?.type !== 'image') return { kind: 'paragraph', text: readText(tokens, fail) };
  const { href, text } = first as Tokens.Image;
  const [, kind, name] = /^(drawing|picture):([a-z-]+)$/.exec(href) ?? [];
  if ((kind !== 'drawing' && kind !== 'picture') || name === undefined || tokens.length > 1)
    return fail('no drawing and no picture', href);
  return text.length > 10 ? { kind, name, words: text } : fail('too little is said of what is on it', href);
}

function readQuestions(source: string, fail: Fail): readonly Question[] {
  const parts = source.split(/^### /m).slice(1);
  return parts.map((part) => {
    const id = part.split('\n', 1)[0]?.trim() ?? '';
    if (!/^[a-z-]+$/.test(id)) fail('a question’s name is small letters and strokes', id);
    const [ask, list, why, ...more] = tokensOf(part.slice(part.indexOf('\n') + 1));
    if (ask?.type !== 'paragraph' || list?.type !== 'list' || why?.type !== 'blockquote' || more.length > 0)
      return fail('a question, its choices and why', id);
    const choices = (list as Tokens.List).items.map((item) => ({
      text: readText(item.tokens, fail),
      right: item.checked === true
    }));
    const [reason] = (why as Tokens.Blockquote).tokens;
    if (reason?.type !== 'paragraph') return fail('why is one paragraph', id);
    return {
      id,
      ask: readText((ask as Tokens.Paragraph).tokens, fail),
      choices,
      why: readText((reason as Tokens.Paragraph).tokens, fail)
    };
  });
}
