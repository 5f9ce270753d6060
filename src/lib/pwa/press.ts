/** A row that moves between press and release takes the press with it. */

/** Milliseconds. A trembling hand or a slow device holds a button for seconds; a longer press marks text or drags. */
const MAX_PRESS_MS = 5_000;
/** Milliseconds from the lifting of a finger to its click. */
const CLICK_FOLLOWS = 50;

const waiting: (() => void)[] = [];
let end: ReturnType<typeof setTimeout> | null = null;

function pressed(): void {
  endIn(MAX_PRESS_MS);
}

function lifted(): void {
  if (end !== null) endIn(CLICK_FOLLOWS);
}

/** Runs after the click's listeners, so that they find what the person saw. */
function clicked(): void {
  if (end !== null) endIn(0);
}

function endIn(milliseconds: number): void {
  if (end !== null) clearTimeout(end);
  end = setTimeout(() => {
    end = null;
    for (const run of waiting.splice(0)) run();
  }, milliseconds);
}

export function followPresses(): void {
  const hear = (names: readonly (keyof WindowEventMap)[], run: (event: Event) => void): void => {
    for (const name of names) addEventListener(name, run, { capture: true, passive: true });
  };
  const isSpace = (event: Event): boolean =>
    event instanceof KeyboardEvent && event.key === ' ' && !event.repeat;
  hear(['pointerdown'], pressed);
  hear(['pointerup', 'pointercancel', 'blur'], lifted);
  hear(['click'], clicked);
  // The space bar activates a button on release.
  hear(['keydown'], (event) => isSpace(event) && pressed());
  hear(['keyup'], (event) => isSpace(event) && lifted());
}

export function afterPointerUp(run: () => void): void {
  if (end === null) run();
  else waiting.push(run);
}

/** Settles immediately if nothing is pressed; never rejects. */
export function whenNothingPressed(): Promise<void> {
  return new Promise((resolve) => afterPointerUp(resolve));
}

/** It repeats an early press on a button of the prerendered page. */
export function signalHydrated(): void {
  document.dispatchEvent(new Event('i2es:heard'));
}
