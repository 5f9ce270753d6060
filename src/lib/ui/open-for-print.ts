/** Paper cannot be unfolded: what is folded on the screen is printed open, and folded again afterwards. */
export function openForPrint(): () => void {
  let opened: readonly HTMLDetailsElement[] = [];
  const open = (): void => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const one of opened) one.open = true;
  };
  const fold = (): void => {
    for (const one of opened) one.open = false;
    opened = [];
  };
  addEventListener('beforeprint', open);
  addEventListener('afterprint', fold);
  return () => {
    removeEventListener('beforeprint', open);
    removeEventListener('afterprint', fold);
  };
}
