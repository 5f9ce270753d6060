/** Reads a message file as the tests need it: sentences, placeholders, plural categories. */
import { readFileSync } from 'node:fs';

interface Variants {
  readonly declarations?: readonly string[];
  readonly selectors?: readonly string[];
  readonly match: Readonly<Record<string, string>>;
}
export type Message = string | readonly Variants[];
type Messages = Readonly<Record<string, Message>>;

export const LOCALES = ['en', 'fr', 'es', 'ru', 'zh', 'ar'] as const;

export function readMessages(locale: string): Messages {
  const url = new URL(`../../src/lib/i18n/messages/${locale}.json`, import.meta.url);
  const { $schema: _schema, ...messages } = JSON.parse(readFileSync(url, 'utf8')) as Record<string, Message>;
  return messages;
}

export function sentencesOf(message: Message): readonly string[] {
  return typeof message === 'string'
    ? [message]
    : message.flatMap((variants) => Object.values(variants.match));
}

export function placeholdersOf(message: Message): readonly string[] {
  const found = sentencesOf(message).flatMap((text) =>
    [...text.matchAll(/(?<!\\)\{(\w+)\}/g)].map((hit) => hit[1]!)
  );
  const selected = typeof message === 'string' ? [] : message.flatMap(inputsOf);
  return [...new Set([...found, ...selected])].sort();
}

function inputsOf(variants: Variants): string[] {
  return (variants.declarations ?? []).flatMap((line) => /^input (\w+)$/.exec(line)?.slice(1) ?? []);
}

/** The plural categories a message answers for, or undefined when it counts nothing. */
export function pluralCategoriesOf(message: Message): readonly string[] | undefined {
  if (typeof message === 'string') return undefined;
  const plurals = message.flatMap((variants) =>
    (variants.declarations ?? []).flatMap((line) => /^local (\w+) = \w+: plural/.exec(line)?.slice(1) ?? [])
  );
  if (plurals.length === 0) return undefined;
  const conditions = message.flatMap((variants) =>
    Object.keys(variants.match).flatMap((key) => key.split(/,\s*/))
  );
  const categories = conditions.map((condition) => condition.trim().split('='));
  return [
    ...new Set(categories.filter(([name]) => plurals.includes(name ?? '')).map(([, category]) => category!))
  ].sort();
}
