import { describe, expect, it } from 'vitest';
import {
  isBounded,
  MAX_DEPTH,
  MAX_TEXT_LENGTH,
  MAX_VALUES
} from '#lib/domain/exchange/document-structure.ts';

/** Lists and records by turns, with the value at this depth. */
function nested(depth: number, value: unknown): unknown {
  return depth === 0 ? value : depth % 2 === 0 ? [nested(depth - 1, value)] : { a: nested(depth - 1, value) };
}

describe('a document is taken', () => {
  it.each([
    ['a text', 'x'],
    ['a number', 1],
    ['an empty list', []],
    ['an empty record', {}],
    ['nothing', null]
  ])('with %s as deep as it may be, and no deeper', (_what, value) => {
    expect(isBounded(nested(MAX_DEPTH, value))).toBe(true);
    expect(isBounded(nested(MAX_DEPTH + 1, value))).toBe(false);
  });

  it('with as many values as it may have, in lists and records together, and no more', () => {
    const some = Array.from({ length: MAX_VALUES - 3 }, () => 1);
    expect(isBounded({ a: { b: some }, c: 1 })).toBe(true);
    expect(isBounded({ a: { b: some }, c: 1, d: 1 })).toBe(false);
    expect(isBounded(Object.fromEntries(some.map((one, at) => [at, one])))).toBe(true);
  });

  it('with as much text as it may have, names of boxes counted, and no more', () => {
    expect(isBounded({ ab: 'x'.repeat(MAX_TEXT_LENGTH - 2) })).toBe(true);
    expect(isBounded({ ab: 'x'.repeat(MAX_TEXT_LENGTH - 1) })).toBe(false);
    expect(isBounded(['x'.repeat(MAX_TEXT_LENGTH), 'x'])).toBe(false);
  });

  it('not where it is nested a million deep', () => {
    let deep: unknown = 'x';
    for (let level = 0; level < 1_000_000; level++) deep = [deep];
    expect(isBounded(deep)).toBe(false);
  });
});
