import { describe, expect, it } from 'vitest';
import { GLOSSARY, type Term } from './glossary.ts';
import { LOCALES, readMessages, sentencesOf } from './message-file.ts';
import { readTexts } from './texts.ts';

const english = readTexts('en');
const isSaid = (pattern: RegExp, sentences: readonly string[] = []): boolean =>
  sentences.some((text) => pattern.test(text));

function isMeant({ when, unless, except = [] }: Term, place: string): boolean {
  if (except.includes(place)) return false;
  return (!when || isSaid(when, english[place])) && !(unless && isSaid(unless, english[place]));
}

describe.each(LOCALES)('one term has one word in %s', (locale) => {
  const texts = Object.entries(readTexts(locale));

  it.each(GLOSSARY[locale] ?? [])('$term: $use', (term) => {
    const strays = texts.filter(([place, text]) => isMeant(term, place) && isSaid(term.never, text));
    expect(strays.map(([place, text]) => `${place}: ${text.join(' | ')}`)).toEqual([]);
  });
});

/**
 * UNTERM gives an article in French and Spanish for Member States alone, and no language's cases or gender, so a
 * name is not put where the sentence around it would need them: it opens the sentence, or follows a colon, a
 * bracket, a quotation mark or another name.
 */
describe.each(['fr', 'es', 'ru', 'ar'] as const)('names of countries in %s', (locale) => {
  const NAME = /\{(?:country|exporting|importing|partner|issuer|where)\}/g;
  const ALONE = /(?:^|[(«:،,→←/·-]\s?|[?!.]\s)$/;

  it('stand alone, since no source gives the grammar that a sentence would need', () => {
    const inside = Object.entries(readMessages(locale)).flatMap(([key, message]) =>
      sentencesOf(message).flatMap((text) =>
        [...text.matchAll(NAME)].filter(({ index }) => !ALONE.test(text.slice(0, index))).map(() => key)
      )
    );
    expect(inside).toEqual([]);
  });
});
