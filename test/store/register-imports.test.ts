/** What the register of the first desk reads comes before that desk is drawn: nothing that compares figures is among it. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');

/** Imports of types alone bring nothing with them, and what is fetched later does not come first. */
function importedBy(file: string): string[] {
  const source = readFileSync(file, 'utf8').replace(/^(?:import|export) type [^;]*;/gm, '');
  return [...source.matchAll(/\bfrom\s+'([.#][^']+)'/g)].flatMap(([, specifier = '']) => {
    const path = specifier.startsWith('#lib/')
      ? join(root, 'src/lib', specifier.slice(5))
      : resolve(dirname(file), specifier);
    return path.endsWith('.ts') && existsSync(path) ? [path] : [];
  });
}

function reachedFrom(file: string): readonly string[] {
  const reached = new Set([join(root, file)]);
  for (const one of reached) for (const other of importedBy(one)) reached.add(other);
  return [...reached].map((path) => path.slice(root.length + 1));
}

test('the register finds a number given twice without what compares figures, which the matching desk brings', () => {
  const comparing = ['src/lib/domain/matching/comparison.ts', 'src/lib/domain/matching/causes.ts'];
  const atFirst = reachedFrom('src/lib/store/index/register.ts');
  expect(atFirst).toContain('src/lib/domain/matching/given-twice.ts');
  expect(atFirst.filter((path) => comparing.includes(path))).toEqual([]);
  expect(reachedFrom('src/lib/domain/matching/matching-index.ts')).toEqual(expect.arrayContaining(comparing));
});
