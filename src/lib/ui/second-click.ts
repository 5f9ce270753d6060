/**
 * The second click of a double click on what opens a dialog falls on what lies there by then: the shade around it,
 * or a button of the dialog that nobody has read yet. That of a double click on what closes it falls on whatever lies
 * behind. Such a click counts for nothing.
 */

/** What people and platforms take for a double click: 500 ms is the longest usual setting. */
const DOUBLE_CLICK_MS = 500;

/** Attached to a dialog element: takes clicks of which the first was made before it opened, or closed it. */
export function swallowSecondClick(dialog: HTMLDialogElement): () => void {
  let hasFirst = false;
  let openedAt = 0;
  const turn = (): void => {
    hasFirst = false;
    if (dialog.open) openedAt = performance.now();
    else swallowNext();
  };
  const look = (event: MouseEvent): void => {
    // Where a platform counts clicks by their target, the shade is told by the time alone: that of the hand, since a
    // slow device hears of it late.
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

/** Takes what the platform counts as a second click, wherever it falls and however late it is heard, until a first one. */
function swallowNext(): void {
  const look = (event: MouseEvent): void => {
    if (event.detail <= 1) return document.removeEventListener('click', look, { capture: true });
    event.stopPropagation();
    event.preventDefault();
  };
  document.addEventListener('click', look, { capture: true });
}
