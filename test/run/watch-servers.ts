/**
 * A server that ends while nobody stops it fails whatever is being run, whoever has started it anew: every process
 * that this one starts is watched, by Node's own word of it, so that no test has to think of it.
 */
import { subscribe } from 'node:diagnostics_channel';
import type { ChildProcess } from 'node:child_process';

type Tell = (fault: string) => void;

/** One that has not said so yet refuses to start, which tests of the command ask for. */
const HAS_BEGUN = 'I2ES is at';

/** Thrown out of an event, it fails the test that runs, in vitest as in Playwright, and ends a plain command. */
let tell: Tell = (fault) => {
  throw new Error(fault);
};
let isWatching = false;

const mayEnd = new WeakSet<ChildProcess>();

/** For the test in which it is this that is looked for. */
export function letEnd(child: ChildProcess): void {
  mayEnd.add(child);
}

export function watchServers(otherwise?: Tell): void {
  if (otherwise) tell = otherwise;
  if (isWatching) return;
  isWatching = true;
  subscribe('child_process', (message) => {
    const child = (message as { process: ChildProcess }).process;
    // It has neither words nor pipes until it is spawned.
    process.nextTick(() => watch(child));
  });
}

function watch(child: ChildProcess): void {
  let said = '';
  const hear = (chunk: Buffer): void => {
    said += chunk.toString();
    if (said.includes(HAS_BEGUN)) child.stdout?.off('data', hear);
  };
  child.stdout?.on('data', hear);
  child.once('exit', (code, signal) => {
    if (!said.includes(HAS_BEGUN) || child.killed || mayEnd.has(child)) return;
    tell(
      `A server (${child.spawnargs.slice(-2).join(' ')}, process ${child.pid}) ended by itself: ${signal ?? `code ${code}`}.`
    );
  });
}
