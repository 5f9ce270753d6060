import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import { transformSync } from 'esbuild';
import { defineConfig, type Plugin } from 'vite';
import program from './package.json' with { type: 'json' };
import { packEdition } from './src/lib/lists/pack-edition.ts';
import { languageOfMessages, localeSplit } from './src/lib/i18n/locale-split.ts';
import { archiveReader } from './src/lib/archive/build-reader.ts';
import { messagesPrefix } from './src/lib/pwa/packs.ts';
import { cutPouch } from './src/lib/store/disk/cut-pouch.ts';
import { writePacks } from './src/lib/pwa/write-packs.ts';
import { licenceNotices } from './src/lib/public-pages/licence-notices.ts';
import { replyPage } from './src/lib/reply-file/build-page.ts';
import { lessonFiles } from './src/lib/training/compile/compile-lessons.ts';
import {
  ACT_KINDS_CHUNK,
  ACT_KINDS_PRIORITY,
  FIRST_GROUPS,
  SHARED_RULES_CHUNK,
  SHARED_UI_CHUNK,
  TODAY_GROUPS
} from './src/lib/ui/bundle-groups.ts';

const unused = fileURLToPath(new URL('./src/lib/pdf/stub.ts', import.meta.url));
const pouchFilter = fileURLToPath(new URL('./src/lib/store/disk/pouch-filter.ts', import.meta.url));
const pouchEvents = fileURLToPath(new URL('./src/lib/store/disk/pouch-events.ts', import.meta.url));
const pouchStub = fileURLToPath(new URL('./src/lib/store/disk/pouch-stub.ts', import.meta.url));

const pouchMd5 = fileURLToPath(new URL('./src/lib/store/disk/pouch-md5.ts', import.meta.url));
const pouchCollate = fileURLToPath(new URL('./src/lib/store/disk/pouch-collate.ts', import.meta.url));
const pouchUuid = fileURLToPath(new URL('./src/lib/store/disk/pouch-uuid.ts', import.meta.url));

const adapterUtils = fileURLToPath(new URL('./src/lib/store/disk/pouch-adapter-utils.js', import.meta.url));

/**
 * service-worker.ts knows two kinds of files by their names: a large library that few use, which it fetches after the first
 * visit, as fonts are, and the messages of each language. Styles have short names: a page downloads the names of all styles,
 * and those of a shared file would list its pages.
 */
const namedFiles: Plugin = {
  name: 'i2es-named-files',
  outputOptions(options) {
    const { chunkFileNames: usual, assetFileNames: named } = options;
    if (this.environment.name !== 'client' || typeof usual !== 'string' || typeof named !== 'string')
      return options;
    const prefixOf = (id: string | null): string => {
      const language = languageOfMessages(id ?? '');
      if (language !== undefined) return messagesPrefix(language);
      return id?.includes('/@libpdf/core/') ? 'late-' : '';
    };
    const short = named.replace('[name].', '');
    return {
      ...options,
      chunkFileNames: ({ facadeModuleId }) => usual.replace('[hash]', `${prefixOf(facadeModuleId)}[hash]`),
      assetFileNames: ({ names }) => (names.some((one) => one.endsWith('.css')) ? short : named)
    };
  }
};

/**
 * Only the prerendered pages have data of a server, and every link to them leaves the app. Without this, each page has
 * SvelteKit's reader of such data (2 kB brotli).
 */
const withoutServerData: Plugin = {
  name: 'i2es-without-server-data',
  apply: 'build',
  config: () => ({ define: { __SVELTEKIT_HAS_SERVER_LOAD__: 'false' } })
};

const subscriber = fileURLToPath(
  new URL('./node_modules/svelte/src/reactivity/create-subscriber.js', import.meta.url)
);

/** Svelte's index of reactive values brings its sets and maps to every page, which few pages use (0.8 kB brotli). */
const subscriberAlone: Plugin = {
  name: 'i2es-subscriber-alone',
  apply: 'build',
  enforce: 'pre',
  transform(code) {
    if (this.environment.name !== 'client') return;
    const asked = /import \{ createSubscriber \} from 'svelte\/reactivity'/;
    return asked.test(code)
      ? { code: code.replace(asked, `import { createSubscriber } from '${subscriber}'`), map: null }
      : undefined;
  }
};

