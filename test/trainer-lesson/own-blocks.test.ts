/** What a page shows of a trainer's Markdown: known pieces and words, whatever stands in it. */
import { expect, test } from 'vitest';
import { ownBlocks, ownQuestions } from '#lib/trainer-lesson/own-blocks.ts';
import { lessonFields, readLesson, type TypedLesson } from '#lib/trainer-lesson/lesson-form.ts';
import { locales } from '#lib/i18n/locale.ts';
import { m } from '#lib/i18n/messages.ts';
import { publicBlocks, plainText } from '#lib/training/passages.ts';

test('a trainer’s text is the blocks that the product’s own lessons have', () => {
  const { read, strange } = ownBlocks('## What came\n\nA **partial** one.\n\n- one\n- two\n\n> Ask.');
  expect(read.map(({ kind }) => kind)).toEqual(['heading', 'paragraph', 'list', 'note']);
  expect(strange).toEqual([]);
});

test.each([
  ['HTML', 'Before.\n\n<img src=x onerror=alert(1)>\n\nAfter.'],
  ['a script', 'Before.\n\n<script>alert(1)</script>\n\nAfter.'],
  ['an address that runs', 'Before.\n\n[here][1]\n\n[1]: javascript:alert(1)\n\nAfter.'],
  ['a link to elsewhere', 'Before.\n\nhttps://elsewhere.example\n\nAfter.'],
  ['a picture from elsewhere', 'Before.\n\n![x](https://elsewhere.example/x.png)\n\nAfter.']
])('what no lesson has is shown as the words it is, and takes nothing with it: %s', (_, source) => {
  const { read, strange } = ownBlocks(source);
  expect(strange.length).toBeGreaterThan(0);
  expect(JSON.stringify(read)).not.toMatch(/"to":|"html"/);
  const words = read.map((block) =>
    'text' in block && typeof block.text !== 'string' ? plainText(block.text) : ''
  );
  expect([words[0]?.trim(), words.at(-1)?.trim()]).toEqual(['Before.', 'After.']);
});

test.each([
  ['/matching', '/fr/help#matching'],
  ['/authorizations/drafts?x=1', '/fr/help#authorizations'],
  ['/sign-in', '/fr/help#begin'],
  ['/unknown', '/fr/help#help'],
  ['/training', '/training'],
  ['/register', '/register'],
  ['/fr/about', '/fr/about'],
  ['/', '/']
])('for a reader without an account, a link to %s opens %s', (to, opened) => {
  const { read } = ownBlocks(`Go to [this page](${to}).\n\n- and **[here](${to})**`);
  const places = JSON.stringify(publicBlocks(read, 'fr')).match(/"to":"[^"]*"/g);
  expect(places).toEqual([`"to":"${opened}"`, `"to":"${opened}"`]);
});

test.each(locales.map((locale) => [locale, m.own_lesson_field_text_hint({}, { locale })] as const))(
  'the link that the form recommends opens its page for everyone (%s)',
  (locale, hint) => {
    const to = /\]\((\/[^)]*)\)/.exec(hint)?.[1] ?? '';
    const { read } = ownBlocks(`[x](${to})`);
    expect(to).not.toBe('');
    expect(publicBlocks(read, locale)).toEqual(read);
  }
);

test.each([
  ['quotes in quotes', '>'.repeat(20_000)],
  [
    'lists in lists',
    Array.from({ length: 400 }, (_, depth) => `${' '.repeat(Math.min(depth, 40))}- x`).join('\n')
  ],
  ['open brackets', '['.repeat(20_000)],
  ['stars', '*a '.repeat(6600)],
  ['backticks', '`'.repeat(19_999)],
  ['a table without end', `|${'a|'.repeat(9000)}\n|${'-|'.repeat(900)}`]
])('the worst text of the length that a lesson has is shown within two seconds: %s', (_, source) => {
  // Time of the processor, not of the clock: what else the machine does meanwhile does not count.
  const before = process.cpuUsage();
  expect(ownBlocks(source).read.length).toBeGreaterThan(0);
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(2000);
});

test('questions are all there, each with a right answer and a name of its own, or none are', () => {
  const one = '### base\n\nWhich?\n\n- [ ] one\n- [x] two\n\n> Because.';
  expect(ownQuestions(one).read).toMatchObject([
    { id: 'base', choices: [{ right: false }, { right: true }] }
  ]);
  for (const wrong of [one.replace('[x]', '[ ]'), `${one}\n\n${one}`, 'Why?', one.replace('> Because.', '')])
    expect(ownQuestions(wrong)).toMatchObject({ read: [], strange: [expect.any(String)] });
  expect(ownQuestions(undefined)).toEqual({ read: [], strange: [] });
});

test('what is typed becomes a lesson of the languages with something in them', () => {
  const blank = lessonFields(null);
  expect(readLesson(blank, 'en').ok).toBe(false);
  const typed: TypedLesson = {
    ...blank,
    'title.fr': ' Un titre ',
    'lead.fr': 'En bref.',
    'text.fr': 'Texte\r\navec\ttabulation',
    'aims.fr': '- lire\n\n* écrire'
  };
  expect(readLesson(typed, 'fr')).toMatchObject({
    value: {
      texts: [{ language: 'fr', title: 'Un titre', text: 'Texte\navec tabulation', aims: ['lire', 'écrire'] }]
    }
  });
  expect(readLesson({ ...typed, minutes: ' ١٢' }, 'fr')).toMatchObject({ value: { minutes: 12 } });
  const half = readLesson({ ...typed, 'title.ar': 'عنوان' }, 'ar');
  expect(half.ok || half.problems[0]?.path).toBe('texts.1.lead');
});
