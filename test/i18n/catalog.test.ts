import { expect, test } from 'vitest';
import { keyToName } from '#lib/i18n/catalog-parts.ts';
import * as english from '#lib/i18n/paraglide/messages/en.js';
import messages from '#lib/i18n/messages/en.json';

test('every sentence is found under its key in a compiled language, capitals or not', () => {
  const keys = Object.keys(messages).filter((key) => key !== '$schema');
  expect(keys.some((key) => /[A-Z]/.test(key))).toBe(true);
  expect(keys.filter((key) => !(keyToName(key) in english))).toEqual([]);
});
