/**
 * What comes by itself, a partner's act or the server's answer, is drawn when nothing is pressed: a row that moves or goes
 * between the pressing and the letting go of a button takes the press with it, and nothing is opened, or another row.
 */

/**
 * Milliseconds after which nobody is waited for: a hand that trembles, or a device that is slow, holds a button for
 * seconds, and whoever presses for longer marks text or drags.
 */
const MAX_PRESS_MS = 5_000;
/** Milliseconds in which the click follows a finger that was lifted. */
const CLICK_FOLLOWS = 50;

const waiting: (() => void)[] = [];
let end: ReturnType<typeof setTimeout> | null = null;

function pressed(): void {
  endIn(MAX_PRESS_MS);
}

function lifted(): void {
  if (end !== null) endIn(CLICK_FOLLOWS);
}

/** After those who hear the click: what it opens is found as it was seen. */
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

/** Once a page, when the program starts. */
export function followPresses(): void {
  const hear = (names: readonly (keyof WindowEventMap)[], run: (event: Event) => void): void => {
    for (const name of names) addEventListener(name, run, { capture: true, passive: true });
  };
  const isSpace = (event: Event): boolean =>
    event instanceof KeyboardEvent && event.key === ' ' && !event.repeat;
  hear(['pointerdown'], pressed);
  hear(['pointerup', 'pointercancel', 'blur'], lifted);
  hear(['click'], clicked);
  // A button that is pressed by the space bar answers when the bar comes up.
  hear(['keydown'], (event) => isSpace(event) && pressed());
  hear(['keyup'], (event) => isSpace(event) && lifted());
}

/** At once where nothing is pressed. */
export function afterPress(run: () => void): void {
  if (end === null) run();
  else waiting.push(run);
}

/** Settles at once where nothing is pressed; never rejects. */
export function whenNothingPressed(): Promise<void> {
  return new Promise((resolve) => afterPress(resolve));
}
