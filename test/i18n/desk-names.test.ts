/** A desk has one name: what stands in the list of desks is what its page is called, in every language. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { locales } from '#lib/i18n/locale.ts';
import { readMessages } from './message-file.ts';

vi.mock('$app/paths', () => ({ base: '' }));

const routes = new URL('../../src/routes/(app)/', import.meta.url);

function keysOfDesks(): readonly (readonly [string, string])[] {
  const source = readFileSync(new URL('desks.ts', routes), 'utf8');
  return [...source.matchAll(/place\(\s*'([a-z]+)',[^)]*?m\.(\w+)/g)].map(([, desk = '', key = '']) => [
    desk,
    key
  ]);
}

test.each(keysOfDesks())('the desk %s is called on its page what it is called in the list', (desk, label) => {
  const own = new URL(`${desk}/+page.svelte`, routes);
  // A public page is in the list too.
  const page = readFileSync(existsSync(own) ? own : new URL(`../${desk}/+page.svelte`, routes), 'utf8');
  const title = /<(?:PageHeader\s+title=|h1>)\{m\.(\w+)\(\)\}/.exec(page)?.[1] ?? '';
  for (const locale of locales) {
    const words = readMessages(locale);
    expect([desk, locale, words[title]]).toEqual([desk, locale, words[label]]);
  }
});

test('on the rail and in the bar of a phone a desk has its own name too, or a part of it', () => {
  const read = (words: unknown): string => String(words).replaceAll('\u00ad', '').toLowerCase();
  for (const locale of locales) {
    const words = readMessages(locale);
    for (const [desk, label] of keysOfDesks()) {
      const short = words[`${label}_short`] ?? words[label];
      expect([desk, locale, read(words[label])]).toEqual([
        desk,
        locale,
        expect.stringContaining(read(short))
      ]);
    }
  }
});

/** Letters that stand in a fifth of a phone, side by side. */
const ROOM = 11;

test('no name of a desk is longer there than its place', () => {
  for (const locale of locales) {
    const words = readMessages(locale);
    for (const [desk, label] of keysOfDesks()) {
      const parts = String(words[`${label}_short`] ?? words[label]).split(/[\u00ad\s]/);
      expect([desk, locale, parts.filter((part) => part.length > ROOM)]).toEqual([desk, locale, []]);
    }
  }
});

test('all desks are looked at', () => {
  expect(keysOfDesks().length).toBeGreaterThan(15);
});
