import { afterAll, describe, expect, test } from 'vitest';
import { languageFrom, tellProblems } from '#couch/api/sentences.ts';
import { openCountryNames } from '#lib/i18n/country-names.ts';
import { problemText } from '#lib/i18n/problem-text.ts';
import { baseLocale, overwriteGetLocale } from '#lib/i18n/paraglide/runtime.js';

const EXCEEDED = { line: 2, substance: 'morphine', asked: '1500000000', remaining: '5', limit: '12345678' };
const PROBLEMS = [
  { code: 'request.notFound' },
  { code: 'door.number.used', values: { number: 'AU-I-2026-000101-98' } },
  { code: 'balance.exceeded', values: { ...EXCEEDED, country: 'AU', year: 2026 } },
  { code: 'document.tooLarge', values: { most: 131072 } },
  { code: 'importReference.otherCountry', values: { country: 'CH' } },
  { code: 'client.validity.long', values: { most: 731 } },
  {
    code: 'company.licence.expired',
    values: { name: 'Rhône SA', number: 'L-1', substance: 'morphine', date: '2026-02-01' }
  },
  {
    code: 'line.quantity.unusual',
    values: { line: 1, quantity: '90000000000', words: '90000000000', other: 5, times: 9 }
  },
  {
    code: 'line.dose.large',
    values: { line: 1, content: 5, words: '5', other: 1, pharmaceuticalForm: 'tablet' }
  },
  { code: 'export.line.exceedsImport', values: { line: 1, asked: '5', remaining: '0' } },
  { code: 'date.dayOfMonth', values: { month: '2026-02', last: 28 } },
  { code: 'nobody.knows.it' }
];
/** Marks of direction and unbroken blanks are for screens. */
const bare = (text: string): string =>
  text.replace(/[\u2066-\u2069]/g, '').replace(/[\u00a0\u202f\u2011]/g, ' ');

describe('the sentences of the interface', () => {
  afterAll(() => overwriteGetLocale(() => baseLocale));

  test.each(['en', 'fr', 'es', 'ru', 'zh', 'ar'] as const)(
    'are those of the screens in %s',
    async (locale) => {
      overwriteGetLocale(() => locale);
      await openCountryNames(locale);
      const told = await tellProblems(locale, PROBLEMS);
      expect(told.map(({ sentence }) => bare(sentence))).toEqual(
        PROBLEMS.map((problem) => bare(problemText(problem)))
      );
    }
  );

  test.each([
    [undefined, 'en'],
    ['', 'en'],
    ['de', 'en'],
    ['de, fr;q=0.8', 'fr'],
    ['fr;q=0.2, es;q=0.9', 'es'],
    ['zh-Hans-CN', 'zh'],
    ['fr;q=0, ru', 'ru'],
    ['constructor', 'en'],
    [';;;,,,q=', 'en']
  ])('%j asks for %s', (header, language) => expect(languageFrom(header)).toBe(language));
});
