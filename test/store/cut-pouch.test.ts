import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { withoutUnused } from '#lib/store/disk/cut-pouch.ts';
import { collate } from '#lib/store/disk/pouch-collate.ts';
import { v4 } from '#lib/store/disk/pouch-uuid.ts';

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
    ['putAttachment', 'compact', 'bulkGet', 'allDocs'],
    ['get', 'revsDiff', '_bulkDocs', '_changes']
  ]
])('%s loses the methods that nothing calls, and no other', (name, without, kept) => {
  const has = (method: string): boolean => new RegExp(`[.]${method} = `).test(cut(name));
  expect(without.filter(has)).toEqual([]);
  expect(kept.filter((method) => !has(method))).toEqual([]);
});

test('a part that has another text stops the build', () => {
  expect(() => withoutUnused('export default 1;', fileOf('pouchdb-replication'))).toThrow('no longer');
});

test('sequences and names are compared as by PouchDB, and ids are random', async () => {
  const theirs = (await import(fileOf('pouchdb-collate'))) as { collate(a: unknown, b: unknown): number };
  const values = [0, 7, 12, '', '12-g1AA', '7-g1AA', 'filter', 'since'];
  for (const a of values)
    for (const b of values.filter((one) => typeof one === typeof a))
      expect([a, b, Math.sign(collate(a, b))]).toEqual([a, b, Math.sign(theirs.collate(a, b))]);
  expect(collate(12, '12-g1AA')).not.toBe(0);
  expect(v4()).toMatch(/^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/);
  expect(v4()).not.toBe(v4());
});
