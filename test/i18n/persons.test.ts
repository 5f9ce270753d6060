/** A person of the trade may be anybody: the code, its tests and its papers say they, or name the role. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const root = new URL('../../', import.meta.url);
const GENDERED = /(?<![\\\p{L}])(?:he|him|his|himself|she|her|hers|herself)(?![\\\p{L}])/iu;

/** What forbids the words has to name them. */
const NAMES_THEM = ['test/i18n/persons.test.ts', 'test/i18n/glossary.ts'];

function filesBelow(room: string): string[] {
  return readdirSync(new URL(`${room}/`, root), { recursive: true, encoding: 'utf8' })
    .map((name) => `${room}/${name.replaceAll('\\', '/')}`)
    .filter((name) => /\.(?:ts|js|svelte|css|html|md)$/.test(name) && !name.includes('/paraglide/'));
}

function linesOf(name: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) => (GENDERED.test(line) ? [`${name}:${index + 1} ${line.trim()}`] : []));
}

test('nobody is he or she', () => {
  const files = ['src', 'couch', 'test'].flatMap(filesBelow).filter((name) => !NAMES_THEM.includes(name));
  expect(files.length).toBeGreaterThan(1000);
  const papers = ['README.md', 'CHANGELOG.md'];
  const read = (name: string): string[] => linesOf(name, readFileSync(new URL(name, root), 'utf8'));
  expect([...files, ...papers].flatMap(read)).toEqual([]);
});

test.each(['An officer at her desk.', "test('he issues', run)", 'Himself he trusts.'])(
  'a planted one is found: %s',
  (line) => expect(linesOf('x.ts', line)).toHaveLength(1)
);

test('letters within a word or beside an escape are no person', () => {
  expect(linesOf('x.ts', "'He\\u200Bad' the other hero")).toEqual([]);
});
