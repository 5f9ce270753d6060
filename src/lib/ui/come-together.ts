/**
 * Parts that are fetched, and stand above what people press, come with it: whatever is drawn below one of them would
 * slide under their hand. On a slow line nobody is held up by them for longer than this.
 */
const MAX_HELD_MS = 400;

/** Settles when all of them have come, or cannot, or it has taken too long; never rejects. */
export function comeTogether(loads: readonly (() => Promise<unknown>)[]): Promise<void> {
  const come = Promise.allSettled(loads.map((load) => load()));
  const late = new Promise((resolve) => setTimeout(resolve, MAX_HELD_MS));
  return Promise.race([come, late]).then(() => undefined);
}
