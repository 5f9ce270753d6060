/** What a desk of a rehearsal prints says that it is practice: its mark is on every sheet, whatever is left off the paper. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const source = fileURLToPath(new URL('../../src/', import.meta.url));
const MARK = 'data-on-every-sheet';

/** Rules that leave off the paper whatever is not named in them: file and selector. */
function leavingOff(): readonly (readonly [string, string])[] {
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:css|svelte)$/.test(name))
    .flatMap((name) => {
      const rules = readFileSync(source + name, 'utf8').matchAll(
        /body:has\([^{}]*?\*:not\(([^{}]*)\{[^{}]*display: none/g
      );
      return [...rules].map(([, spared = '']) => [name, spared] as const);
    });
}

test('the mark of practice is left off no paper', () => {
  const rules = leavingOff();
  expect(rules.length).toBeGreaterThanOrEqual(2);
  expect(rules.filter(([, spared]) => !spared.includes(`[${MARK}], [${MARK}] *`))).toEqual([]);
  expect(readFileSync(`${source}lib/rehearsal/frame/PracticeMark.svelte`, 'utf8')).toMatch(
    new RegExp(`\\s${MARK}\\s`)
  );
});
