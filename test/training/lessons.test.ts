/** The lessons as files: the same parts in all languages, and nothing named that is not there. */
import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { LESSON_PATHS, LESSONS } from '#lib/domain/training/lesson-path.ts';
import { LESSON_LOCALES, readLesson, parseLesson } from '#lib/training/compile/compile-lessons.ts';
import { allPublicPages } from '#lib/public-pages/public-pages.ts';
import { DRAWINGS } from '#lib/training/drawings.ts';
import type { Block, Lesson, Text } from '#lib/training/lesson.ts';

const room = fileURLToPath(new URL('../../src/lib/training/', import.meta.url));
const routes = fileURLToPath(new URL('../../src/routes/', import.meta.url));

function blocksOf({ blocks, exercise }: Lesson): readonly Block[] {
  return [...blocks, ...exercise.blocks];
}

/** What must not differ between languages: kinds in their order, pictures, rows, questions and which answer is right. */
function skeletonOf(lesson: Lesson): object {
  const part = (block: Block): string => {
    if (block.kind === 'picture' || block.kind === 'drawing') return `${block.kind}:${block.name}`;
    if (block.kind === 'list') return `list of ${block.items.length}`;
    return block.kind === 'table' ? `table of ${block.rows.length}×${block.head.length}` : block.kind;
  };
  return {
    minutes: lesson.minutes,
    aims: lesson.aims.length,
    parts: lesson.blocks.map(part),
    exercise: [anyLanguage(lesson.exercise.to), ...lesson.exercise.blocks.map(part)],
    questions: lesson.questions.map(({ id, choices }) => [id, ...choices.map(({ right }) => right)]),
    places: placesOf(lesson).map(anyLanguage)
  };
}

/** A page that is written out in each language has an address in each. */
function anyLanguage(place: string): string {
  return place.replace(/^\/[a-z]{2}\//, '/en/');
}

function placesIn(text: Text): string[] {
  return text.flatMap((part) =>
    typeof part === 'string' || part.kind === 'code'
      ? []
      : [...(part.kind === 'place' ? [part.to] : []), ...placesIn(part.text)]
  );
}

function textsOf(block: Block): readonly Text[] {
  if (block.kind === 'paragraph' || block.kind === 'note') return [block.text];
  if (block.kind === 'list') return block.items;
  return block.kind === 'table' ? [...block.head, ...block.rows.flat()] : [];
}

function placesOf(lesson: Lesson): string[] {
  return [lesson.exercise.to, ...blocksOf(lesson).flatMap(textsOf).flatMap(placesIn)];
}

/** Pages that need no account: those outside the app’s own, but for the one that asks who somebody is. */
function isPublic(address: string): boolean {
  const path = address.split(/[?#]/)[0] ?? '';
  if (path === '/sign-in') return false;
  const [, language, page] = path.split('/');
  const isWritten = allPublicPages().some((one) => one.locale === language && one.page === page);
  return isWritten || existsSync(`${routes}${path}/+page.svelte`);
}

describe.each(LESSONS)('the lesson %s', (slug) => {
  const english = readLesson(slug, 'en');

  test.each(LESSON_LOCALES)('has all its parts, in the same order, in %s', (locale) => {
    expect(existsSync(`${room}lessons/${slug}/${locale}.md`)).toBe(true);
    expect(skeletonOf(readLesson(slug, locale))).toEqual(skeletonOf(english));
  });

  test('takes five to ten minutes, says what one can do after it, and asks three questions', () => {
    expect(english.minutes).toBeGreaterThanOrEqual(5);
    expect(english.minutes).toBeLessThanOrEqual(10);
    expect(english.aims.length).toBeGreaterThanOrEqual(3);
    expect(english.questions.length).toBeGreaterThanOrEqual(3);
    for (const { id, choices } of english.questions)
      expect([id, choices.filter(({ right }) => right).length, choices.length >= 3]).toEqual([id, 1, true]);
  });

  test.each(LESSON_LOCALES)(
    'leads to pages that anyone can open, in the language of its reader: %s',
    (locale) => {
      const places = placesOf(readLesson(slug, locale));
      expect(places.filter((place) => !isPublic(place))).toEqual([]);
      for (const place of places)
        expect([`/${locale}/`, null]).toContain(/^\/[a-z]{2}\//.exec(place)?.[0] ?? null);
    }
  );

  test('names no drawing that nobody drew', () => {
    const drawn = blocksOf(english).flatMap((block) => (block.kind === 'drawing' ? block.name : []));
    expect(drawn.filter((name) => DRAWINGS[name] === undefined)).toEqual([]);
  });
});

test('no folder of a lesson is forgotten, and a lesson does not hide another page of the training', () => {
  expect(readdirSync(`${room}lessons`).sort()).toEqual([...LESSONS].sort());
  const pages = readdirSync(`${routes}training`, { withFileTypes: true }).filter((one) => one.isDirectory());
  expect(
    pages.map(({ name }) => name).filter((name) => (LESSONS as readonly string[]).includes(name))
  ).toEqual([]);
});

test('every lesson is on somebody’s path', () => {
  const named = new Set<string>(Object.values(LESSON_PATHS).flat());
  expect(LESSONS.filter((slug) => !named.has(slug))).toEqual([]);
});

describe('what a lesson may not hold stops the build', () => {
  const around = (text: string): string =>
    `---\ntitle: T\nlead: L\nminutes: 5\nexercise: /help\n---\n${text}\n---\nDo.\n---\n### one\nAsk?\n- [x] a\n- [ ] b\n> Why.\n`;

  test('a sound one is read', () => {
    const lesson = parseLesson('importing', around('Words **and** `12`.'), 'x.md');
    expect(lesson.blocks).toEqual([
      {
        kind: 'paragraph',
        text: ['Words ', { kind: 'strong', text: ['and'] }, ' ', { kind: 'code', text: '12' }, '.']
      }
    ]);
    expect(lesson.questions[0]?.choices.map(({ right }) => right)).toEqual([true, false]);
  });

  test.each([
    ['a script', '<script>alert(1)</script>'],
    ['a tag within a line', 'Words <img src=x onerror=alert(1)> words'],
    ['an address outside', '[here](https://example.org)'],
    ['an address without a scheme', '[here](//example.org)'],
    ['a script as an address', '[here](javascript:alert%281%29)'],
    ['a picture from elsewhere', '![what is to be seen](https://example.org/a.png)'],
    ['a heading of another rank', '# Title'],
    ['code', '```\nx\n```']
  ])('%s', (_name, text) => {
    expect(() => parseLesson('importing', around(text), 'x.md')).toThrow(/^x\.md · /);
  });
});
