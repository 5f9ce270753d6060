import { afterEach, expect, test } from 'vitest';
import { forgetTypedPassword, judgeNewPassphrase, noteTypedPassword } from '#lib/sign-in/typed-password.ts';

const MARGRIT = { id: 'ch.officer', name: 'Margrit Zurbriggen' };
const PASSWORD = 'gentian-evening-26';

const codesOf = (text: string, person = MARGRIT): string[] =>
  judgeNewPassphrase(text, person).map(({ code }) => code);

afterEach(forgetTypedPassword);

test('a passphrase that is the password just typed is refused, and no other', () => {
  noteTypedPassword(MARGRIT.id, PASSWORD);
  expect(codesOf(PASSWORD)).toEqual(['vault.passphrase.isPassword']);
  expect(codesOf('seven grey herons over Bern')).toEqual([]);
  expect(codesOf('short')).toEqual(['vault.passphrase.tooShort']);
});

test('the password of a colleague at the same computer says nothing of one’s own, nor one that was forgotten', () => {
  noteTypedPassword('ch.admin', PASSWORD);
  expect(codesOf(PASSWORD)).toEqual([]);
  noteTypedPassword(MARGRIT.id, PASSWORD);
  forgetTypedPassword();
  expect(codesOf(PASSWORD)).toEqual([]);
});

test('the same letters written by another keyboard are the same password', () => {
  noteTypedPassword(MARGRIT.id, 'Zürcher Möwen 26');
  expect(codesOf('Zu\u0308rcher Mo\u0308wen 26')).toEqual(['vault.passphrase.isPassword']);
});
