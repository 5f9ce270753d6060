/** A colon after a label is a sentence of each language: French sets a space before it, Chinese its own sign. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readMessages } from './message-file.ts';

const root = new URL('../../src/', import.meta.url);
const screens = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (name) =>
    /\.(?:svelte|ts)$/.test(name) && !/^lib\/(?:domain|store|crypto|i18n)\//.test(name.replaceAll('\\', '/'))
);

/** What follows an expression or an element in a template, and what joins two expressions in a text. */
const IN_TEMPLATE = /(?:\}|<\/\w+>)\s*[:：](?=\s|<|\{)/g;
const IN_TEXT = /\}\s*: ?(?=\$\{[^`]*`)|[+(]\s*['"`]: ['"`]/g;

function colonsIn(name: string, source: string): string[] {
  const blank = (part: string): string => part.replace(/[^\n]/g, ' ');
  const template = name.endsWith('.svelte')
    ? source
        .replace(/<(script|style)[\s\S]*?<\/\1>/g, blank)
        // An expression in braces keeps its braces alone: a condition within it has a colon of its own.
        .replace(/\{(?:[^{}]|\{[^{}]*\})*\}/g, (part) => `{${blank(part.slice(1, -1))}}`)
    : '';
  return [...template.matchAll(IN_TEMPLATE), ...source.matchAll(IN_TEXT)].map(
    ({ index }) => `${name}:${source.slice(0, index).split('\n').length}`
  );
}

test('no screen puts a colon after a label by itself', () => {
  expect(screens.length).toBeGreaterThan(200);
  expect(screens.flatMap((name) => colonsIn(name, readFileSync(new URL(name, root), 'utf8')))).toEqual([]);
});

test.each([
  ['x.svelte', '<p>{m.label()}: {text}</p>'],
  ['x.svelte', '<p><strong>{words[weight]()}:</strong> {text}</p>'],
  ['x.svelte', '<p><bdi>{name}</bdi>: {text}</p>'],
  ['x.ts', 'const words = `${m.label()}: ${count}`;'],
  ['x.ts', "const words = label + ': ' + text;"]
])('a planted one in %s is found: %s', (name, source) => {
  expect(colonsIn(name, source)).toHaveLength(1);
});

test('the colon is each language’s own', () => {
  const colonOf = (locale: 'en' | 'fr' | 'es' | 'ru' | 'zh' | 'ar'): unknown =>
    (readMessages(locale) as Record<string, unknown>)['ui_label_colon'];
  expect(colonOf('en')).toBe('{label}:');
  expect(colonOf('fr')).toBe('{label}\u00a0:');
  expect(colonOf('zh')).toBe('{label}\uff1a');
});

test('in Chinese no sentence sets a narrow colon after its own signs', () => {
  const sentences = Object.values(readMessages('zh')).filter((one) => typeof one === 'string');
  expect(sentences.length).toBeGreaterThan(1000);
  expect(sentences.filter((one) => /\p{Script=Han}\}?: /u.test(one))).toEqual([]);
});
