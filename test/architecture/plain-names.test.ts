/** Names that a stranger understands. A row says what a name must not be, and what it is instead. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const NAMES: readonly { readonly never: RegExp; readonly instead: string }[] = [
  {
    never: /\b(?:MOST|LEAST|FEW|MANY|ENOUGH|LONGEST|PATIENCE)(?:_[A-Z0-9_]+)?\b(?=\s*[=:,)\]};])/,
    instead: 'MAX_ or MIN_, with the thing and its unit (_MS, _DAYS, _BYTES)'
  }
];

const files = ['src', 'couch', 'test'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((path) => join(folder, path))
    .filter((path) => /\.(ts|js|svelte)$/.test(path) && !path.includes('paraglide'))
    .filter((path) => !path.endsWith('plain-names.test.ts'))
);

test.each(NAMES)('no name of the code is like $never: $instead', ({ never }) => {
  const strays = files.filter((path) => never.test(readFileSync(join(root, path), 'utf8')));
  expect(strays).toEqual([]);
});
