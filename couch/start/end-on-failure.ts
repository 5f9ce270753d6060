/** A lock, queue or store may be half done. A supervisor restarts the process. */
import { errorToText } from '#couch/base/error-text.ts';
import { isDiskFull } from '#couch/engine/engine.ts';

export const ENDED_BY_FAILURE = 70;
/** An engine with a blocked queue does not close. */
const MAX_END_MS = 5_000;
const FRAMES = 8;
const FRAME = /^ {4}at .*(?::\d+:\d+|<anonymous>|native)\)?$/;

export interface Failing {
  fail(failure: unknown): Promise<void>;
}

/**
 * Unhandled rejections count too, except a write refused by a full disk: the next reading repeats it. The index builder
 * handles that rejection too late for Node.
 */
export function endOnFailure(whatRuns: () => Failing | null): void {
  let isEnding = false;
  const end = (failure: unknown): void => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(ENDED_BY_FAILURE), MAX_END_MS);
    const running = whatRuns();
    if (running === null)
      process.stderr.write(`${(failure as Error | null)?.stack ?? errorToText(failure)}\n`);
    void Promise.resolve(running?.fail(failure))
      .catch(() => undefined)
      .finally(() => process.exit(ENDED_BY_FAILURE));
  };
  process.on('uncaughtException', end);
  process.on('unhandledRejection', (failure: unknown) => {
    if (!isDiskFull(failure)) end(failure);
  });
}

interface ToldFailure {
  readonly failure: string;
  readonly at: readonly string[];
}

/** Kind and place only: a message may quote the data being read (threats P9). */
export function tellFailure(failure: unknown): ToldFailure {
  if (!(failure instanceof Error)) return { failure: typeof failure, at: [] };
  const { name, message, stack = '' } = failure;
  const { code } = failure as { readonly code?: unknown };
  const isCode = typeof code === 'string' && /^[A-Z_]{2,40}$/.test(code);
  const frames = stack.slice(Math.max(0, stack.indexOf(message)) + message.length).split('\n');
  return {
    failure: isCode ? `${name} ${code}` : name,
    at: frames
      .filter((line) => FRAME.test(line))
      .slice(0, FRAMES)
      .map((line) => line.trim())
  };
}
