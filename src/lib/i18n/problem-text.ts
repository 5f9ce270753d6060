/** Code `a.b.c`, key `problem_a_b_c`. */
import {
  BOARD_FORMS,
  NATIONAL_PRACTICE,
  OWN_RULE,
  PRODUCT_SUGGESTION,
  type Problem
} from '#lib/domain/result.ts';
import { countryName, isolate } from './format.ts';
import { readLocale } from './locale.ts';
import { m } from './messages.ts';
import { codeToKey, problemKey, problemValueText, type Speech } from './plain-format.ts';

export { codeToKey };

type Sentence = (inputs: Record<string, unknown>) => string;

const sentences: Readonly<Record<string, unknown>> = m;

function sentenceNamed(key: string): Sentence | undefined {
  return sentences[key] as Sentence | undefined;
}

export function hasProblemText(code: string): boolean {
  return codeToKey(code) in sentences;
}

export function problemText(problem: Pick<Problem, 'code' | 'values'>): string {
  const key = problemKey(problem);
  const sentence = key in sentences ? sentenceNamed(key) : undefined;
  if (!sentence) return m.problem_unknown({ code: isolate(problem.code) });
  const speech: Speech = {
    language: readLocale(),
    message: (name) => sentenceNamed(name)?.({}),
    countryName
  };
  const values = Object.entries(problem.values ?? {});
  return sentence(
    Object.fromEntries(values.map(([name, value]) => [name, problemValueText(name, value, speech)]))
  );
}

/** `1961:31.8` to "1961 Convention, art. 31.8"; a resolution stays as it is. */
export function articleText(article: string): string {
  if (article === NATIONAL_PRACTICE) return m.problem_article_national();
  if (article === BOARD_FORMS) return m.problem_article_forms();
  if (article === OWN_RULE) return m.problem_article_own();
  if (article === PRODUCT_SUGGESTION) return m.problem_article_suggestion();
  const [convention, paragraph] = article.split(':');
  const isKnown = (convention === '1961' || convention === '1971') && paragraph !== undefined;
  if (!isKnown) return article;
  const spelled = readLocale() === 'ar' ? paragraph.replace(/\(([a-f])\)/g, toArabicLetter) : paragraph;
  return m.article_of_convention({ convention, article: isolate(spelled) });
}

/** Sub-paragraphs use Arabic letters, as in the Arabic texts of the Conventions. */
function toArabicLetter(_match: string, letter: string): string {
  return ` (${'أبجدهو'.charAt('abcdef'.indexOf(letter))})`;
}
