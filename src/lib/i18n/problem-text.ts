/** Code `a.b.c`, key `problem_a_b_c`. */
import { isCalendarDate, isInstant } from '#lib/domain/calendar-date.ts';
import {
  BOARD_FORMS,
  NATIONAL_PRACTICE,
  OWN_RULE,
  PRODUCT_SUGGESTION,
  type Problem
} from '#lib/domain/result.ts';
import {
  countryName,
  formatDate,
  formatDateTime,
  formatInteger,
  formatMassWords,
  formatMonth,
  formatQuantity,
  isolate
} from './format.ts';
import { readLocale } from './locale.ts';
import { m } from './messages.ts';

type Sentence = (inputs: Record<string, unknown>) => string;

const sentences: Readonly<Record<string, unknown>> = m;

function sentenceNamed(key: string): Sentence | undefined {
  return sentences[key] as Sentence | undefined;
}

export function codeToKey(code: string): string {
  return `problem_${code.replace(/[.-]/g, '_')}`;
}

export function hasProblemText(code: string): boolean {
  return codeToKey(code) in sentences;
}

/** Values with these names are micrograms, as integer or text. */
const QUANTITIES: ReadonlySet<string> = new Set([
  'micrograms',
  'quantity',
  'other',
  'content',
  'authorized',
  'asked',
  'exported',
  'imported',
  'remaining',
  'excess',
  'limit'
]);
const COUNTRIES: ReadonlySet<string> = new Set(['country', 'partner', 'importing', 'exporting']);

const PHARMACEUTICAL_FORMS: ReadonlySet<string> = new Set(['pharmaceuticalForm', 'authorizedForm']);

/** The word is among the form messages, which load with the problems. */
function pharmaceuticalText(form: string): string {
  return isolate(sentenceNamed(`form_pharmaceutical_${form.replace(/-/g, '_')}`)?.({}) ?? form);
}

const MAX_QUOTED = 60;

function valueText(name: string, value: string | number): string | number {
  if (name === 'words') return formatMassWords(String(value));
  if (QUANTITIES.has(name) && /^-?\d+$/.test(String(value))) return formatQuantity(String(value));
  if (typeof value === 'number') return name === 'year' || name === 'line' ? value : formatInteger(value);
  if (PHARMACEUTICAL_FORMS.has(name)) return pharmaceuticalText(value);
  if (isCalendarDate(value)) return formatDate(value);
  if (name === 'month' && /^\d{4}-\d{2}$/.test(value)) return formatMonth(value);
  if (isInstant(value)) return formatDateTime(value);
  if (COUNTRIES.has(name) && /^[A-Z]{2}$/.test(value)) return countryName(value);
  const letters = [...value];
  // What a person pasted by mistake is recognized by its beginning.
  const isLong = name === 'typed' && letters.length > MAX_QUOTED;
  return isolate(isLong ? `${letters.slice(0, MAX_QUOTED).join('')}…` : value);
}

/** Advice to reduce the quantity misleads where nothing remains. */
const NOTHING_LEFT: Readonly<Record<string, Sentence | undefined>> = {
  'export.import.used': ({ number, person }) => m.problem_nothing_left_used({ number, person } as never),
  'export.line.exceedsImport': ({ line, asked }) => m.problem_nothing_left_line({ line, asked } as never)
};

function sentenceOf({ code, values }: Pick<Problem, 'code' | 'values'>): Sentence | undefined {
  const remaining = values?.['remaining'];
  const isNothingLeft = remaining !== undefined && Number(remaining) <= 0;
  if (isNothingLeft && NOTHING_LEFT[code]) return NOTHING_LEFT[code];
  return hasProblemText(code) ? sentenceNamed(codeToKey(code)) : undefined;
}

/** Isolates texts in the sentence, so a Latin name does not reverse an Arabic line. */
export function problemText(problem: Pick<Problem, 'code' | 'values'>): string {
  const sentence = sentenceOf(problem);
  if (!sentence) return m.problem_unknown({ code: isolate(problem.code) });
  const values = Object.entries(problem.values ?? {});
  return sentence(Object.fromEntries(values.map(([name, value]) => [name, valueText(name, value)])));
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
