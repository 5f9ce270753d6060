/**
 * Read one by one with the reader of I2ES's lessons. An unknown block shows as plain text; the author sees it reported.
 */
import { readBlock, readQuestions, tokensOf } from '#lib/training/read-blocks.ts';
import type { Block, Question } from '#lib/training/lesson.ts';

interface ReadText<T> {
  readonly read: readonly T[];
  readonly strange: readonly string[];
}

const SHOWN = 60;

const fail = (reason: string): never => {
  throw new Error(reason);
};

export function ownBlocks(source: string): ReadText<Block> {
  const strange: string[] = [];
  const words = (raw: string): Block => {
    strange.push(raw.trim().slice(0, SHOWN));
    return { kind: 'paragraph', text: [raw] };
  };
  try {
    const read = tokensOf(source).map((token): Block => {
      try {
        return readBlock(token, fail);
      } catch {
        return words(token.raw);
      }
    });
    return { read, strange };
  } catch {
    // For example quotes nested ten thousand deep: the page must not fail.
    return { read: [words(source)], strange };
  }
}

/** Empty if unreadable: half a question is worse than none. */
export function ownQuestions(source: string | undefined): ReadText<Question> {
  if (source === undefined) return { read: [], strange: [] };
  try {
    const read = readQuestions(source, fail);
    const isWhole = read.length > 0 && read.every(({ choices }) => choices.some(({ right }) => right));
    if (isWhole && new Set(read.map(({ id }) => id)).size === read.length) return { read, strange: [] };
  } catch {
    // The return below reports the text as strange.
  }
  return { read: [], strange: [source.trim().slice(0, SHOWN)] };
}
