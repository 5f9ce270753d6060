/**
 * What is typed and saved nowhere, or told once, holds a reload back until it is stated or given up. What saves
 * itself needs no hold: see before-reload.ts.
 */
let holds = 0;
let shown = 0;
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

/** For what is told once and kept nowhere else: closing or reloading the tab asks too, in the browser's own words. */
export function holdToldOnce(): () => void {
  const letGo = holdReload();
  const ask = (event: Event): void => event.preventDefault();
  addEventListener('beforeunload', ask);
  return () => {
    removeEventListener('beforeunload', ask);
    letGo();
  };
}

/** As `holdToldOnce`, and signing out asks: what stands on a page goes with it. */
export function holdShownOnce(): () => void {
  const letGo = holdToldOnce();
  shown += 1;
  return () => {
    shown -= 1;
    letGo();
  };
}

export function isShownOnceHeld(): boolean {
  return shown > 0;
}

export function isReloadHeld(): boolean {
  return holds > 0;
}

/** What is done each time that the last hold is let go; one has it, the version of the program. */
export function onReloadFree(next: () => void): void {
  follow = next;
}

/**
 * For a dialog or a card whose words go with it: while something is typed in it, until it is taken down. What was
 * typed and cleared again holds nothing; a choice that was made does. `tell` hears whether something is held, for a dialog that asks before
 * it is closed.
 */
export function holdWhatIsTyped(element: HTMLElement, tell?: (isHeld: boolean) => void): () => void {
  let letGo: (() => void) | undefined;
  let isChosen = false;
  const follow = ({ target }: Event): void => {
    isChosen ||= !isText(target);
    const isHeld = isChosen || [...element.querySelectorAll('input, textarea')].some(holdsText);
    if (isHeld) letGo ??= holdReload();
    else {
      letGo?.();
      letGo = undefined;
    }
    tell?.(isHeld);
  };
  element.addEventListener('input', follow);
  return () => {
    element.removeEventListener('input', follow);
    letGo?.();
  };
}

function isText(field: EventTarget | null): field is HTMLInputElement | HTMLTextAreaElement {
  if (field instanceof HTMLTextAreaElement) return true;
  return field instanceof HTMLInputElement && !['radio', 'checkbox', 'file'].includes(field.type);
}

function holdsText(field: Element): boolean {
  return isText(field) && field.value !== '';
}
