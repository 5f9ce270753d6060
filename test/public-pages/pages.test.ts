/** The public pages as files: each language says the same in the same order, and names nothing that is not there. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { LESSONS } from '#lib/domain/training/lesson-path.ts';
import { locales } from '#lib/i18n/locale.ts';
import { parsePage, type PageText } from '#lib/public-pages/parse-page.ts';
import {
  allPublicPages,
  languageOfPath,
  PUBLIC_PAGES,
  publicHref,
  publicPageNamed,
  type PublicPage
} from '#lib/public-pages/public-pages.ts';
import { WAY_NAMES } from '#lib/public-pages/WayDrawing.svelte';
import type { Block, Text } from '#lib/training/lesson.ts';

const room = fileURLToPath(new URL('../../src/lib/public-pages/pages/', import.meta.url));
const routes = fileURLToPath(new URL('../../src/routes', import.meta.url));

function readPage(page: PublicPage, locale: string): PageText {
  const file = `${room}${page}/${locale}.md`;
  return parsePage(readFileSync(file, 'utf8'), file);
}

function textsOf(block: Block): readonly Text[] {
  if (block.kind === 'paragraph' || block.kind === 'note') return [block.text];
  return block.kind === 'list' ? block.items : [];
}

function partsOf(text: Text, kind: 'place' | 'code'): string[] {
  return text.flatMap((part) => {
    if (typeof part === 'string') return [];
    if (part.kind === kind) return part.kind === 'place' ? [part.to] : [part.text];
    return part.kind === 'code' ? [] : partsOf(part.text, kind);
  });
}

const partsOfPage = ({ blocks }: PageText, kind: 'place' | 'code'): string[] =>
  blocks.flatMap(textsOf).flatMap((text) => partsOf(text, kind));

/** What must not differ between languages. */
function skeletonOf(page: PageText): object {
  const part = (block: Block): string =>
    block.kind === 'list'
      ? `list of ${block.items.length}`
      : block.kind === 'drawing'
        ? `drawing ${block.name}`
        : block.kind;
  return {
    parts: page.blocks.map(part),
    places: partsOfPage(page, 'place').map((place) => place.replace(/^\/[a-z]{2}(?=\/)/, '/…')),
    codes: partsOfPage(page, 'code').filter((code) => code !== '?')
  };
}

function isThere(place: string): boolean {
  const [, language, name] = /^\/([a-z]{2})(?:\/([a-z-]+))?$/.exec(place) ?? [];
  if (language !== undefined) return languageOfPath(place) !== null && publicPageNamed(name) !== null;
  const lesson = /^\/training\/([a-z-]+)$/.exec(place)?.[1];
  return (
    existsSync(`${routes}${place}/+page.svelte`) || (LESSONS as readonly string[]).includes(lesson ?? '')
  );
}

test('every page is written in every language, and no file is of a page that is gone', () => {
  expect(readdirSync(room).sort()).toEqual([...PUBLIC_PAGES].sort());
  for (const { locale, page } of allPublicPages())
    expect([page, locale, existsSync(`${room}${page}/${locale}.md`)]).toEqual([page, locale, true]);
});

describe.each(PUBLIC_PAGES)('the page %s', (page) => {
  test.each(locales)('says the same in the same order in %s, and leads to its own language', (locale) => {
    const here = readPage(page, locale);
    expect(skeletonOf(here)).toEqual(skeletonOf(readPage(page, 'en')));
    const places = partsOfPage(here, 'place');
    expect(places.filter((place) => !isThere(place))).toEqual([]);
    for (const place of places) expect(languageOfPath(place) ?? locale).toBe(locale);
    const drawn = here.blocks.flatMap((block) => (block.kind === 'drawing' ? block.name : []));
    expect(drawn.filter((name) => !WAY_NAMES.includes(name))).toEqual([]);
    expect(here.lead.length).toBeLessThan(300);
    const text = JSON.stringify(here);
    expect(text).not.toMatch(/\*\*/);
    expect(locale === 'fr' ? text.match(/ [;:!»]| \?(?= \p{Lu}|")|« /gu) : null).toBeNull();
  });
});

/** Opened from a letter or within another page, with a secret or a part of one: nobody looks for them. */
const BY_LINK = ['invitation', 'reset', 'rehearsal/desk', 'training/own/[id]'];
/** The pages of a company's account, behind its sign-in. */
const OF_ACCOUNTS = /^company(?:\/|$)/;

test('every other page that anybody may open says what it is for beside a link to it', () => {
  const pages = readdirSync(routes, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('+page.svelte') && !/^[([]/.test(path))
    .map((path) => path.replace(/\/?\+page\.svelte$/, ''));
  expect(pages.length).toBeGreaterThan(10);
  const silent = pages.filter((page) => {
    if (OF_ACCOUNTS.test(page)) return false;
    const source = readFileSync(`${routes}/${page}/+page.svelte`, 'utf8');
    return !/<PageMeta\s|<meta name="description"/.test(source);
  });
  expect(silent.sort()).toEqual([...BY_LINK].sort());
});

test('settings that the page on national servers names are settings of the server', () => {
  const settings = readFileSync(new URL('../../couch/base/env.ts', import.meta.url), 'utf8');
  const named = partsOfPage(readPage('servers', 'en'), 'code').filter((code) => /^[A-Z_]+$/.test(code));
  expect(named.length).toBeGreaterThan(5);
  expect(named.filter((name) => !settings.includes(`'${name}'`))).toEqual([]);
});

test('a page has one address in each language, and the first is the front door of the language', () => {
  expect(publicHref('fr', 'about')).toBe('/fr');
  expect(publicHref('ar', 'privacy')).toBe('/ar/privacy');
  expect(publicPageNamed(undefined)).toBe('about');
  expect(publicPageNamed('about')).toBeNull();
  expect(publicPageNamed('people')).toBeNull();
  expect(languageOfPath('/fr/privacy')).toBe('fr');
  expect(languageOfPath('/french')).toBeNull();
});
