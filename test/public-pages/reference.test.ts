/** The reference of the interface: every operation and shape is there, and its labels in all languages. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ACT_KINDS } from '#lib/domain/act/kinds.ts';
import { OPERATION_WORDS } from '#lib/domain/api/api-words.ts';
import { OPERATIONS } from '#lib/domain/api/operations.ts';
import { locales } from '#lib/i18n/locale.ts';
import { parsePage } from '#lib/public-pages/parse-page.ts';
import { readLabels, readReference, type MemberRow } from '#lib/public-pages/reference.ts';

function messagesIn(locale: string): Readonly<Record<string, unknown>> {
  const file = new URL(`../../src/lib/i18n/messages/${locale}.json`, import.meta.url);
  return JSON.parse(readFileSync(file, 'utf8')) as Readonly<Record<string, unknown>>;
}

function labelsIn(locale: string): Readonly<Record<string, string>> {
  const file = new URL(`../../src/lib/public-pages/pages/interface/${locale}.md`, import.meta.url);
  return readLabels(parsePage(readFileSync(file, 'utf8'), locale).blocks).labels;
}

test('its labels are the same in every language, and name each operation as the description does in English', () => {
  const english = labelsIn('en');
  for (const locale of locales) {
    const labels = labelsIn(locale);
    expect(Object.keys(labels)).toEqual(Object.keys(english));
    expect(Object.values(labels).filter((text) => text === '')).toEqual([]);
  }
  const named = Object.entries(english).filter(([key]) => key.startsWith('op '));
  expect(Object.fromEntries(named.map(([key, text]) => [key.slice(3), text]))).toEqual(OPERATION_WORDS);
});

test('its screen asks for labels that are there, and each label is asked for', () => {
  const screens = ['ReferenceShow', 'MemberList'].map((name) =>
    readFileSync(new URL(`../../src/lib/public-pages/${name}.svelte`, import.meta.url), 'utf8')
  );
  const asked = screens.join('').match(/'[a-z-]+'/g) ?? [];
  const { lists } = readReference(messagesIn('en'));
  const used = new Set([...asked.map((one) => one.slice(1, -1)), ...lists.map(({ name }) => name)]);
  const labels = Object.keys(labelsIn('en')).filter((key) => !key.startsWith('op '));
  expect(labels.filter((key) => !used.has(key))).toEqual([]);
});

test('every operation, kind, linked shape and refusal is in it, refusals in the reader’s language', () => {
  const { operations, shapes, problems } = readReference(messagesIn('ar'));
  const refused = operations.flatMap(({ refusals }) => refusals.flatMap(([, codes]) => codes));
  expect(problems.map(([code]) => code)).toEqual([...new Set(refused)].sort());
  expect(problems.filter(([, sentence]) => !/[\u0600-\u06ff]/.test(sentence))).toEqual([]);
  expect(operations.map(({ id }) => id)).toEqual(OPERATIONS.map(({ id }) => id));
  const names = shapes.map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining([...ACT_KINDS]));
  const rows: readonly MemberRow[] = [
    ...operations.flatMap(({ parameters, request, reply }) => [...parameters, ...(request ?? []), ...reply]),
    ...shapes.flatMap(({ members }) => members)
  ];
  expect(rows.flatMap(({ shape }) => (shape === null || names.includes(shape) ? [] : shape))).toEqual([]);
  expect(shapes.find(({ name }) => name === 'line')?.members.map(({ path }) => path)).toContain(
    'factor.value'
  );
});
