/** The pictures of lessons: each that is named is there, none lies about unnamed, and all are small. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { LESSONS } from '#lib/domain/training/lesson-path.ts';
import { LESSON_LOCALES, readLesson } from '#lib/training/compile/compile-lessons.ts';
import { SHOTS } from '../pictures/shots.ts';

const FOLDER = fileURLToPath(new URL('../../src/lib/training/pictures/', import.meta.url));
const MAX_BYTES = 60_000;
const MAX_OF_ALL = 6_000_000;

const named = new Set(
  LESSONS.flatMap((slug) => readLesson(slug, 'en').blocks).flatMap((block) =>
    block.kind === 'picture' ? block.name : []
  )
);
const locales = LESSON_LOCALES.filter((locale) => existsSync(FOLDER + locale));
const filesOf = (locale: string): string[] => readdirSync(FOLDER + locale);

test('the script takes each picture that a lesson names, and no other', () => {
  expect(SHOTS.map(({ name }) => name).sort()).toEqual([...named].sort());
});

test.each(locales)('each is there in %s, and none that nobody names', (locale) => {
  const wanted = SHOTS.flatMap(({ name, phone }) => [name, ...(phone ? [`${name}-phone`] : [])]);
  expect(filesOf(locale).sort()).toEqual(wanted.map((name) => `picture.${name}.webp`).sort());
});

test('English is there, since another language falls back to it', () => expect(locales).toContain('en'));

test('each is small, and all together are', () => {
  const sizes = locales.flatMap((locale) =>
    filesOf(locale).map((name) => statSync(`${FOLDER}${locale}/${name}`).size)
  );
  expect(Math.max(...sizes)).toBeLessThan(MAX_BYTES);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MAX_OF_ALL);
});
