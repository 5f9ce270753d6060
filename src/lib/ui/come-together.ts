/**
 * Loads parts together if they appear above pressable content, which would otherwise move under the pointer. On a slow
 * connection the wait ends after this many milliseconds.
 */
const MAX_HELD_MS = 400;

/** Settles when all have loaded or failed, or time is up; never rejects. */
export function comeTogether(loads: readonly (() => Promise<unknown>)[]): Promise<void> {
  const come = Promise.allSettled(loads.map((load) => load()));
  const late = new Promise((resolve) => setTimeout(resolve, MAX_HELD_MS));
  return Promise.race([come, late]).then(() => undefined);
}
