/**
 * One help topic becomes data at build time, like a lesson: front matter with a title, then `### its-name`, the
 * question in a line, and the answer in a lesson's blocks.
 */
import type { HelpSlug } from '#lib/domain/training/help-topics.ts';
import type { HelpEntry, HelpTopic } from '../lesson.ts';
import { readBlocks } from '../read-blocks.ts';
import type { Fail } from '../read-text.ts';

export function parseHelp(slug: HelpSlug, source: string, file: string): HelpTopic {
  const fail: Fail = (reason, found) => {
    throw new Error([file, reason, found?.slice(0, 60)].filter(Boolean).join(' · '));
  };
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
