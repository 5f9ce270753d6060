/** Forms that save automatically need no hold: see `onBeforeReload`. */
let holds = 0;
let shown = 0;
let follow = (): void => undefined;

class ReloadHold {
  isAwaited = $state(false);
}

export const reloadHold = new ReloadHold();

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

/** Closing or reloading the tab asks too, in the browser's words. */
export function holdToldOnce(): () => void {
  const letGo = holdReload();
  const ask = (event: Event): void => event.preventDefault();
  addEventListener('beforeunload', ask);
  return () => {
    removeEventListener('beforeunload', ask);
    letGo();
  };
}

/** Signing out asks too: content on a page is lost with it. */
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

export function onReloadFree(next: () => void): void {
  follow = next;
}

/** Until unmounted. Cleared text holds nothing; a choice does. */
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
