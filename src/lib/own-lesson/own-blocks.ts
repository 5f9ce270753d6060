/**
 * A trainer's text as blocks: by the reader of the product's own lessons, one block after the other, so that one it does
 * not know is shown as the words it is and takes nothing else with it. What it could not read is told to whoever writes.
 */
import { readBlock, readQuestions, tokensOf } from '#lib/training/read-blocks.ts';
import type { Block, Question } from '#lib/training/lesson.ts';

export interface ReadText<T> {
  readonly read: readonly T[];
  /** The beginnings of what could not be read. */
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
    // Quoted ten thousand deep, for instance: no reader can, and no page falls over it.
    return { read: [words(source)], strange };
  }
}

/** None where they cannot be read as questions: half a question is worse than none. */
export function ownQuestions(source: string | undefined): ReadText<Question> {
  if (source === undefined) return { read: [], strange: [] };
  try {
    const read = readQuestions(source, fail);
    const isWhole = read.length > 0 && read.every(({ choices }) => choices.some(({ right }) => right));
    if (isWhole && new Set(read.map(({ id }) => id)).size === read.length) return { read, strange: [] };
  } catch {
    // Told below.
  }
  return { read: [], strange: [source.trim().slice(0, SHOWN)] };
}
