/** The gate of plain English: no text has one of the patterns, but where law or an official form requires it. */
import { describe, expect, it } from 'vitest';
import { longSentencesIn, PATTERNS, placesOf, textsIn, type Room } from './plain-english.ts';

const ROOMS: readonly Room[] = ['messages', 'help', 'lessons', 'public pages'];

describe.each(ROOMS)('the English of the %s', (room) => {
  it('is read', () => expect(textsIn(room).length).toBeGreaterThan(5));

  it.each(Object.entries(PATTERNS))('does not use: %s', (name, pattern) => {
    expect(placesOf(name, pattern, room)).toEqual([]);
  });

  it('has no sentence of more than 25 words, or 35 in a letter', () => {
    expect(longSentencesIn(room)).toEqual([]);
  });
});
