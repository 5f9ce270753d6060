/** If a page marks its paper content (`.on-paper`, app.css), its other folded content is omitted. */
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
