/** Chinese is set without spaces around figures and with signs as wide as its letters, in every sentence alike. */
import { expect, test } from 'vitest';
import { readMessages } from './message-file.ts';

const HAN = '\\p{Script=Han}，。：；、（）？！《》“”';

function sentencesWith(pattern: string): string[] {
  const found: string[] = [];
  const look = (value: unknown): void => {
    if (typeof value === 'string') found.push(...(new RegExp(pattern, 'u').test(value) ? [value] : []));
    else if (value !== null && typeof value === 'object') Object.values(value).forEach(look);
  };
  look(readMessages('zh'));
  return found;
}

test('no space parts a count or a day from the Chinese words around it', () => {
  expect(sentencesWith(`[${HAN}] \\{(count|date)\\}|\\{(count|date)\\} [${HAN}]`)).toEqual([]);
});

test('brackets behind a Chinese word are full-width, except around the letter of a paragraph', () => {
  expect(sentencesWith('\\p{Script=Han} ?\\((?![a-z]\\))')).toEqual([]);
});

test('a button that asks first ends with one sign, the same everywhere', () => {
  expect(sentencesWith('^.{1,8}……$')).toEqual([]);
});
