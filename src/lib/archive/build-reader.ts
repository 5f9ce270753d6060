/**
 * Build step: the page and the explanation that every archive of a country contains, each in all languages, and the
 * program that prints its forms in a thread of the server.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Plugin } from 'vite';
import { LETTER_LANGUAGES } from '../domain/registration/request.ts';
import { makePage, messagesIn } from '../reply-file/build-page.ts';
import { NAMES_ID } from './page/page-content.ts';

const SOURCES = fileURLToPath(new URL('..', import.meta.url));
const CODES = [
  'archive.zip',
  'archive.manifest',
  'archive.entry.missing',
  'archive.entry.changed',
  'archive.entry.added',
  'archive.entry.unreadable'
];

export interface BuiltReader {
  readonly page: string;
  readonly readme: string;
}

let built: Promise<BuiltReader> | null = null;

export function buildReader(): Promise<BuiltReader> {
  built ??= makeReader();
  return built;
}

async function makeReader(): Promise<BuiltReader> {
  const { script, style, notices, texts } = await makePage(`${SOURCES}archive/page`, CODES);
  const languages = LETTER_LANGUAGES.map((one) => `${one}(){${texts[one].script}}`).join();
  const program = `globalThis.i2esLanguages={${languages}};\n${script}`;
  const policy = `default-src 'none'; script-src '${hashOf(program)}'; style-src '${hashOf(style)}'; base-uri 'none'; form-action 'none'`;
  const names = LETTER_LANGUAGES.map((one) => [one, readNames(one)]);
  const noScript = LETTER_LANGUAGES.map((one) => `<p lang="${one}">${texts[one].noScript}</p>`).join('');
  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex">
<title>I2ES</title>
<style>${style}</style>
</head>
<body>
<noscript>${noScript}</noscript>
<main id="page"></main>
<script type="application/json" id="${NAMES_ID}">${JSON.stringify(Object.fromEntries(names)).replace(/</g, '\\u003c')}</script>
<script>${program}</script>
<!--
${notices}
-->
</body>
</html>
`;
  return { page, readme: LETTER_LANGUAGES.map(readmeIn).join('\r\n\r\n') };
}

function readNames(language: string): unknown {
  return JSON.parse(readFileSync(`${SOURCES}i18n/country-names/${language}.json`, 'utf8'));
}

const README = [
  'archive_readme_what',
  'archive_readme_reader',
  'archive_readme_acts',
  'archive_readme_keys',
  'archive_readme_others',
  'archive_readme_forms',
  'archive_readme_manifest',
  'archive_readme_care'
];

function readmeIn(language: (typeof LETTER_LANGUAGES)[number]): string {
  const messages = messagesIn(language);
  return README.map((key) => messages[key]).join('\r\n');
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

const FORMS = `
import { readFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { openForms } from './print-forms.ts';
const fonts = {};
const loadFont = (file) => (fonts[file] ??= readFile(workerData.fonts + '/' + file).then((bytes) => new Uint8Array(bytes)));
const opened = openForms(workerData.setup, loadFont);
parentPort.on('message', async (dossier) => parentPort.postMessage(await (await opened)(dossier)));
`;

/** The messages of all languages are in the program, so a language needs only its country names. */
const CATALOG = `export { openCountryNames as loadCatalog } from './country-names.ts';`;

/** CommonJS, because jsPDF for Node is. A page cannot use it, and so no visitor loads it. */
export async function buildForms(): Promise<string> {
  const unused = `${SOURCES}pdf/stub.ts`;
  const { outputFiles } = await build({
    stdin: { contents: FORMS, resolveDir: `${SOURCES}archive`, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: 'node20',
    mainFields: ['module', 'main'],
    define: JSON.parse('{"import.meta.env.SSR":"true"}') as Record<string, string>,
    alias: { html2canvas: unused, canvg: unused, dompurify: unused },
    legalComments: 'none',
    logLevel: 'error',
    absWorkingDir: fileURLToPath(new URL('../../..', import.meta.url)),
    plugins: [
      {
        name: 'whole-catalog',
        setup: ({ onLoad }) =>
          onLoad({ filter: /i18n.catalog\.ts$/ }, () => ({
            contents: CATALOG,
            loader: 'ts',
            resolveDir: `${SOURCES}i18n`
          }))
      }
    ]
  });
  return outputFiles[0]?.text ?? '';
}

export function archiveReader(): Plugin {
  return {
    name: 'i2es-archive-reader',
    async generateBundle() {
      if (this.environment.name !== 'client') return;
      const { page, readme } = await buildReader();
      this.emitFile({ type: 'asset', fileName: 'archive-reader.html', source: page });
      this.emitFile({ type: 'asset', fileName: 'archive-readme.txt', source: readme });
      this.emitFile({ type: 'asset', fileName: 'archive-forms.cjs', source: await buildForms() });
    }
  };
}
