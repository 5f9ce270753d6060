/** It hits the new dialog's shade or an unread button, or whatever lies behind a closed one. */

/** Milliseconds: 500 ms is the longest usual double-click setting. */
const DOUBLE_CLICK_MS = 500;

/** Also for a first click before the dialog opened, or that closed it. */
export function swallowSecondClick(dialog: HTMLDialogElement): () => void {
  let hasFirst = false;
  let openedAt = 0;
  const turn = (): void => {
    hasFirst = false;
    if (dialog.open) openedAt = performance.now();
    else swallowNext();
  };
  const look = (event: MouseEvent): void => {
    // Platforms that count clicks per target need the time for the shade: the event's own, since a slow device
    // processes it late.
    const isOnShade = event.target === dialog && event.timeStamp - openedAt < DOUBLE_CLICK_MS;
    if (event.detail === 1 && !isOnShade) hasFirst = true;
    if (!isOnShade && (event.detail <= 1 || hasFirst)) return;
    event.stopPropagation();
    event.preventDefault();
  };
  const observer = new MutationObserver(turn);
  observer.observe(dialog, { attributeFilter: ['open'] });
  dialog.addEventListener('click', look, { capture: true });
  return () => {
    observer.disconnect();
    dialog.removeEventListener('click', look, { capture: true });
  };
}

function swallowNext(): void {
  const look = (event: MouseEvent): void => {
    if (event.detail <= 1) return document.removeEventListener('click', look, { capture: true });
    event.stopPropagation();
    event.preventDefault();
  };
  document.addEventListener('click', look, { capture: true });
}
