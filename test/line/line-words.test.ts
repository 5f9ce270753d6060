import { describe, expect, test } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { lineWords } from '#lib/line/line-words.ts';
import type { LineState } from '#lib/store/api.ts';

const NOW = '2026-11-24T16:00:00.000Z' as Instant;

function say(state: LineState['state'], counts: Partial<LineState['counts']> = {}, since = NOW): string {
  return lineWords({ state, counts: { delivered: 42, unsent: 0, refused: 0, ...counts }, since }, NOW).words;
}

describe('the line in words', () => {
  test('it claims our server and not the partner', () => {
    expect(say('all-delivered')).toBe('All 42 on our server');
    expect(say('all-delivered', { delivered: 0 })).toBe('Connected, nothing to send');
  });

  test('without a connection it says since when, and what is only here', () => {
    const earlier = '2026-11-20T09:12:00.000Z' as Instant;
    expect(say('offline', { unsent: 3 })).toMatch(/^3 only on this device, no connection since \d\d:\d\d$/);
    expect(say('offline', {}, earlier)).toContain('20 Nov 2026');
  });

  test('a server whose disk is full is told from one that is not there', () => {
    expect(say('full', { unsent: 3 })).toBe('The server’s disk is full: look');
  });

  test('a refusal is bad and asks to look', () => {
    const line = { state: 'refused', counts: { delivered: 1, unsent: 0, refused: 1 }, since: NOW } as const;
    expect(lineWords(line, NOW)).toEqual({ tone: 'bad', words: '1 refused: look' });
  });
});
