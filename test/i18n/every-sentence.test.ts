/** Every sentence is said somewhere: what nobody reads is not translated. Read from the sources themselves. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { readMessages } from './message-file.ts';

/** Put together from a code; problems have a test of their own. */
const COMPOSED = /^(?:problem|audit|form_pharmaceutical)_|^\$schema$/;

function wordsOfSources(): ReadonlySet<string> {
  const root = new URL('../../src/', import.meta.url);
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const sources = names.filter((name) => /\.(?:ts|svelte)$/.test(name) && !name.includes('paraglide'));
  return new Set(sources.flatMap((name) => readFileSync(new URL(name, root), 'utf8').match(/\w+/g) ?? []));
}

it('every sentence is said somewhere', () => {
  const words = wordsOfSources();
  expect(words.size).toBeGreaterThan(1000);
  const keys = Object.keys(readMessages('en')).filter((key) => !COMPOSED.test(key));
  expect(keys.filter((key) => !words.has(key))).toEqual([]);
});
