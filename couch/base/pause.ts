import { setTimeout as resolveLater } from 'node:timers/promises';

/** Keeps no process alive. */
export async function pauseFor(milliseconds: number, signal: AbortSignal): Promise<void> {
  await resolveLater(milliseconds, undefined, { signal, ref: false }).catch(() => undefined);
}
