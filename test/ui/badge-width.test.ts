/** A column of badges follows the words of the language: wider for longer words, and a Chinese sign for two letters. */
import { afterEach, expect, test, vi } from 'vitest';
import { badgeRem, headRem, wordRem } from '#lib/ui/table/badge-width.ts';

afterEach(() => vi.unstubAllGlobals());

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
  expect(headRem(['Administrator'])).toBeGreaterThan(headRem(['Officer']));
});

test('on a screen a column is as wide as its words are in the letters of the screen, and its paddings', async () => {
  const written: string[] = [];
  const pen = {
    set font(font: string) {
      written.push(font);
    },
    measureText: (word: string) => ({ width: 16 * word.length })
  };
  vi.stubGlobal('document', { body: null, createElement: () => ({ getContext: () => pen }) });
  vi.stubGlobal('getComputedStyle', () => ({ fontFamily: 'Letters' }));
  vi.resetModules();
  const onScreen = await import('#lib/ui/table/badge-width.ts');
  expect(onScreen.wordRem(['Officer', 'No'])).toBeCloseTo(7 + 1.2);
  expect(onScreen.badgeRem(['Officer'])).toBeCloseTo(7 + 3.2);
  expect(onScreen.headRem(['Officer'])).toBeCloseTo(7 + 1.2);
  expect(written).toEqual(['400 15px Letters', '600 13px Letters', '600 13px Letters']);
});
