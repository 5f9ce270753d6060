import { describe, expect, it } from 'vitest';
import { GLOSSARY, type Term } from './glossary.ts';
import { LOCALES, readMessages, sentencesOf, type Message } from './message-file.ts';

const english = readMessages('en');
const isSaid = (pattern: RegExp, message: Message | undefined): boolean =>
  message !== undefined && sentencesOf(message).some((text) => pattern.test(text));

function isMeant({ when, unless, except = [] }: Term, key: string): boolean {
  if (except.includes(key)) return false;
  return (!when || isSaid(when, english[key])) && !(unless && isSaid(unless, english[key]));
}

describe.each(LOCALES)('one term has one word in %s', (locale) => {
  const messages = Object.entries(readMessages(locale));

  it.each(GLOSSARY[locale] ?? [])('$term: $use', (term) => {
    const strays = messages.filter(([key, message]) => isMeant(term, key) && isSaid(term.never, message));
    expect(strays.map(([key, message]) => `${key}: ${sentencesOf(message).join(' | ')}`)).toEqual([]);
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
