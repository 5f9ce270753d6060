/**
 * What is typed and saved nowhere, or told once, holds a reload back until it is stated or given up. What saves
 * itself needs no hold: see before-reload.ts.
 */
let holds = 0;
let follow = (): void => undefined;

class ReloadHold {
  /** A new version of the program waits for what stands open here. */
  isAwaited = $state(false);
}

export const reloadHold = new ReloadHold();

/** Returns the function that lets go; an effect may return it as it is. */
export function holdReload(): () => void {
  let isHolding = true;
  holds += 1;
  return () => {
    if (!isHolding) return;
    isHolding = false;
    holds -= 1;
    if (holds === 0) follow();
  };
}

export function isReloadHeld(): boolean {
  return holds > 0;
}

/** What is done each time that the last hold is let go; one has it, the version of the program. */
export function onReloadFree(next: () => void): void {
  follow = next;
}

/** For a dialog or a card whose words go with it: from the first word until it is taken down. */
export function holdWhatIsTyped(element: HTMLElement): () => void {
  let letGo: (() => void) | undefined;
  const hold = (): void => void (letGo ??= holdReload());
  element.addEventListener('input', hold);
  return () => {
    element.removeEventListener('input', hold);
    letGo?.();
  };
}
