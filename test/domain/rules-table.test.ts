/** `src/lib/domain/RULES.md` leads from a rule to its test and its message: both must be there. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import messages from '#lib/i18n/messages/en.json' with { type: 'json' };

const table = readFileSync(new URL('../../src/lib/domain/RULES.md', import.meta.url), 'utf8');
const rows = table.split('\n').filter((line) => /^\| R\d/.test(line));
const KEYS = Object.keys(messages);

function namedIn(cell: string | undefined): readonly string[] {
  return Array.from((cell ?? '').matchAll(/`([^`]+)`/g), ([, name]) => name!);
}

test('every rule of the Conventions has its row', () => {
  const numbers = rows.map((row) => Number(/^\| R(\d+)/.exec(row)?.[1])).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from({ length: numbers.length }, (_, index) => index + 1));
  expect(numbers.length).toBeGreaterThanOrEqual(25);
});

test.each(rows.map((row) => row.split(' | ')))('%s has its tests and its message', (...cells) => {
  const [tested, said] = [namedIn(cells[4]), namedIn(cells[5])];
  expect(tested).not.toEqual([]);
  const isThere = (name: string): boolean => {
    const path = new URL(name, import.meta.url);
    return existsSync(path) || existsSync(new URL(`${name}.test.ts`, import.meta.url));
  };
  expect(tested.filter((name) => !isThere(name))).toEqual([]);
  const unsaid = said.filter((code) => {
    const key = `problem_${code.replaceAll('.', '_').replace('…', '')}`;
    return !KEYS.some((one) => one.startsWith(key));
  });
  expect(unsaid).toEqual([]);
});
