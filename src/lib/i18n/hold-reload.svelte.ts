/**
 * What is typed and saved nowhere, or told once, holds a reload back until it is stated or given up. What saves
 * itself needs no hold: see before-reload.ts.
 */
const holds = new Set<symbol>();
const followers = new Set<() => void>();

class ReloadHold {
  /** A new version of the program waits for what stands open here. */
  isAwaited = $state(false);
}

export const reloadHold = new ReloadHold();

/** Returns the function that lets go; an effect may return it as it is. */
export function holdReload(): () => void {
  const hold = Symbol();
  holds.add(hold);
  return () => {
    if (holds.delete(hold) && holds.size === 0) for (const follow of followers) follow();
  };
}

export function isReloadHeld(): boolean {
  return holds.size > 0;
}

/** Called each time that the last hold is let go. */
export function onReloadFree(follow: () => void): void {
  followers.add(follow);
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
