import { describe, expect, it } from 'vitest';
import { REVIEW } from '#lib/i18n/locale.ts';
import { hashEnglish, readTranslated } from './translated.ts';
import { LOCALES, placeholdersOf, pluralCategoriesOf, readMessages, sentencesOf } from './message-file.ts';

const english = readMessages('en');
const keys = Object.keys(english);

describe.each(LOCALES)('the sentences in %s', (locale) => {
  const messages = readMessages(locale);

  it('are all known in English: no sentence is left over from an older screen', () => {
    expect(Object.keys(messages).filter((key) => !(key in english))).toEqual([]);
  });

  it('name the same values as the English ones', () => {
    const differing = Object.entries(messages).filter(
      ([key, message]) => String(placeholdersOf(message)) !== String(placeholdersOf(english[key] ?? ''))
    );
    expect(differing.map(([key]) => key)).toEqual([]);
  });

  it('answer every plural category of the language', () => {
    const wanted = new Intl.PluralRules(locale).resolvedOptions().pluralCategories.slice().sort();
    const lacking = Object.entries(messages).filter(([, message]) => {
      const categories = pluralCategoriesOf(message);
      return (
        categories && !categories.includes('*') && wanted.some((category) => !categories.includes(category))
      );
    });
    expect(lacking.map(([key]) => key)).toEqual([]);
  });

  it('are never empty and carry no mark-up', () => {
    const poor = Object.entries(messages).filter(([, message]) =>
      sentencesOf(message).some((text) => text.trim() === '' || /<\/?[a-z]/i.test(text))
    );
    expect(poor.map(([key]) => key)).toEqual([]);
  });
});

describe('the translations', () => {
  it.each(['fr'])('leave nothing out in %s', (locale) => {
    const messages = readMessages(locale);
    expect(keys.filter((key) => !(key in messages))).toEqual([]);
  });

  it('say of each language what is missing, and call none complete that is not', () => {
    const rows = LOCALES.map((locale) => {
      const messages = readMessages(locale);
      const untranslated = keys.filter((key) => !(key in messages));
      return { locale, review: REVIEW[locale], untranslated };
    });
    const lines = rows.map(
      (row) =>
        `  ${row.locale}  ${row.review.padEnd(8)}  untranslated: ${row.untranslated.length} of ${keys.length}`
    );
    console.info(`Translations\n${lines.join('\n')}`);
    const boasting = rows.filter((row) => row.review === 'complete' && row.untranslated.length > 0);
    expect(boasting.map((row) => row.locale)).toEqual([]);
  });

  it('were made from the English of today: translate what is listed, then note it with `translated.ts`', () => {
    const [now, noted] = [hashEnglish(), readTranslated()];
    const stale = Object.keys(now).filter((key) => noted[key] !== now[key]);
    expect([...stale, ...Object.keys(noted).filter((key) => !(key in now))]).toEqual([]);
  });

  it('use flat keys in snake case, with the room first', () => {
    expect(keys.filter((key) => !/^[a-z][A-Za-z0-9]*(_[A-Za-z0-9]+)+$/.test(key))).toEqual([]);
  });
});

/** After an Arabic letter, a hyphen turns the figures round it: 2026-12-31 is drawn as 31-12-2026. */
it('isolates figures with hyphens in Arabic', () => {
  const turned = Object.entries(readMessages('ar')).filter(([, message]) =>
    sentencesOf(message).some((text) => /[\u0600-\u06ff] +\d+-\d/.test(text))
  );
  expect(turned.map(([key]) => key)).toEqual([]);
});
