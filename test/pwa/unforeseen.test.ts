/** A fault that nobody has answered for is told to whoever is at work, in words that can be passed on. */
import { expect, test } from 'vitest';
import { causeOf } from '#lib/pwa/stray-faults.svelte.ts';

test('a fault is told by its name and message, and a long message is cut', () => {
  expect(causeOf(new TypeError('no such row'))).toBe('TypeError: no such row');
  expect(causeOf(new DOMException('', 'InvalidStateError'))).toBe('InvalidStateError');
  expect(causeOf(new Error('x'.repeat(5_000)))).toHaveLength(200);
});

test('a question that was taken back, one to a desk that was locked meanwhile, a word of the browser and another program’s fault are not told', () => {
  const foreign = new Error('of an extension');
  foreign.stack = 'Error: of an extension\n    at chrome-extension://abcdef/content.js:1:1';
  const closed = new Error('database is closed');
  for (const fault of [
    new DOMException('left', 'AbortError'),
    closed,
    undefined,
    'ResizeObserver loop',
    foreign
  ])
    expect(causeOf(fault)).toBeNull();
});
