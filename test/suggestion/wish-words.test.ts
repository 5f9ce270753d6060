import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { screenName } from '#lib/domain/act/kinds/suggestion.ts';
import { screenWords } from '#lib/suggestion/wish-words.ts';

test('every screen that a wish can be sent from is told in words of the reader, and not by its address', () => {
  const pages = readdirSync('src/routes/(app)', { recursive: true, encoding: 'utf8' }).filter((one) =>
    one.endsWith('+page.svelte')
  );
  expect(pages.length).toBeGreaterThan(15);
  for (const page of pages) {
    const name = screenName(`/(app)/${page.replace(/\/?\+page\.svelte$/, '')}`);
    expect(screenWords(name)).not.toContain('/');
    expect(screenWords(name)).toMatch(/^\p{Lu}/u);
  }
});

test('a screen that is not known here stands as its country’s version named it', () => {
  expect(screenWords('authorizations/later')).toMatch(/^Authorizations \(.*authorizations\/later.*\)$/);
});
