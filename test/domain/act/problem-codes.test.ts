import { describe, expect, test } from 'vitest';
import { FOLLOW_UP_CODES } from '#lib/domain/dossier/follow-up-codes.ts';
import { CHECKS, PROBLEM_CODES } from '#lib/domain/act/problem-codes.ts';
import { BOARD_FORMS, NATIONAL_PRACTICE, OWN_RULE } from '#lib/domain/result.ts';
import english from '#lib/i18n/messages/en.json' with { type: 'json' };
import french from '#lib/i18n/messages/fr.json' with { type: 'json' };

const ARTICLE =
  /^(?:19(?:61|71):\d{1,2}(?:\.\d{1,2})?(?:\([a-z]\))?|ECOSOC \d{4}\/\d{1,2}|WHO\/PSA\/96\.17|national practice|INCB forms|own rule|product suggestion)$/;

describe('problem codes', () => {
  test('every code rests on an article of one of the Conventions, on a resolution or, said so, on practice', () => {
    for (const [code, { articles }] of Object.entries(PROBLEM_CODES)) {
      for (const article of articles) expect(article, code).toMatch(ARTICLE);
    }
    for (const [code, { article }] of Object.entries(FOLLOW_UP_CODES)) expect(article, code).toMatch(ARTICLE);
  });

  test('no article is cited for how long an authorization may run: the Conventions leave it to each country', () => {
    for (const code of ['validity.tooLong', 'validity.tooFarAhead'] as const)
      expect(PROBLEM_CODES[code].articles).toEqual([NATIONAL_PRACTICE, NATIONAL_PRACTICE]);
  });

  test('no article is cited for what the article does not say: the Board’s forms ask for it, or this system', () => {
    for (const code of ['purpose.missing', 'line.factor.unknown', 'line.factor.national'] as const)
      expect(PROBLEM_CODES[code].articles, code).toEqual([BOARD_FORMS, BOARD_FORMS]);
    expect(PROBLEM_CODES['line.pharmaceuticalForm.missing'].articles).toEqual([BOARD_FORMS, '1971:12.1(b)']);
    for (const code of ['text.tooLong', 'quantity.tooFine', 'lines.tooMany'] as const)
      expect(PROBLEM_CODES[code].articles, code).toEqual([OWN_RULE, OWN_RULE]);
    expect(FOLLOW_UP_CODES['cancellation.reason.missing'].article).toBe(OWN_RULE);
  });

  test('every code and every check has its sentence in English and French', () => {
    const codes = [
      ...Object.keys(PROBLEM_CODES),
      ...Object.keys(FOLLOW_UP_CODES),
      ...CHECKS.map((name) => `authorization.check.${name}`),
      ...['malformed', 'checkDigits', 'foreign'].map((name) => `authorization.number.${name}`),
      ...['none', 'exhausted', 'yearFull', 'malformed'].map((name) => `block.${name}`),
      ...['draft.malformed', 'document.schema.later', 'edition.malformed']
    ];
    const keys = codes.map((code) => `problem_${code.replace(/\./g, '_')}`);
    expect(keys.filter((key) => !(key in english))).toEqual([]);
    expect(keys.filter((key) => !(key in french))).toEqual([]);
  });

  test('every check has codes that can refuse it or tell of it', () => {
    const used = new Set(Object.values(PROBLEM_CODES).map((rule) => rule.check));
    expect(CHECKS.filter((name) => !used.has(name))).toEqual([]);
  });
});
