import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isOlderVersion } from '#lib/domain/program-version.ts';

test('versions are ordered by their numbers, not by their letters', () => {
  const ordered = ['0.1.0', '0.1.1', '0.9.0', '0.10.0', '1.0.0', '10.0.0'];
  expect(ordered.toReversed().sort((a, b) => (isOlderVersion(a, b) ? -1 : 1))).toEqual(ordered);
  expect(isOlderVersion('0.9.9', '0.10.0')).toBe(true);
  expect(isOlderVersion('0.10.0', '0.10.0')).toBe(false);
});

test('a text that is not a version is older than none, and none is older than it', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      fc.pre(!/^\d+\.\d+\.\d+/.test(text));
      expect([isOlderVersion(text, '0.1.0'), isOlderVersion('0.1.0', text)]).toEqual([false, false]);
    })
  );
});
