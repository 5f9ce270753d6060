/**
 * Build step: the program of a file for partners outside I2ES, as one script and one style that the app writes into the
 * file, and the sentences of each language. The program is made of the same modules as the app.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin as BundlePlugin } from 'esbuild';
import type { Plugin } from 'vite';
import { FOLLOW_UP_CODES } from '../domain/dossier/follow-up-codes.ts';
import { LETTER_LANGUAGES, type LetterLanguage } from '../domain/registration/request.ts';
import { noticesOf } from '../public-pages/licence-notices.ts';
import { keyToName } from '../i18n/catalog-parts.ts';

const SOURCES = fileURLToPath(new URL('..', import.meta.url));

export interface BuiltPage {
  readonly script: string;
  readonly style: string;
  /** Licences of the packages in the script, which require their text in every copy. */
  readonly notices: string;
  readonly texts: Readonly<Record<LetterLanguage, { readonly script: string; readonly noScript: string }>>;
}

/** Languages from the file itself, in place of modules that read all languages or ask a server. */
function ownLanguage(folder: string): BundlePlugin {
  const filter = /(?:paraglide\/(?:messages|runtime)|\.\.\/runtime|\/country-names)\.[jt]s$/;
  const path = `${folder}/language.ts`;
  return { name: 'own-language', setup: ({ onResolve }) => onResolve({ filter }, () => ({ path })) };
}

/** ES2020: every browser since 2020. */
async function bundle(
  entry: object,
  folder: string
): Promise<{ readonly outputs: readonly string[]; readonly inputs: readonly string[] }> {
  const { outputFiles, metafile } = await build({
    ...entry,
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'iife',
    outdir: 'out',
    target: 'es2020',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
    plugins: [ownLanguage(folder)],
    absWorkingDir: fileURLToPath(new URL('../../..', import.meta.url))
  });
  return { outputs: outputFiles.map(({ text }) => text.trim()), inputs: Object.keys(metafile.inputs) };
}

/** Problems that the reply can have, by their codes. */
const OF_REPLY = /^(?:endorsement|paper|actual|quantity|date|text|reply)\./;
const PROBLEMS = Object.keys(FOLLOW_UP_CODES).filter((code) => OF_REPLY.test(code));

export function messagesIn(language: LetterLanguage): Readonly<Record<string, string>> {
  const text = readFileSync(`${SOURCES}i18n/messages/${language}.json`, 'utf8');
  return JSON.parse(text) as Record<string, string>;
}

function keysIn(files: readonly string[], codes: readonly string[]): readonly string[] {
  const named = files
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/\bm\.([a-z]\w+)/g)].map(([, key]) => key!));
  const problems = codes.map((code) => `problem_${code.replace(/[.-]/g, '_')}`);
  // A comment can have the form of a sentence's name too.
  const known = messagesIn('en');
  return [...new Set([...named, ...problems])].filter((key) => key in known).sort();
}

function textsOf(keys: readonly string[], language: LetterLanguage, folder: string): Promise<string> {
  const contents = `import * as all from './paraglide/messages/${language}.js';
    globalThis.i2esTexts = {${keys.map((key) => `${key}: all.${keyToName(key)}`).join()}};`;
  return bundle({ stdin: { contents, resolveDir: `${SOURCES}i18n` } }, folder).then(
    ({ outputs }) => outputs[0] ?? ''
  );
}

let built: Promise<BuiltPage> | null = null;

export function buildPage(): Promise<BuiltPage> {
  built ??= makePage(`${SOURCES}reply-file/page`, PROBLEMS);
  return built;
}

/** `folder` has main.ts, page.css and language.ts; `codes` are the problems that the page can show. */
export async function makePage(folder: string, codes: readonly string[]): Promise<BuiltPage> {
  const page = await bundle({ entryPoints: [`${folder}/main.ts`] }, folder);
  const styles = await bundle({ entryPoints: [`${folder}/page.css`] }, folder);
  const keys = keysIn(page.inputs, codes);
  const texts = await Promise.all(
    LETTER_LANGUAGES.map(async (language) => {
      const noScript = messagesIn(language)['reply_page_no_script'] ?? '';
      return [language, { script: await textsOf(keys, language, folder), noScript }] as const;
    })
  );
  const [script = '', style = ''] = [page.outputs[0], styles.outputs[0]];
  const folders = page.inputs.flatMap((file) => PACKAGE.exec(file)?.[0] ?? []);
  const notices = noticesOf([...new Set(folders)]).replace(/-{2,}/g, '');
  return { script, style, notices, texts: Object.fromEntries(texts) as BuiltPage['texts'] };
}

const PACKAGE = /^node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/;
const MODULE = /^virtual:reply-page(?:\/([a-z]{2}))?$/;

export function replyPage(): Plugin {
  return {
    name: 'i2es-reply-page',
    resolveId: (id) => (MODULE.test(id) ? `\0${id}` : undefined),
    async load(id) {
      const [name, language] = MODULE.exec(id.replace('\0', '')) ?? [];
      if (!name) return undefined;
      const { texts, ...page } = await buildPage();
      return `export default ${JSON.stringify(language ? texts[language as LetterLanguage] : page)}`;
    }
  };
}
