import { expect, test } from 'vitest';
import { readWords } from '#couch/provision/keys/terminal.ts';

const SHAPE = { files: 1, names: ['key', 'reason'], needed: ['key'] } as const;
const read = (...words: string[]) => readWords(words, 'withdraw FILE --key KEYID', SHAPE);

test.each(['-', '--', '_', 'a'])('a key id that begins with %s is a key id', (begin) => {
  const key = begin.padEnd(43, 'k');
  expect(read('root.key', '--key', key, '--reason', 'stolen')).toEqual({
    files: ['root.key'],
    options: { key, reason: 'stolen' }
  });
  expect(read(`--key=${key}`, 'root.key').options.key).toBe(key);
});

test.each([
  ['an option that nobody knows', ['root.key', '--key', 'k', '--force', 'yes']],
  ['an option without its word', ['root.key', '--key']],
  ['an option in the place of a word', ['root.key', '--key', '--reason', 'stolen']],
  ['a file too many', ['root.key', 'more.key', '--key', 'k']]
])('%s is answered with the usage', (_what, words) => {
  expect(() => read(...words)).toThrow('Usage: npm run keys -- withdraw FILE --key KEYID');
});
