/** Which licence texts go with the app: each once, and no package without one. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { noticesOf } from '#lib/public-pages/licence-notices.ts';

const root = mkdtempSync(join(tmpdir(), 'i2es-licences-'));
afterAll(() => rmSync(root, { recursive: true }));

function aPackage(name: string, files: Readonly<Record<string, string>>): string {
  const folder = join(root, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version: '1.2.3' }));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  return folder;
}

test('a licence text that two packages share is written once, below both names', () => {
  const folders = [
    aPackage('b', { LICENSE: 'Use it.\n' }),
    aPackage('a', { 'licence.md': 'Use it.' }),
    aPackage('c', { COPYING: 'Copy it.', 'NOTICE.txt': 'By C.' })
  ];
  expect(noticesOf(folders).split(/\n-{80}\n\n/)).toEqual([
    'a 1.2.3\nb 1.2.3\n\nUse it.\n',
    'c 1.2.3\n\nCopy it.\n\nBy C.\n'
  ]);
});

test('a package without a licence text stops the build', () => {
  const folder = aPackage('silent', { 'README.md': 'License: MIT' });
  expect(() => noticesOf([folder])).toThrow(`${folder} has no licence text.`);
});
