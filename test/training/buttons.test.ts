/** What a lesson or help tells its reader to press is called as on the screen, in every language: who looks for it finds it. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { m } from '#lib/i18n/messages.ts';
import { LESSON_LOCALES } from '#lib/training/compile/compile-lessons.ts';

type Words = Readonly<Record<string, unknown>>;

const read = (path: string): string =>
  readFileSync(fileURLToPath(new URL(`../../src/lib/${path}`, import.meta.url)), 'utf8');
const wordsIn = (locale: string): Words => JSON.parse(read(`i18n/messages/${locale}.json`)) as Words;

const folders = ['lessons', 'help'].flatMap((kind) =>
  readdirSync(fileURLToPath(new URL(`../../src/lib/training/${kind}`, import.meta.url))).map(
    (name) => `training/${kind}/${name}`
  )
);

function strongIn(folder: string, locale: string): readonly string[] {
  return [...read(`${folder}/${locale}.md`).matchAll(/\*\*([^*\n]+)\*\*/g)].map(([, words = '']) => words);
}

/** Buttons that ask for more before anything happens end in three dots; others are known by “press”. */
function buttonsIn(folder: string): readonly string[] {
  const pressed = [...read(`${folder}/en.md`).matchAll(/press \*\*([^*\n]+)\*\*/gi)].map(
    ([, words = '']) => words
  );
  return [...new Set([...strongIn(folder, 'en').filter((words) => words.endsWith('…')), ...pressed])];
}

/** With three dots of its own, or with those that the screen puts after it. */
const isCalled = (said: string, word: unknown): boolean => said === word || said === `${String(word)}…`;

const english = wordsIn('en');

test.each(LESSON_LOCALES)('every button that is to be pressed has its own words in %s', (locale) => {
  const words = wordsIn(locale);
  const lost = folders.flatMap((folder) => {
    const strong = strongIn(folder, locale);
    return buttonsIn(folder).flatMap((button) => {
      const names = Object.keys(english).filter((key) => isCalled(button, english[key]));
      const isThere = names.some((name) => strong.some((said) => isCalled(said, words[name])));
      return isThere ? [] : `${folder}: ${button}`;
    });
  });
  expect(lost).toEqual([]);
});

/** The screens' names of the desks. */
const isDesk = (key: string): boolean => key.startsWith('app_desk_');

test.each(LESSON_LOCALES)('every desk that is to be opened goes by its own name in %s', (locale) => {
  const words = wordsIn(locale);
  const lost = folders.flatMap((folder) => {
    const strong = strongIn(folder, locale);
    return strongIn(folder, 'en').flatMap((desk) => {
      const names = Object.keys(english).filter((key) => isDesk(key) && english[key] === desk);
      return names.length === 0 || names.some((name) => strong.includes(String(words[name])))
        ? []
        : `${folder}: ${desk}`;
    });
  });
  expect(lost).toEqual([]);
});

test.each(LESSON_LOCALES)('what a screen is said to answer is what it answers, in %s', (locale) => {
  const words = wordsIn(locale);
  const lost = folders.flatMap((folder) => {
    const text = read(`${folder}/${locale}.md`);
    const quoted = [...read(`${folder}/en.md`).matchAll(/“([^”]+)”/g)].map(([, said = '']) => said);
    return quoted.flatMap((said) => {
      const names = Object.keys(english).filter((key) => english[key] === said);
      return names.length === 0 || names.some((name) => text.includes(String(words[name])))
        ? []
        : `${folder}: ${said}`;
    });
  });
  expect(lost).toEqual([]);
});

test('the line is said to speak as it does', () => {
  const what = m.line_unsent_documents({ count: 3 }, { locale: 'en' });
  const said = m.line_offline_unsent({ what, since: '09:12' }, { locale: 'en' });
  expect(read('training/lessons/offline/en.md')).toContain(`“${said}”`);
});

test('buttons are found among what lessons and help say', () => {
  expect(folders.flatMap(buttonsIn).length).toBeGreaterThan(15);
});
