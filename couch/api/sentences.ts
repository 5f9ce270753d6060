/** Problems in the language of `Accept-Language`, in the words of the screens: a test compares them. */
import { refusalBody, type Refusal } from '#couch/gateway/bounds/refusal.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { ToldProblem } from '#lib/domain/api/operations.ts';
import { COUNTRY_TABLES } from '#lib/i18n/country-tables.ts';
import { problemKey, problemValueText, type Language, type Speech } from '#lib/i18n/plain-format.ts';
import type { FastifyRequest } from 'fastify';

type Messages = Readonly<Record<string, unknown>>;

/** A language loads with its first request; only the words of problems and the names of countries are kept. */
const MESSAGES: Readonly<Record<Language, () => Promise<{ readonly default: Messages }>>> = {
  en: () => import('#lib/i18n/messages/en.json', { with: { type: 'json' } }),
  fr: () => import('#lib/i18n/messages/fr.json', { with: { type: 'json' } }),
  es: () => import('#lib/i18n/messages/es.json', { with: { type: 'json' } }),
  ru: () => import('#lib/i18n/messages/ru.json', { with: { type: 'json' } }),
  zh: () => import('#lib/i18n/messages/zh.json', { with: { type: 'json' } }),
  ar: () => import('#lib/i18n/messages/ar.json', { with: { type: 'json' } })
};

const KEPT = /^(?:problem|unit|form_pharmaceutical)_/;
const held = new Map<Language, Promise<Speech>>();

function speechIn(language: Language): Promise<Speech> {
  const known = held.get(language) ?? readSpeech(language);
  held.set(language, known);
  return known;
}

async function readSpeech(language: Language): Promise<Speech> {
  const [messages, countries] = await Promise.all([MESSAGES[language](), COUNTRY_TABLES[language]()]);
  const kept = new Map(Object.entries(messages.default).filter(([key]) => KEPT.test(key)));
  const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
  return {
    language,
    timeZone: 'UTC',
    message: (key) => textOf(kept.get(key)),
    countryName: (code) => countries.default[code] ?? code
  };
}

/** The best of the languages of I2ES (RFC 9110), else English. */
export function languageFrom(header: string | undefined): Language {
  const wanted = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part, place) => {
      const [tag = '', quality] = part.trim().split(/\s*;\s*q=/);
      return { tag: tag.toLowerCase().split('-')[0] ?? '', weight: Number(quality ?? 1) || 0, place };
    })
    .filter(({ tag, weight }) => weight > 0 && Object.hasOwn(MESSAGES, tag))
    .sort((a, b) => b.weight - a.weight || a.place - b.place);
  return (wanted[0]?.tag as Language | undefined) ?? 'en';
}

const MARKS = /[\u2066-\u2069\u200e]/g;

/** Without marks of direction: a program puts the sentence where it wants. */
function sentenceOf(problem: Problem, speech: Speech): string {
  const { code, values = {} } = problem;
  const sentence = speech.message(problemKey(problem));
  if (sentence === undefined) return (speech.message('problem_unknown') ?? '{code}').replace('{code}', code);
  const filled = sentence.replace(/\{(\w+)\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? String(problemValueText(name, values[name] ?? '', speech)) : whole
  );
  return filled.replace(MARKS, '');
}

export async function tellProblems(
  header: string | undefined,
  problems: readonly Problem[]
): Promise<readonly ToldProblem[]> {
  if (problems.length === 0) return [];
  const speech = await speechIn(languageFrom(header));
  return problems.map((problem) => ({ ...problem, sentence: sentenceOf(problem, speech) }));
}

/** Of a request that no operation answers, such as an unknown path: only `/api/v1` tells sentences. */
export async function tellElsewhere(
  { url, headers }: Pick<FastifyRequest, 'url' | 'headers'>,
  { status, problems }: Refusal
): Promise<object> {
  const body = refusalBody(status, problems);
  if (!/^\/api\/v1(?![^/?])/.test(url)) return body;
  return { ...body, problems: await tellProblems(headers['accept-language'], problems) };
}
