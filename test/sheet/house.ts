/** What the house itself says of its screens: the pages of its routes folder, and the desks of its table by role. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin } from 'esbuild';

const SOURCE = fileURLToPath(new URL('../../src/', import.meta.url));

/** What of the house stands in its tables, brought together. */
const TABLES = `
export { desksFor } from './routes/(app)/desks.ts';
export { PUBLIC_PAGES, publicHref } from './lib/public-pages/public-pages.ts';`;

interface Tables {
  readonly desksFor: (role: string) => readonly { readonly href: string }[];
  readonly PUBLIC_PAGES: readonly string[];
  readonly publicHref: (locale: string, page: string) => string;
}

export interface House {
  readonly routes: readonly string[];
  /** Addresses of the desks that a role sees, as the shell lists them. */
  readonly desksOf: (role: string) => readonly string[];
  readonly publicPaths: (locale: string) => readonly string[];
}

/** Patterns such as `/people/[person]`, of all or of one group; the group's name has no part in an address. */
export function readRoutes(group = ''): readonly string[] {
  return readdirSync(`${SOURCE}routes/${group}`, { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => file === '+page.svelte' || file.endsWith('/+page.svelte'))
    .map((file) => `/${file.slice(0, -'+page.svelte'.length)}`.replace(/\/\([^)]*\)/g, '').replace(/\/$/, ''))
    .map((route) => route || '/')
    .sort();
}

/** Outside Kit there is neither a place that the app stands under nor a language: neither is asked for here. */
const withoutKit: Plugin = {
  name: 'without-kit',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^\$app\/paths$|i18n\/messages\.ts$/ }, ({ path }) => ({
      path,
      namespace: 'without-kit'
    }));
    onLoad({ filter: /.*/, namespace: 'without-kit' }, ({ path }) => ({
      contents:
        path === '$app/paths'
          ? `export const base = '';`
          : 'export const m = new Proxy({}, { get: () => () => "" });'
    }));
  }
};

async function readTables(): Promise<Tables> {
  const { outputFiles } = await build({
    stdin: { contents: TABLES, resolveDir: SOURCE },
    bundle: true,
    format: 'esm',
    platform: 'node',
    define: { 'import.meta.env.SSR': 'true' },
    write: false,
    plugins: [withoutKit]
  });
  const [{ text } = { text: '' }] = outputFiles;
  return (await import(`data:text/javascript,${encodeURIComponent(text)}`)) as Tables;
}

export async function readHouse(): Promise<House> {
  const { desksFor, PUBLIC_PAGES, publicHref } = await readTables();
  return {
    routes: readRoutes(),
    desksOf: (role) => desksFor(role).map(({ href }) => href),
    publicPaths: (locale) => PUBLIC_PAGES.map((page) => publicHref(locale, page))
  };
}
