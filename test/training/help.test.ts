/** Help as files: each desk has its answers, each language the same ones, and nothing named that is not there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test, vi } from 'vitest';
import { ENDORSEMENT_DUE_DAYS, IDLE_MINUTES } from '#lib/domain/own-choices.ts';
import { KEPT_DAYS } from '#lib/domain/training/desk-view.ts';
import {
  HELP_TOPICS,
  helpForPlace,
  helpTopic,
  helpTopicsFor,
  type HelpSlug
} from '#lib/domain/training/help-topics.ts';
import { blockText, helpEntries, publicHelp } from '#lib/training/passages.ts';
import { LESSON_LOCALES, readHelp, parseHelp } from '#lib/training/compile/compile-lessons.ts';
import { DOTS, DRAWINGS } from '#lib/training/drawings.ts';
import type { Block, HelpTopic, Text } from '#lib/training/lesson.ts';
import { searchPassages } from '#lib/training/search-lessons.ts';

vi.mock('$app/paths', () => ({ base: '' }));
const { desksFor, isForeign } = await import('../../src/routes/(app)/desks.ts');

const room = fileURLToPath(new URL('../../src/lib/training/', import.meta.url));
const routes = fileURLToPath(new URL('../../src/routes/', import.meta.url));
const ROLES = ['administrator', 'officer', 'reader', 'customs', 'incb', 'trainer'] as const;
const help = HELP_TOPICS.map((slug) => readHelp(slug, 'en'));

function placesIn(text: Text): string[] {
  return text.flatMap((part) =>
    typeof part === 'string' || part.kind === 'code'
      ? []
      : [...(part.kind === 'place' ? [part.to] : []), ...placesIn(part.text)]
  );
}

function placesOf({ entries }: HelpTopic): string[] {
  const blocks = entries.flatMap((entry) => entry.blocks);
  const texts = blocks.flatMap((block): readonly Text[] =>
    block.kind === 'paragraph' ? [block.text] : block.kind === 'list' ? block.items : []
  );
  return texts.flatMap(placesIn);
}

function isRoute(address: string): boolean {
  const path = address.split(/[?#]/)[0] ?? '';
  return ['', '(app)', 'training/[lesson]'].some((group) =>
    group.endsWith(']')
      ? existsSync(`${room}lessons${path.replace(/^\/training/, '')}/en.md`)
      : existsSync(`${routes}${group}${path}/+page.svelte`)
  );
}

const drawingsOf = (blocks: readonly Block[]): string[] =>
  blocks.flatMap((block) => (block.kind === 'drawing' ? block.name : []));

test.each(ROLES)('each desk of the %s has help of its own, which concerns whoever works there', (role) => {
  for (const { href } of desksFor(role)) {
    const slug = helpForPlace(href, { role });
    expect([href, helpTopic(slug).places]).toEqual([href, expect.arrayContaining([href])]);
    expect([href, helpTopicsFor({ role })]).toEqual([href, expect.arrayContaining([slug])]);
  }
});

test('a customs account has verification, dossiers by number, its own security and help, and no other desk', () => {
  expect(desksFor('customs').map(({ href }) => href)).toEqual([
    '/verify',
    '/inspections',
    '/security',
    '/help'
  ]);
  for (const { href } of desksFor('administrator'))
    expect([href, isForeign(href, 'customs')]).toEqual([
      href,
      !['/verify', '/security', '/help'].includes(href)
    ]);
});

test('whoever writes at a desk that others read is told how to write there', () => {
  const told = (place: string): string[] =>
    ['incb', 'officer', 'reader'].map((role) => helpForPlace(place, { role }));
  expect(told('/announcements')).toEqual(['writing', 'announcements', 'announcements']);
  expect(told('/announcements/drafts/1')).toEqual(['writing', 'announcements', 'announcements']);
  expect(told('/surveys')).toEqual(['asking', 'surveys', 'surveys']);
  expect(told('/suggestions')).toEqual(['answering', 'suggestions', 'suggestions']);
  expect(told('/today')).toEqual(['board', 'today', 'today']);
});

test('nobody is shown help for a desk that is somebody else’s', () => {
  for (const role of ROLES)
    for (const slug of helpTopicsFor({ role }))
      for (const place of helpTopic(slug).places)
        expect([role, place, isForeign(place, role)]).toEqual([role, place, false]);
});

test('help names no screen that is gone', () => {
  const explained = HELP_TOPICS.flatMap((slug) => helpTopic(slug).places);
  expect(explained.filter((place) => !isRoute(place))).toEqual([]);
  const named = help.flatMap(placesOf).filter((place) => !/^\/[a-z]{2}\//.test(place));
  expect(named.length).toBeGreaterThan(7);
  expect(named.filter((place) => !isRoute(place))).toEqual([]);
});

test('public help keeps its words, and leads to no page that needs an account', () => {
  const read = publicHelp(help);
  const led = read.flatMap(placesOf);
  expect(led).toEqual(expect.arrayContaining(['/register', '/rehearsal', '/en/contact']));
  expect(led.filter((place) => existsSync(`${routes}(app)${place}`) || place === '/sign-in')).toEqual([]);
  const words = (topics: readonly HelpTopic[]): string =>
    topics.flatMap(({ entries }) => entries.flatMap(({ blocks }) => blocks.map(blockText))).join('\n');
  expect(words(read)).toBe(words(help));
});

test('no folder of help is forgotten', () => {
  expect(readdirSync(`${room}help`).sort()).toEqual([...HELP_TOPICS].sort());
});

/** What stands between the quotation marks of a language. */
const QUOTED = /“([^”]+)”|«[\s\u00a0]*([^»]+?)[\s\u00a0]*»/g;

