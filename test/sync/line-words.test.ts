import { describe, expect, test } from 'vitest';
import type { Instant } from '#lib/domain/ids.ts';
import { lineWords } from '#lib/sync/line-words.ts';
import type { LineState } from '#lib/store/api.ts';

const NONE = { delivered: 42, unsent: 0, unsentActs: 0, unsentDrafts: 0, refused: 0 };
const NOW = '2026-11-24T16:00:00.000Z' as Instant;

function say(state: LineState['state'], counts: Partial<LineState['counts']> = {}, since = NOW): string {
  return lineWords({ state, counts: { ...NONE, ...counts }, since }, NOW).words;
}

const plain = (text: string): string => text.replace(/[\u2066-\u2069]/g, '');

describe('the line in words', () => {
  test('what partners wait for is told from drafts and from what else is kept', () => {
    const counts = { unsent: 7, unsentActs: 2, unsentDrafts: 4 };
    expect(plain(say('unsent', counts))).toBe(
      'Only on this device: 2 issued documents, 4 drafts, 1 other entry; sending'
    );
    expect(plain(say('signed-out', { unsent: 1, unsentDrafts: 1 }))).toBe(
      'Sign in again; only on this device: 1 draft'
    );
  });

  test('it claims our server and not the partner', () => {
    expect(say('all-delivered')).toBe('All 42 documents are on our server');
    expect(say('all-delivered', { delivered: 0 })).toBe('Connected, nothing to send');
  });

  test('without a connection it says since when, and what is only here', () => {
    const earlier = '2026-11-20T09:12:00.000Z' as Instant;
    expect(plain(say('offline', { unsent: 3, unsentActs: 3 }))).toMatch(
      /^Only on this device: 3 issued documents; no connection since \d\d:\d\d$/
    );
    expect(say('offline', {}, earlier)).toContain('20 Nov 2026');
  });

  test('a server whose disk is full is told from one that is not there', () => {
    expect(say('full', { unsent: 3 })).toBe('The server’s disk is full. See details');
  });

  test('a refusal is bad and asks to look', () => {
    const line = { state: 'refused', counts: { ...NONE, refused: 1 }, since: NOW } as const;
    expect(lineWords(line, NOW)).toEqual({ tone: 'bad', words: '1 document refused. See details' });
  });

  test('a refusal hides neither the lost connection nor unsent work', () => {
    const counts = { unsent: 2, unsentActs: 2, refused: 1 };
    expect(plain(say('offline', counts))).toMatch(
      /^1 document refused\. See details · Only on this device: 2 issued documents; no connection since/
    );
    expect(plain(say('refused', counts))).toContain('Only on this device: 2 issued documents');
    expect(plain(say('signed-out', counts))).toMatch(/^1 document refused\. See details · Sign in again/);
  });
});
