/**
 * Paper cannot be unfolded: what is folded on the screen is printed open, and folded again afterwards. Where a page says
 * what of it is for paper (`.on-paper`, app.css), what is folded there is left out, as the figures below a drawing.
 */
export function openForPrint(): () => void {
  let opened: readonly HTMLDetailsElement[] = [];
  const open = (): void => {
    opened = [...document.querySelectorAll('details')].filter(
      (one) => !one.open && one.closest('.on-paper') === null
    );
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
