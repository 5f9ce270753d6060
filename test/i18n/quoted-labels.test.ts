/**
 * A label that a sentence quotes is the label on the screen, in every language. In English a quotation (“…” in messages,
 * bold in help, lessons and pages) that is a message of its own is a label; the other languages quote the same message.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LOCALES, readMessages, sentencesOf, type Message } from './message-file.ts';

const bare = (text: string): string =>
  text
    .replace(/[\u00ad\u2066-\u2069]/g, '')
    .replace(/\u00a0/g, ' ')
    .replace(/…$/u, '')
    .trim();

const english = readMessages('en');
const keysByLabel = new Map<string, string[]>();
for (const [key, message] of Object.entries(english)) {
  if (typeof message !== 'string' || message.includes('{')) continue;
  const label = bare(message);
  keysByLabel.set(label, [...(keysByLabel.get(label) ?? []), key]);
}

/** Labels in a text of English, by the keys that have them. */
function labelsIn(text: string, quotation: RegExp): readonly (readonly [string, readonly string[]])[] {
  return [...text.matchAll(quotation)].flatMap(([, quoted = '']) => {
    const keys = keysByLabel.get(bare(quoted));
    return keys ? [[quoted, keys] as const] : [];
  });
}

const textOf = (message: Message | undefined): string =>
  message === undefined ? '' : sentencesOf(message).join(' ');

function isQuoted(locale: string, text: string, keys: readonly string[]): boolean {
  const messages = readMessages(locale);
  const read = bare(text).toLowerCase();
  return keys.some((key) => read.includes(bare(textOf(messages[key])).toLowerCase()));
}

const others = LOCALES.filter((locale) => locale !== 'en');

describe.each(others)('labels quoted in %s', (locale) => {
  it('in messages are the labels on the screen', () => {
    const messages = readMessages(locale);
    const strays = Object.entries(english).flatMap(([key, message]) =>
      labelsIn(textOf(message), /“([^”]+)”/g)
        .filter(([, keys]) => !isQuoted(locale, textOf(messages[key]), keys))
        .map(([label]) => `${key}: ${label}`)
    );
    expect(strays).toEqual([]);
  });

  it.each(['training/help', 'training/lessons', 'public-pages/pages'])(
    'in %s are the labels on the screen',
    (folder) => {
      const url = new URL(`../../src/lib/${folder}/`, import.meta.url);
      const read = (name: string, language: string): string =>
        readFileSync(new URL(`${name}/${language}.md`, url), 'utf8');
      const strays = readdirSync(url).flatMap((name) =>
        labelsIn(read(name, 'en'), /\*\*([^*]+)\*\*/g)
          .filter(([, keys]) => !isQuoted(locale, read(name, locale), keys))
          .map(([label]) => `${name}: ${label}`)
      );
      expect([...new Set(strays)]).toEqual([]);
    }
  );
});
