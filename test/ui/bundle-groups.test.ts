import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FIRST_GROUPS, SHARED_UI_CHUNK, TODAY_GROUPS } from '#lib/ui/bundle-groups.ts';

const STATIC_IMPORT = /^\s*import (?!type\b)(?:[^'"();]*? from )?'([^']+)'/gm;

function importsOf(file: string): string[] {
  const specifiers = [...readFileSync(file, 'utf8').matchAll(STATIC_IMPORT)].map(([, name]) => name ?? '');
  return specifiers.map((name) => {
    if (name.startsWith('#lib/')) return join('src/lib', name.slice('#lib/'.length));
    return name.startsWith('.') ? normalize(join(dirname(file), name)) : name;
  });
}

/** The way from the file to the headless library by imports that are not fetched late; null where there is none. */
function wayToLibrary(file: string, before: readonly string[] = []): readonly string[] | null {
  const way = [...before, file];
  for (const one of importsOf(file)) {
    if (one === 'bits-ui') return [...way, one];
    if (!/^src.*\.(?:svelte|ts)$/.test(one) || way.includes(one)) continue;
    const found = wayToLibrary(one, way);
    if (found) return found;
  }
  return null;
}

const components = readdirSync('src/lib/ui', { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.svelte'))
  .map((name) => join('src/lib/ui', name));

describe('The file that comes before the first desk', () => {
  it('brings nothing that stands on the headless library', () => {
    const taken = components.filter((file) => SHARED_UI_CHUNK.test(file));
    expect(taken.length).toBeGreaterThan(20);
    expect(taken.flatMap((file) => wayToLibrary(file) ?? [])).toEqual([]);
  });

  it('would tell: a country is chosen in a combobox, which stands on it', () => {
    expect(wayToLibrary('src/lib/ui/form/CountryField.svelte')).toContain(
      'src/lib/ui/form/ComboboxField.svelte'
    );
  });
});

describe('A module on the way to the first desk', () => {
  const IMPORTERS: Readonly<Record<string, readonly string[]>> = {
    'ring.ts': ['own.ts'],
    'own.ts': ['ring.ts', 'src/routes/(app)/+layout.svelte'],
    'shared.ts': ['own.ts', 'src/routes/company/+layout.ts'],
    'open.ts': ['shared.ts', 'src/routes/who/+page.svelte'],
    'root.ts': ['open.ts', 'src/routes/+layout.svelte'],
    'greeting.ts': ['src/routes/sign-in/+page.svelte'],
    'elsewhere.ts': ['src/routes/company/+layout.ts']
  };
  const filesOf = (id: string): readonly string[] =>
    FIRST_GROUPS.flatMap(({ name }) => {
      const file = name(id, { getModuleInfo: (one) => ({ importers: IMPORTERS[one] ?? [] }) });
      return file === null ? [] : [file];
    });

  it.each([
    [
      'used there alone is in the file of the desk, also where it is imported in a ring',
      'ring.ts',
      ['first-']
    ],
    ['of the greeting is apart from what opens records', 'greeting.ts', ['first-s']],
    ['that company pages need is in a file that few others fetch', 'shared.ts', ['first-acfr']],
    ['that an open page needs is in the file of every page', 'open.ts', ['every-page']],
    ['that the page of all pages needs is in the file of every page', 'root.ts', ['every-page']],
    ['is not what company pages alone need', 'elsewhere.ts', []]
  ])('%s', (_, id, files) => expect(filesOf(id)).toEqual(files));
});

describe('A shared module', () => {
  const IMPORTERS: Readonly<Record<string, readonly string[]>> = {
    'src/lib/ui/SheetSection.svelte': ['src/routes/(app)/today/NeedList.svelte'],
    'src/routes/(app)/today/NeedList.svelte': ['src/routes/(app)/today/+page.svelte'],
    'src/lib/domain/partners/trial.ts': ['src/lib/partners/read-trials.ts'],
    'src/lib/partners/read-trials.ts': ['src/lib/partners/PartnersNews.svelte'],
    'src/lib/domain/partners/partner-rows.ts': ['src/routes/(app)/partners/+page.svelte']
  };
  const filesOf = (id: string): readonly string[] =>
    TODAY_GROUPS.flatMap(({ name }) => {
      const file = name(id, { getModuleInfo: (one) => ({ importers: IMPORTERS[one] ?? [] }) });
      return file === null ? [] : [file];
    });

  it.each([
    ['that Today draws is in the file of Today', 'src/lib/ui/SheetSection.svelte', ['today-ui']],
    ['that a line of news on Today needs is in one too', 'src/lib/domain/partners/trial.ts', ['today-rules']],
    ['that only other pages need is in none of these', 'src/lib/domain/partners/partner-rows.ts', []]
  ])('%s', (_, id, files) => expect(filesOf(id)).toEqual(files));
});
