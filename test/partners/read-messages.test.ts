/** The box of a message while what stood in it is signed and sent. */
import { expect, test } from 'vitest';
import { typedSince } from '#lib/partners/read-messages.ts';

test('what was typed while a message was being sent stays, and what was sent does not come back', () => {
  expect(typedSince('Is it yours?', 'Is it yours?')).toBe('');
  expect(typedSince('Is it yours?', 'Is it yours?\nAnd the other')).toBe('And the other');
  expect(typedSince('Is it yours?', 'Quite another word')).toBe('Quite another word');
  expect(typedSince('Is it yours?', '')).toBe('');
});
