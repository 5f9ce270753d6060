import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SOURCE = fileURLToPath(new URL('../../src', import.meta.url));

/** Of a list whose key is what a row is called, or the code of a problem that may be there twice. */
const BY_WORDS =
  /\{#each [^{}]*(?:\{[^{}]*\})?[^{}]*\((?:\w+\.(?:name|code|label|title|words?|text)|label|title|words?|text)\)\}/g;

test('no list is keyed by words: two that are on their way are alike, and the page would not be drawn', () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.svelte')
  );
  expect(files.length).toBeGreaterThan(100);
  const found = files.flatMap((file) =>
    (readFileSync(join(SOURCE, file), 'utf8').match(BY_WORDS) ?? []).map((list) => `${file}: ${list}`)
  );
  expect(found).toEqual([]);
  expect('{#each problems.filter(({ code }) => code) as one (one.code)}').toMatch(BY_WORDS);
});
