import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const folder = new URL('../../src/lib/ui/', import.meta.url);
const css = readFileSync(new URL('tokens.css', folder), 'utf8');
type Colours = Readonly<Record<string, string>>;

function coloursOf(block: string): Colours {
  return Object.fromEntries(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map(([, name, hex]) => [name, hex])
  );
}

const blocks = css.split(/^(?=:root|@media)/m);
const light = coloursOf(blocks.find((block) => block.startsWith(':root {')) ?? '');
const bySystem = coloursOf(
  blocks.find((block) => block.startsWith('@media screen and (prefers-color-scheme')) ?? ''
);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a = '#000000', b = '#000000'): number {
  const [dark = 0, bright = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (bright + 0.05) / (dark + 0.05);
}

describe.each([
  ['light', light],
  ['dark', bySystem]
])('the %s colours', (_name, colours) => {
  const grounds = ['paper', 'surface', 'sunken'] as const;

  it.each([
    ...['ink', 'quiet', 'accent', 'info', 'good', 'warn', 'bad', 'done'],
    ...['begun', 'moving', 'part', 'contested']
  ])('let %s be read on every ground', (tone) => {
    for (const ground of [...grounds, `${tone}-soft`].filter((name) => name in colours)) {
      expect(contrast(colours[tone], colours[ground]), ground).toBeGreaterThanOrEqual(4.5);
    }
  });

  it('let the border of a control be seen', () => {
    for (const ground of grounds) expect(contrast(colours.edge, colours[ground])).toBeGreaterThanOrEqual(3);
  });

  it('let the word on a filled button be read', () => {
    expect(contrast(colours['on-accent'], colours.accent)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours['on-bad'], colours.bad)).toBeGreaterThanOrEqual(4.5);
  });
});

describe('the Arabic page', () => {
  const sheets = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.svelte')
  );

  it.each(sheets)('is a mirror: %s names no left and no right', (name) => {
    const style = /<style>([\s\S]*)<\/style>/.exec(readFileSync(new URL(name, folder), 'utf8'))?.[1] ?? '';
    const physical = style.match(
      /(?:margin|padding|border|inset)-(?:left|right)|^\s*(?:left|right):|float:/gm
    );
    expect(physical).toBeNull();
  });
});
