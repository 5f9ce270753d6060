import type { Bar } from '#lib/ui/figure/BarTable.svelte';

const NAMESPACE = 'http://www.w3.org/2000/svg';
const WIDTH = 800;
const ROW = 26;
const [BARS, BARS_END, FIGURE] = [240, 560, 640] as const;

export function barsDrawing(bars: readonly Bar[], heads?: readonly [string, string, string]): SVGSVGElement {
  const svg = document.createElementNS(NAMESPACE, 'svg');
  const rows = bars.length + (heads ? 1 : 0);
  svg.setAttribute('viewBox', `0 0 ${WIDTH} ${Math.max(1, rows) * ROW}`);
  const isFromRight = document.documentElement.dir === 'rtl';
  const most = Math.max(1, ...bars.map(({ size }) => size));
  const at = (from: number): number => (isFromRight ? WIDTH - from : from);

  function write(text: string, row: number, from: number, anchor: 'start' | 'end', style: string): void {
    const element = document.createElementNS(NAMESPACE, 'text');
    const attributes = { x: at(from), y: row * ROW + 17, direction: isFromRight ? 'rtl' : 'ltr' };
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
    element.style.cssText = `font-size: 13px; text-anchor: ${anchor}; ${style}`;
    element.textContent = text;
    svg.append(element);
  }

  const quiet = 'fill: var(--quiet)';
  heads?.forEach((head, column) =>
    write(head, 0, [0, BARS, WIDTH][column] ?? 0, column < 2 ? 'start' : 'end', quiet)
  );
  bars.forEach(({ name, size, text, note }, index) => {
    const row = index + (heads ? 1 : 0);
    write(name, row, 0, 'start', 'fill: var(--ink)');
    write(text, row, FIGURE, 'end', 'fill: var(--ink)');
    if (note !== undefined) write(note, row, WIDTH, 'end', quiet);
    if (size === 0) return;
    const long = Math.max(2, ((BARS_END - BARS) * size) / most);
    const bar = document.createElementNS(NAMESPACE, 'rect');
    const box = { x: isFromRight ? at(BARS + long) : BARS, y: row * ROW + 5, width: long, height: 15, rx: 2 };
    for (const [name, value] of Object.entries(box)) bar.setAttribute(name, String(value));
    bar.style.cssText = 'fill: var(--accent)';
    svg.append(bar);
  });
  return svg;
}
