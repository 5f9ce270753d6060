import { describe, expect, it } from 'vitest';
import { LANGUAGES_OF_TERMS, TERMS } from './terms.ts';
import { readTexts } from './texts.ts';

describe.each(LANGUAGES_OF_TERMS)('the terms in %s', (locale) => {
  const index = LANGUAGES_OF_TERMS.indexOf(locale);
  const all = Object.values(readTexts(locale)).flat().join('\n').toLowerCase();

  it.each(TERMS)('has a word in use for “%s”', (...words) => {
    const word = (words[index] ?? '').replace(' †', '').toLowerCase();
    expect(all.includes(word) ? word : '').toBe(word);
  });
});
