/** A column of badges follows the words of the language: wider for longer words, and a Chinese sign for two letters. */
import { expect, test } from 'vitest';
import { badgeRem, wordRem } from '#lib/ui/badge-width.ts';

test('the longest word decides, and there is room for the badge itself where no word has come', () => {
  expect(badgeRem(['Issued', 'Partly used'])).toBe(badgeRem(['Partly used']));
  expect(badgeRem(['Vencida'])).toBeGreaterThan(badgeRem(['Issued']));
  expect(badgeRem(['已签发'])).toBeGreaterThan(badgeRem(['abc']));
  expect(badgeRem(['Действует'])).toBeGreaterThan(badgeRem(['Registers']));
  expect(badgeRem([])).toBeGreaterThan(2);
});

test('a word without a badge takes less room than one with it, and more the longer it is', () => {
  expect(wordRem(['Officer'])).toBeLessThan(badgeRem(['Officer']));
  expect(wordRem(['Administrator'])).toBeGreaterThan(wordRem(['Officer']));
});
