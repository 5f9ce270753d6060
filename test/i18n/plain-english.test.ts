/**
 * The gate of plain English. `plain-english.json` says how often each pattern is still found. A number can only fall:
 * whoever rewrites a text lowers it, and a new text with the pattern fails here.
 */
import { describe, expect, it } from 'vitest';
import { countOf, longSentencesIn, PATTERNS, textsIn, type Room } from './plain-english.ts';
import counts from './plain-english.json' with { type: 'json' };

const ROOMS: readonly Room[] = ['messages', 'help', 'lessons', 'public pages'];
const LONG = 'a sentence of more than 25 words';

describe.each(ROOMS)('the English of the %s', (room) => {
  it('is read', () => expect(textsIn(room).length).toBeGreaterThan(5));

  it.each(Object.entries(PATTERNS))('does not use more often: %s', (name, pattern) => {
    expect(countOf(pattern, room)).toBe((counts[room] as Record<string, number>)[name] ?? 0);
  });

  it(`has no further ${LONG}`, () => {
    expect(longSentencesIn(room).length).toBe((counts[room] as Record<string, number>)[LONG] ?? 0);
  });
});
