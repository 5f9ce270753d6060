/**
 * Build step: paraglide's index calls all six languages, so every reader would carry all of them. For the
 * browser's build `m` asks `catalog.ts`, which loads one language, in two parts: what the desks say, and
 * what may come after the first screen. A sentence more costs its own length and no code.
 */
import type { Plugin } from 'vite';

const MESSAGES = /\/i18n\/paraglide\/messages\.js$/;
const LANGUAGE = /\/i18n\/paraglide\/messages\/[a-z]{2}\.js(\?late)?$/;
const LATE =
  /^(?:problem|form|help|training|incb|registration|audit|tamper|people|settings|security|devices|trust|keys)_/;
/** Said for a problem whose own sentence is not there, so it must be there first. */
const EARLY = /^problem_unknown$/;

export const messagesByCatalog = `import { hasSentence, sentenceOf } from '../catalog.ts';
const ask = (key) => (inputs = {}, options) => sentenceOf(key, options)(inputs);
export const m = new Proxy({}, {
  get: (made, key) => (made[key] ??= ask(key)),
  has: (_made, key) => hasSentence(key)
});
`;

/** Keeps one part of a compiled language; a fallback to English points to the same part of English. */
export function partOfLanguage(code: string, wantsLate: boolean): string {
  const statements = code.split(/^(?=export )/m);
  const kept = statements.filter((statement) => {
    const key = /^export (?:const |\{ )(\w+)/.exec(statement)?.[1];
    return key === undefined || (LATE.test(key) && !EARLY.test(key)) === wantsLate;
  });
  return wantsLate ? kept.join('').replaceAll('from "./en.js"', 'from "./en.js?late"') : kept.join('');
}

export function localeSplit(): Plugin {
  return {
    name: 'i2es-locale-split',
    apply: 'build',
    transform(code, id) {
      if (this.environment.name !== 'client') return undefined;
      if (MESSAGES.test(id)) return { code: messagesByCatalog, map: null };
      const language = LANGUAGE.exec(id);
      return language ? { code: partOfLanguage(code, language[1] !== undefined), map: null } : undefined;
    }
  };
}
