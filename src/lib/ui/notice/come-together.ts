/**
 * Milliseconds. Parts above pressable content load together, since late ones would move it under the pointer; a slow
 * connection ends the wait.
 */
const MAX_HELD_MS = 400;

/** Settles when all have loaded or failed, or time is up; never rejects. */
export function comeTogether(loads: readonly (() => Promise<unknown>)[]): Promise<void> {
  const come = Promise.allSettled(loads.map((load) => load()));
  const late = new Promise((resolve) => setTimeout(resolve, MAX_HELD_MS));
  return Promise.race([come, late]).then(() => undefined);
}
