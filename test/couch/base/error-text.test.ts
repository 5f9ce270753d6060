import { expect, test } from 'vitest';
import { errorToText } from '#couch/base/error-text.ts';

test('an error of any form is told in words', () => {
  expect(errorToText(new Error('the disk is full'))).toBe('the disk is full');
  expect(errorToText({ status: 403, name: 'forbidden', reason: 'document.malformed' })).toBe(
    'document.malformed'
  );
  expect(errorToText({ status: 500, name: 'unknown_error' })).toBe('unknown_error 500');
  expect(errorToText('a word')).toBe('a word');
  for (const odd of [null, undefined, {}, [], 5]) expect(errorToText(odd)).not.toContain('[object');
  expect(errorToText(new Error('x'.repeat(5000))).length).toBeLessThanOrEqual(300);
});