/** As they are read on a screen: whatever stands after a word that asks for more, and how it is begun. */
const asRead = (words: string): string => words.replace(/…$/, '').trim().toLowerCase();

function wordsOnScreens(locale: string): ReadonlySet<string> {
  const file = new URL(`../../src/lib/i18n/messages/${locale}.json`, import.meta.url);
  const messages: object = JSON.parse(readFileSync(file, 'utf8'));
  return new Set(Object.values(messages).flatMap((one) => (typeof one === 'string' ? [asRead(one)] : [])));
}

describe.each(LESSON_LOCALES)('in %s', (locale) => {
  test('what help quotes stands on a screen in these words', () => {
    const screens = wordsOnScreens(locale);
    const quoted = HELP_TOPICS.flatMap((slug) =>
      readHelp(slug, locale).entries.flatMap(({ ask, blocks }) =>
        [...`${ask} ${blocks.map(blockText).join(' ')}`.matchAll(QUOTED)].map(
          ([, one, other]) => one ?? other ?? ''
        )
      )
    );
    expect(quoted.length).toBeGreaterThan(10);
    expect(quoted.filter((words) => !screens.has(asRead(words)))).toEqual([]);
  });

  test.each(HELP_TOPICS)('the topic %s answers the same questions as in English', (slug) => {
    expect(existsSync(`${room}help/${slug}/${locale}.md`)).toBe(true);
    const here = readHelp(slug, locale);
    const there = readHelp(slug, 'en');
    expect(here.entries.map(({ id }) => id)).toEqual(helpTopic(slug).entries);
    const shape = ({ entries }: HelpTopic): string[][] =>
      entries.map(({ blocks }) => blocks.map(({ kind }) => kind));
    expect(shape(here)).toEqual(shape(there));
    const places = (topic: HelpTopic): string[] =>
      placesOf(topic).map((place) => place.replace(/^\/[a-z]{2}\//, '/en/'));
    expect(places(here)).toEqual(places(there));
    for (const place of placesOf(here))
      expect(/^\/(?:fr|es|ru|zh|ar|en)\//.exec(place)?.[0] ?? `/${locale}/`).toBe(`/${locale}/`);
    const text = here.entries.map(({ ask, blocks }) => ask + blocks.map(blockText).join(' ')).join(' ');
    expect(text).not.toMatch(/\*\*|@@|\{|undefined/);
    expect(locale === 'fr' ? text.match(/ [;:!»]| \?(?= \p{Lu}|$)|« /gu) : null).toBeNull();
    for (const name of here.entries.flatMap(({ blocks }) => drawingsOf(blocks)))
      expect([DOTS, ...Object.keys(DRAWINGS)]).toContain(name);
  });

  test('days and minutes are those that the program counts', () => {
    const text = (slug: HelpSlug, id: string): string =>
      readHelp(slug, locale)
        .entries.filter((entry) => entry.id === id)
        .flatMap(({ blocks }) => blocks.map(blockText))
        .join();
    expect(text('authorizations', 'overdue')).toContain(String(ENDORSEMENT_DUE_DAYS));
    expect(text('security', 'idle')).toContain(String(IDLE_MINUTES));
    expect(text('sessions', 'enrol')).toContain(String(KEPT_DAYS));
    expect(text('teaching', 'after')).toContain(String(KEPT_DAYS));
  });
});

test('an answer is found by its words, and only by whom it concerns', () => {
  const found = (query: string, role: string): string[] =>
    searchPassages(helpEntries(help, '/help', { role }), query).map(({ href }) => href);
  expect(found('numbers gaps', 'officer')).toEqual(['/help#authorizations-numbers']);
  expect(found('numbers gaps', 'trainer')).toEqual([]);
  expect(found('only administrator certifies', 'administrator')[0]).toBe('/help#devices-alone');
});

test('an address that is no place of the app is explained by help itself', () => {
  expect(helpForPlace('/authorizations/new?kind=export')).toBe('authorizations');
  expect(helpForPlace('/authorizationsX')).toBe('help');
  expect(helpForPlace('/sessions/plan/1', { role: 'trainer' })).toBe('teaching');
  expect(helpForPlace('/sessions/plan/1', { role: 'officer' })).toBe('sessions');
  expect(helpForPlace('//evil.example')).toBe('help');
});

test.each([
  ['no title', '### one\nAsk?\n\nAnswer.'],
  ['words before the first question', '---\ntitle: T\n---\nWords.\n### one\nAsk?\n\nAnswer.'],
  ['no answer', '---\ntitle: T\n---\n### one\nAsk?\n'],
  ['a script', '---\ntitle: T\n---\n### one\nAsk?\n\n<script>alert(1)</script>']
])('what help may not hold stops the build: %s', (_name, source) => {
  expect(() => parseHelp('today', source, 'x.md')).toThrow(/^x\.md · /);
});
