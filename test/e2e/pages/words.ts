/** The screens' own words in a language, so that a story follows them wherever a translation stands. */
import { readFileSync } from 'node:fs';

export type Say = (key: string, values?: Readonly<Record<string, string>>) => string;

const FOLDER = new URL('../../../src/lib/i18n/messages/', import.meta.url);

function readMessages(locale: string): Record<string, unknown> {
  return JSON.parse(readFileSync(new URL(`${locale}.json`, FOLDER), 'utf8')) as Record<string, unknown>;
}

const ENGLISH = readMessages('en');

/**
 * What is not translated is said in English, and set apart where the reader writes from the right, as on the
 * screen. Sentences with a plural are not for this.
 */
export function wordsOf(locale: string): Say {
  const messages = readMessages(locale);
  const isMirrored = locale === 'ar';
  return (key, values = {}) => {
    const own = messages[key];
    const text = own ?? ENGLISH[key];
    if (typeof text !== 'string') throw new Error(`No plain sentence under ${key}`);
    const shown = own === undefined && isMirrored ? `\u2066${text}\u2069` : text;
    return shown.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
  };
}

export const english = wordsOf('en');
