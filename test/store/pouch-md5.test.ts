import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { binaryMd5, stringMd5 } from '#lib/store/pouch-md5.ts';

const LETTERS = ['a', 'é', '嗎', '😀', '\u0000', '"', '\ud800'];

function platformsOwn(text: string): string {
  return createHash('md5').update(new TextEncoder().encode(text)).digest('hex');
}

test('revisions bear the names that the whole library gives them', () => {
  for (let length = 0; length < 300; length++) {
    const text = Array.from({ length }, (_, at) => LETTERS[(at * 7 + length) % LETTERS.length]).join('');
    expect(stringMd5(text), `of ${length} letters`).toBe(platformsOwn(text));
  }
  const long = 'An act of some length. '.repeat(10_000);
  expect(stringMd5(long)).toBe(platformsOwn(long));
});

test('checkpoints are found again under the names that the whole library gave them', () => {
  for (let length = 0; length < 200; length++) {
    const text = String.fromCharCode(...Array.from({ length }, (_, at) => (at * 37 + length) % 256));
    binaryMd5(text, (name) => {
      expect(name).toBe(createHash('md5').update(text, 'latin1').digest('base64'));
    });
  }
});
