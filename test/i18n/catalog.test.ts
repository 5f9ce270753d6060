import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { keyToName, keyToPart } from '#lib/i18n/catalog-parts.ts';
import * as english from '#lib/i18n/paraglide/messages/en.js';
import messages from '#lib/i18n/messages/en.json';

test('every sentence is found under its key in a compiled language, capitals or not', () => {
  const keys = Object.keys(messages).filter((key) => key !== '$schema');
  expect(keys.some((key) => /[A-Z]/.test(key))).toBe(true);
  expect(keys.filter((key) => !(keyToName(key) in english))).toEqual([]);
});

test('the lines of news on the page Today have their words before the first screen, so none is an empty link', () => {
  const page = readFileSync('src/routes/(app)/today/+page.svelte', 'utf8');
  const lines = [...page.matchAll(/import\('#lib\/([^']+\/(?:\w+Notice|PartnersNews)\.svelte)'\)/g)].map(
    ([, path]) => readFileSync(`src/lib/${path}`, 'utf8')
  );
  const links = lines.filter((line) => line.includes('<NewsLine'));
  expect(links.length).toBeGreaterThan(5);
  const keys = links.flatMap((line) => [...line.matchAll(/\bm\.(\w+)/g)].map(([, key]) => key ?? ''));
  expect(keys.filter((key) => keyToPart(key) !== 'first')).toEqual([]);
});
