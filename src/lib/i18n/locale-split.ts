/**
 * Paraglide's index imports all six languages. In the browser build `m` uses `catalog.ts`, which loads one language in
 * the parts of `catalog-parts.ts`. Each further message costs only its own length.
 */
import type { Plugin } from 'vite';
import { keyToPart, LATE_PARTS, type Part } from './catalog-parts.ts';

const MESSAGES = /\/i18n\/paraglide\/messages\.js$/;
const LANGUAGE = new RegExp(`/i18n/paraglide/messages/([a-z]{2})\\.js(?:\\?(${LATE_PARTS.join('|')}))?$`);

/** Of a module with messages. */
export const languageOfMessages = (id: string): string | undefined => LANGUAGE.exec(id)?.[1];

export const messagesByCatalog = `import { hasSentence, sentenceOf } from '../catalog.ts';
const ask = (key) => (inputs = {}, options) => sentenceOf(key, options)(inputs);
export const m = new Proxy({}, {
  get: (made, key) => (made[key] ??= ask(key)),
  has: (_made, key) => hasSentence(key)
});
`;

/**
 * One table under `default`: an export for each key would name it twice and be a third of the file. English fallbacks
 * point to the same part of English.
 */
export function partOfLanguage(code: string, part: Part): string {
  const [head = '', ...statements] = code.split(/^(?=export )/m);
  const rows = statements.flatMap((statement) => {
    const [, key = '', sentence] =
      /^export const (\w+) = ([^]*?);?\s*$/.exec(statement) ?? /^export \{ (\w+)/.exec(statement) ?? [];
    return keyToPart(key) === part ? `${key}: ${sentence ?? `english['${key}']`}` : [];
  });
  const isFallen = rows.some((row) => row.includes(': english['));
  const english = isFallen ? `import english from "./en.js${part === 'first' ? '' : `?${part}`}";\n` : '';
  return `${english}${head}export default {\n${rows.join(',\n')}\n};\n`;
}

export function localeSplit(): Plugin {
  let isForBrowsers = false;
  return {
    name: 'i2es-locale-split',
    configResolved: ({ command }) => void (isForBrowsers = command === 'build'),
    transform(code, id) {
      const [file, , late] = LANGUAGE.exec(id) ?? [];
      // Other builds use the compiler's index, which has each language in one file.
      if (!isForBrowsers || this.environment.name !== 'client')
        return late ? { code: partOfLanguage(code, late as Part), map: null } : undefined;
      if (MESSAGES.test(id)) return { code: messagesByCatalog, map: null };
      return file ? { code: partOfLanguage(code, (late ?? 'first') as Part), map: null } : undefined;
    }
  };
}
