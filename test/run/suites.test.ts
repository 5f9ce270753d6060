/** `npm test -- NAME`: what there is to name, and what is meant by a name. */
import { describe, expect, test } from 'vitest';
import { describeSuites, listSuites, suitesNamed } from './suites.ts';

const suites = listSuites();
const named = (name: string): string[] => suitesNamed(name, suites).map((one) => one.name);

describe('suites by name', () => {
  test('are folders, files and stories, each once', () => {
    const names = suites.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(['domain', 'domain/act', 'domain/act/kinds', 'stories', 'stories/offline'])
    );
    expect(new Set(names).size).toBe(names.length);
  });

  test.each([
    ['domain/act', ['domain/act']],
    ['test/domain/act/', ['domain/act']],
    ['kinds', ['domain/act/kinds']],
    ['test/domain/act/kinds.test.ts', ['domain/act/kinds']],
    ['offline', ['stories/offline']],
    ['fuzz', ['attack/fuzz', 'attack/fuzz/fuzz']],
    ['no such thing', []]
  ])('%s means %j', (name, meant) => {
    expect(named(name)).toEqual(meant);
  });

  test('are listed for whoever knows none of them', () => {
    const told = describeSuites(suites);
    expect(told).toMatch(/\n {2}domain\/act {2}\d+ files\n/);
    expect(told).toContain('stories/offline');
  });
});
