/** Work under way in the process: the scheduler takes its next step only when all of it has ended. */
const later = globalThis.setImmediate;

/** A chain of promises without a disk, a key or a timer in it is shorter. */
const QUIET_TURNS = 40;

let [pending, begun] = [0, 0];
let hear: () => void = () => undefined;

export function beginWork(): () => void {
  pending++;
  begun++;
  let isOver = false;
  return () => {
    if (isOver) return;
    isOver = true;
    pending--;
    begun++;
    hear();
  };
}

/** Resolves when nothing has begun or ended for some turns of the event loop. */
export async function untilQuiet(): Promise<void> {
  for (let [quiet, seen] = [0, begun]; quiet < QUIET_TURNS; quiet++) {
    if (pending > 0) await new Promise<void>((resolve) => (hear = resolve));
    await new Promise<void>((resolve) => later(resolve));
    if (pending > 0 || seen !== begun) [quiet, seen] = [-1, begun];
  }
}