/** Vite copies it as it is. Each page waits for it before its first paint. */
const smallStart: Plugin = {
  name: 'i2es-small-start',
  apply: 'build',
  writeBundle({ dir }) {
    if (this.environment.name !== 'client' || dir === undefined) return;
    const file = `${dir}/start.js`;
    writeFileSync(file, transformSync(readFileSync(file, 'utf8'), { minify: true }).code);
  }
};

const nodes = '.svelte-kit/generated/client-optimized/nodes/';
const importsOf = new Map<string, readonly string[]>();

const noteImports: Plugin = {
  name: 'i2es-note-imports',
  apply: 'build',
  generateBundle: {
    order: 'pre',
    handler(_options, bundle) {
      for (const one of Object.values(bundle))
        if (one.type === 'chunk') importsOf.set(one.fileName, one.imports);
    }
  }
};

/**
 * Files that are fetched together with a file imported late, except what its importer already has. Lists for all pages
 * were 31 kB in the file of every page; the service worker fetches these pages before most people open them. Styles are
 * not in question.
 */
function filesBeside(file: string, files: string[], { hostId }: { readonly hostId: string }): string[] {
  const node = /nodes[/](\d+)[.]/.exec(file)?.[1];
  const source = node && readFileSync(new URL(`${nodes}${node}.js`, import.meta.url), 'utf8');
  if (source && !/routes[/][(]app[)][/](?:[+]layout|today[/][+]page)[.]/.test(source)) return [];
  const held = new Set([hostId]);
  for (const one of held) for (const next of importsOf.get(one) ?? []) held.add(next);
  const missing = files.filter((one) => !held.has(one));
  return missing.length > 1 ? missing : [];
}

export default defineConfig({
  plugins: [
    paraglideVitePlugin({
      project: './src/lib/i18n/project.inlang',
      outdir: './src/lib/i18n/paraglide',
      strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
      isServer: 'import.meta.env.SSR',
      // One file a language: locale-split.ts lets the browser load only the reader's.
      outputStructure: 'locale-modules',
      cleanOutdir: false
    }),
    localeSplit(),
    lessonFiles(),
    licenceNotices(),
    replyPage(),
    archiveReader(),
    namedFiles,
    cutPouch(),
    packEdition(),
    subscriberAlone,
    smallStart,
    noteImports,
    writePacks(),
    sveltekit(),
    withoutServerData
  ],
  // Kit's prerenderer wants the cookie package of its own version, not the one fastify brought.
  ssr: { noExternal: ['cookie'] },
  // Tables are read whole: a name exported for each of their keys would make them nearly twice as long.
  json: { namedExports: false },
  resolve: {
    alias: {
      // jsPDF loads these to draw web pages and SVG (106 kB gzip); the forms need neither.
      html2canvas: unused,
      canvg: unused,
      dompurify: unused,
      // PouchDB loads these to filter changes and to read JSON where the platform's own reader overflows
      // (6 kB gzip before the first desk); the store asks for neither.
      'pouchdb-changes-filter': pouchFilter,
      events: pouchEvents,
      vuvuzela: pouchStub,
      'pouchdb-md5': pouchMd5,
      'pouchdb-collate': pouchCollate,
      uuid: pouchUuid,
      'pouchdb-adapter-utils': adapterUtils
    }
  },
  build: {
    modulePreload: { resolveDependencies: filesBeside },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            ...FIRST_GROUPS,
            // The kinds are one list: spread over chunks that import each other, it would be read before all are defined.
            { name: 'act-kinds', test: ACT_KINDS_CHUNK, priority: ACT_KINDS_PRIORITY },
            ...TODAY_GROUPS,
            { name: 'shared-ui', test: SHARED_UI_CHUNK, minShareCount: 3, priority: 2 },
            {
              name: 'shared-rules',
              test: SHARED_RULES_CHUNK,
              minShareCount: 2,
              priority: 1,
              entriesAware: true,
              entriesAwareMergeThreshold: 2500
            }
          ]
        }
      }
    }
  },
  define: { global: 'globalThis', 'import.meta.env.PROGRAM_VERSION': JSON.stringify(program.version) },
  // The development server shows the app; the gateway on 4600 answers for it.
  server: { proxy: { '/api': 'http://127.0.0.1:4600', '/db': 'http://127.0.0.1:4600' } }
});
