/**
 * Paraglide's index imports all six languages. In the browser build `m` uses `catalog.ts`, which loads one language in
 * the parts of `catalog-parts.ts`. Each further message costs only its own length.
 */
import type { Plugin } from 'vite';
import { keyToPart, LATE_PARTS, type Part } from './catalog-parts.ts';

const MESSAGES = /\/i18n\/paraglide\/messages\.js$/;
const LANGUAGE = new RegExp(`/i18n/paraglide/messages/[a-z]{2}\\.js(?:\\?(${LATE_PARTS.join('|')}))?$`);

export const messagesByCatalog = `import { hasSentence, sentenceOf } from '../catalog.ts';
const ask = (key) => (inputs = {}, options) => sentenceOf(key, options)(inputs);
export const m = new Proxy({}, {
  get: (made, key) => (made[key] ??= ask(key)),
  has: (_made, key) => hasSentence(key)
});
`;

/** English fallbacks point to the same part of English. */
export function partOfLanguage(code: string, part: Part): string {
  const statements = code.split(/^(?=export )/m);
  const kept = statements.filter((statement) => {
    const key = /^export (?:const |\{ )(\w+)/.exec(statement)?.[1];
    return key === undefined || keyToPart(key) === part;
  });
  const joined = kept.join('');
  return part === 'first' ? joined : joined.replaceAll('from "./en.js"', `from "./en.js?${part}"`);
}

export function localeSplit(): Plugin {
  let isForBrowsers = false;
  return {
    name: 'i2es-locale-split',
    configResolved: ({ command }) => void (isForBrowsers = command === 'build'),
    transform(code, id) {
      const [file, late] = LANGUAGE.exec(id) ?? [];
      // Other builds use the compiler's index, which has each language in one file.
      if (!isForBrowsers || this.environment.name !== 'client')
        return late ? { code: partOfLanguage(code, late as Part), map: null } : undefined;
      if (MESSAGES.test(id)) return { code: messagesByCatalog, map: null };
      return file ? { code: partOfLanguage(code, (late ?? 'first') as Part), map: null } : undefined;
    }
  };
}
