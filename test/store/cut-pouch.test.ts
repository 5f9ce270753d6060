import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { withoutUnused } from '#lib/store/disk/cut-pouch.ts';

const fileOf = (name: string): string =>
  fileURLToPath(new URL(`../../node_modules/${name}/lib/index.es.js`, import.meta.url));
const cut = (name: string): string => withoutUnused(readFileSync(fileOf(name), 'utf8'), fileOf(name)) ?? '';

test.each([
  [
    'pouchdb-core',
    ['putAttachment', 'purge'],
    ['put', 'remove', 'revsDiff', 'bulkGet', 'compact', 'destroy']
  ],
  [
    'pouchdb-adapter-http',
    ['putAttachment', 'compact'],
    ['get', 'bulkGet', 'allDocs', 'revsDiff', '_bulkDocs']
  ]
])('%s loses the methods that nothing calls, and no other', (name, without, kept) => {
  const has = (method: string): boolean => new RegExp(`[.]${method} = `).test(cut(name));
  expect(without.filter(has)).toEqual([]);
  expect(kept.filter((method) => !has(method))).toEqual([]);
});

test('a part that has another text stops the build', () => {
  expect(() => withoutUnused('export default 1;', fileOf('pouchdb-replication'))).toThrow('no longer');
});
