import { describe, expect, test } from 'vitest';
import { parseBadgeName, type BadgeFacts, judgeBadge } from '#lib/domain/training/badge.ts';
import type { Instant } from '#lib/domain/ids.ts';

const NOW = '2026-11-29T12:00:00.000Z' as Instant;
const OWN = {
  path: 'officer',
  name: 'Ana María',
  authority: null,
  finishedOn: '2026-11-29',
  word: 'self-declared'
};
const ATTENDED = {
  ...{ word: 'attendance', session: 'session:6f1c1b1e-6a52-4f0e-9d6e-0d8f0c9a1b2c', name: 'Ana María' },
  ...{ title: 'Exports', trainer: 'A. Trainer', authority: 'CH' },
  ...{ startsAt: '2026-11-29T08:00:00.000Z', endsAt: '2026-11-29T10:00:00.000Z' }
};

function codeOf(facts: object): string | undefined {
  return judgeBadge(facts as BadgeFacts, NOW)?.code;
}

describe('a certificate of training', () => {
  test('is relied upon where it says what its signer can say', () => {
    for (const facts of [OWN, ATTENDED, { ...OWN, word: 'account', authority: 'CH' }])
      expect(codeOf(facts)).toBeUndefined();
    // It is tomorrow in Kiritimati already.
    expect(codeOf({ ...OWN, finishedOn: '2026-11-30' })).toBeUndefined();
    // Persian and Sinhala names are not written without joiners.
    expect(codeOf({ ...OWN, name: 'نرگس علی‌پور' })).toBeUndefined();
  });

  test('that its holder signed and that names an authority is refused', () => {
    expect(codeOf({ ...OWN, authority: 'CH' })).toBe('training.certificate.authority');
  });

  test('of a day that has not come anywhere is refused', () => {
    expect(codeOf({ ...OWN, finishedOn: '2026-12-01' })).toBe('training.certificate.future');
    expect(codeOf({ ...OWN, word: 'account', authority: 'CH', finishedOn: '2031-01-01' })).toBe(
      'training.certificate.future'
    );
    expect(codeOf({ ...ATTENDED, endsAt: '2026-11-30T10:00:00.000Z' })).toBe('training.certificate.future');
  });

  test.each(['\u202E', '\u2066', '\u200F', '\u061C', '\u200B', '\u00AD', '\uFEFF'])(
    'with an invisible character in a name or a title is refused, and none is made',
    (character) => {
      const name = `Ana ${character}María`;
      expect(codeOf({ ...OWN, name })).toBe('training.certificate.characters');
      for (const place of ['name', 'title', 'trainer'])
        expect(codeOf({ ...ATTENDED, [place]: name })).toBe('training.certificate.characters');
      // A byte order mark is a blank, and becomes one.
      if (character !== '\uFEFF') expect(parseBadgeName(`Ana${character}María`)).toBeNull();
    }
  );
});
