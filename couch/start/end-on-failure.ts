/**
 * What nobody has caught ends the process, by decision: a callback that was broken off may have left a lock, a queue
 * or a store half done, and what is acknowledged afterwards could not be relied upon. It says first what failed
 * where, and which requests were under way; whoever watches the process starts it again.
 */
import { errorToText } from '#couch/base/error-text.ts';
import { isDiskFull } from '#couch/engine/engine.ts';

/** An exit code of its own, so that a supervisor and its keeper can tell it from a wrong setting (1) and a signal. */
export const ENDED_BY_FAILURE = 70;
/** An engine whose queue stands still does not close. */
const MAX_END_MS = 5_000;
const FRAMES = 8;
const FRAME = /^ {4}at .*(?::\d+:\d+|<anonymous>|native)\)?$/;

export interface Failing {
  /** Says what failed and stops what still can be stopped. */
  fail(failure: unknown): Promise<void>;
}

/**
 * A promise that was rejected and left alone counts as well, but for the one of a write for which the disk had no
 * room: it was refused before anything was done, and the maker of indexes looks at its writes only after it has read
 * on, which on a busy computer is too late for node. It is made up for at the next reading.
 */
export function endOnFailure(whatRuns: () => Failing | null): void {
  let isEnding = false;
  const end = (failure: unknown): void => {
    // What fails on the way out changes nothing.
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(ENDED_BY_FAILURE), MAX_END_MS);
    const running = whatRuns();
    // Nobody has asked anything yet, so that the message quotes nobody.
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

export interface ToldFailure {
  readonly failure: string;
  readonly at: readonly string[];
}

/** Kind and place alone: a message may quote what was being read (threats P9). */
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
