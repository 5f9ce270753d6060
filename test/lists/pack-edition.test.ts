import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import edition from '#lib/domain/goods/substance-edition.json' with { type: 'json' };
import { editionByColumns } from '#lib/lists/pack-edition.ts';

const FILE = new URL('../../src/lib/domain/goods/substance-edition.json', import.meta.url);

async function unpacked(code: string): Promise<unknown> {
  const file = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { default: unknown };
  return file.default;
}

test('the browser has the same substance list as the server', async () => {
  const text = readFileSync(FILE, 'utf8');
  expect(await unpacked(editionByColumns(text))).toEqual(edition);
});

test('a member that a row lacks is absent, and a form belongs to its own substance', async () => {
  const list = {
    edition: '1',
    rows: [
      { key: 'a', forms: [] },
      { key: 'b', hs6: null, forms: [{ key: 'x', cas: '1' }, { key: 'y' }] },
      { key: 'c', hs6: '2', forms: [{ key: 'z' }] }
    ]
  };
  expect(await unpacked(editionByColumns(JSON.stringify(list)))).toStrictEqual(list);
});

test('a list with the number that marks an absent member stops the build', () => {
  const list = JSON.stringify({ rows: [{ key: 'a', weight: 0, forms: [] }] });
  expect(() => editionByColumns(list)).toThrow('the number 0');
});
