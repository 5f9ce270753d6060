import { expect, it } from 'vitest';
import { judgePassword } from '#lib/domain/registration/password.ts';

const ABOUT = ['ch.officer', 'Margrit Zurbriggen'];

it.each([
  ['nine char', 'account.password.length'],
  ['x'.repeat(201), 'account.password.length'],
  ['aaaaaaaaaaaa', 'account.password.fewCharacters'],
  ['abcdabcdabcd', 'account.password.fewCharacters'],
  ['abcdeabcdeabcde', 'account.password.tooCommon'],
  ['1234567890', 'account.password.tooCommon'],
  ['qwertyuiop', 'account.password.tooCommon'],
  ['qwertyuiop12', 'account.password.tooCommon'],
  ['2026poiuytrewq', 'account.password.tooCommon'],
  ['asdfghjkl123', 'account.password.tooCommon'],
  ['Password2026!', 'account.password.tooCommon'],
  ['ch.officer', 'account.password.namesYou'],
  ['CH-Officer-2026', 'account.password.namesYou'],
  ['zurbriggen margrit', 'account.password.namesYou'],
  ['gentian-evening-26', 'good'],
  ['four officers on a ferry', 'good'],
  ['雪山脚下的小站在下雨天', 'good'],
  ['7261 4093 8815', 'account.password.tooCommon'],
  ['!?%&/()=+*#-', 'good']
])('the password “%s” is %s', (password, code) => {
  expect(judgePassword(password, ABOUT)[0]?.code ?? 'good').toBe(code);
});

it('is judged where it was typed, and what is no text is none', () => {
  expect(judgePassword(null, [], 'next')).toMatchObject([{ code: 'account.password.length', path: 'next' }]);
});
