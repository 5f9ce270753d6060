/** Every text that a person reads, by the place where it is found: messages by key, the blocks of help, lessons and pages. */
import { readdirSync, readFileSync } from 'node:fs';
import { readMessages, sentencesOf } from './message-file.ts';

const FOLDERS = { help: 'training/help', lesson: 'training/lessons', page: 'public-pages/pages' } as const;

/** Names for the program are not words: targets of links, anchors, names of drawings and pages, code. */
const withoutNames = (block: string): string =>
  block.replace(/\]\([^)]*\)|`[^`]*`/g, ']').replace(/^(?:### |[a-z]+: )[a-z/-]+$/gm, '');

/** `help begin 3` is the third block of the help topic `begin`; all languages have the same blocks. */
export function readTexts(locale: string): Readonly<Record<string, readonly string[]>> {
  const texts: Record<string, readonly string[]> = {};
  for (const [key, message] of Object.entries(readMessages(locale))) texts[key] = sentencesOf(message);
  for (const [kind, folder] of Object.entries(FOLDERS)) {
    const url = new URL(`../../src/lib/${folder}/`, import.meta.url);
    for (const name of readdirSync(url)) {
      const blocks = readFileSync(new URL(`${name}/${locale}.md`, url), 'utf8').split(/\n{2,}/);
      blocks.forEach((block, index) => (texts[`${kind} ${name} ${index + 1}`] = [withoutNames(block)]));
    }
  }
  return texts;
}
