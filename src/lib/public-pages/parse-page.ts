import { readBlocks, type Fail } from '#lib/training/read-blocks.ts';
import type { Block } from '#lib/training/lesson.ts';

export interface PageText {
  readonly title: string;
  readonly lead: string;
  readonly blocks: readonly Block[];
}

export function parsePage(source: string, file: string): PageText {
  const fail: Fail = (reason, found) => {
    throw new Error([file, reason, found?.slice(0, 60)].filter(Boolean).join(' · '));
  };
  const [, title, lead, body] = /^---\ntitle: (.+)\nlead: (.+)\n---\n([\s\S]*)$/.exec(source) ?? [];
  if (title === undefined || lead === undefined || body === undefined)
    return fail('a page begins with its title and its lead');
  return { title, lead, blocks: readBlocks(body, fail) };
}
