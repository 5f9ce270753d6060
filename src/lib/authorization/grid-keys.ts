/** Enter moves to the next cell, and adds a line after the last one. */

const CELLS = 'input:not([disabled]):not([type="hidden"]), select:not([disabled]), [role="spinbutton"]';

type Step = 'next' | 'end' | null;

export function stepByEnter(event: KeyboardEvent, grid: HTMLElement): Step {
  const cell = event.target;
  if (event.key !== 'Enter' || event.defaultPrevented || event.isComposing) return null;
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (!(cell instanceof HTMLInputElement || cell instanceof HTMLSelectElement)) return null;
  const cells = [...grid.querySelectorAll<HTMLElement>(CELLS)];
  const next = cells[cells.indexOf(cell) + (event.shiftKey ? -1 : 1)];
  event.preventDefault();
  if (!next) return event.shiftKey ? null : 'end';
  focusCell(next);
  return 'next';
}

export function focusPath(root: ParentNode, ...paths: readonly string[]): void {
  const places = paths.map((path) => `[data-path="${CSS.escape(path)}"]`);
  const place = root.querySelector<HTMLElement>(places.join());
  const cell =
    place?.querySelector<HTMLElement>('input, select, textarea, button, [role="spinbutton"]') ?? place;
  if (!cell) return;
  // A box of the first screen leaves the page's head in view, and nothing half under the bar.
  scrollTo({ top: 0 });
  (place ?? cell).scrollIntoView({ block: 'nearest' });
  focusCell(cell);
}

export function focusFirst(root: ParentNode): void {
  root.querySelector<HTMLElement>(CELLS)?.focus();
}

function focusCell(cell: HTMLElement): void {
  cell.focus();
  if (cell instanceof HTMLInputElement && cell.type === 'text') cell.select();
}
