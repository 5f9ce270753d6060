import type { ToldSum, SurveyAnswer } from '../act/kinds/survey-answer.ts';
import { choicesOf, type Question } from '../act/kinds/survey.ts';
import { canonicalJson } from '../canonical.ts';
import type { CalendarDate, CountryCode, DecimalText } from '../ids.ts';
import { MIN_SHOWN } from '../own-choices.ts';
import { meanOfDecimals } from '../median.ts';
import type { CountryAnswer, SurveyAct, Survey } from './fold-surveys.ts';

export interface Spread {
  readonly least: DecimalText;
  readonly lower: DecimalText;
  readonly median: DecimalText;
  readonly upper: DecimalText;
  readonly greatest: DecimalText;
}

export interface Said {
  readonly country: CountryCode;
  readonly answer: SurveyAnswer;
}

interface QuestionSum {
  readonly question: Question;
  readonly answered: number;
  readonly counts: readonly { readonly key: string; readonly count: number }[];
  readonly spread: Spread | null;
  readonly said: readonly Said[];
}

export function sumUp(survey: SurveyAct, answers: readonly CountryAnswer[]): readonly QuestionSum[] {
  const counted = answers.filter(({ notCounted }) => notCounted === null);
  return survey.body.questions.map((question) => {
    const said = counted
      .flatMap(({ country, act }) => {
        const answer = act.body.answers.find((one) => one.question === question.key);
        return answer ? [{ country, answer }] : [];
      })
      .sort((a, b) => (a.country < b.country ? -1 : 1));
    return {
      question,
      answered: said.length,
      counts: choicesOf(question).map((key) => ({ key, count: said.filter(hasChosen(key)).length })),
      spread: spreadOf(said.flatMap(({ answer }) => answer.number ?? [])),
      said
    };
  });
}

function hasChosen(key: string): (said: Said) => boolean {
  return ({ answer }) => (answer.chosen ?? []).indexOf(key) >= 0;
}

/** Nearest rank, so each figure occurred; for an even number the median is the mean of the middle two. */
export function spreadOf(figures: readonly DecimalText[]): Spread | null {
  const sorted = [...figures].sort(compareDecimals);
  const rank = (quarters: number): DecimalText | undefined =>
    sorted[Math.max(0, Math.ceil((quarters * sorted.length) / 4) - 1)];
  const [least, lower, below, upper, greatest] = [rank(0), rank(1), rank(2), rank(3), rank(4)];
  const above = sorted[sorted.length >> 1];
  const median = below && above && meanOfDecimals(below, above);
  return least && lower && median && upper && greatest ? { least, lower, median, upper, greatest } : null;
}

/** Compares digit by digit: binary fractions would make equal values differ. */
export function compareDecimals(a: DecimalText, b: DecimalText): number {
  const [wholeA = '', restA = ''] = a.split('.');
  const [wholeB = '', restB = ''] = b.split('.');
  if (wholeA.length !== wholeB.length) return wholeA.length - wholeB.length;
  if (wholeA !== wholeB) return wholeA < wholeB ? -1 : 1;
  const length = Math.max(restA.length, restB.length);
  const [fullA, fullB] = [restA.padEnd(length, '0'), restB.padEnd(length, '0')];
  return fullA === fullB ? 0 : fullA < fullB ? -1 : 1;
}

/** Public totals: no text, country or date, and no question that few answered. */
export function toldSums(sums: readonly QuestionSum[]): readonly ToldSum[] {
  return sums.flatMap(({ question, answered, counts, spread }): ToldSum[] => {
    if (answered < MIN_SHOWN || (counts.length === 0 && !spread)) return [];
    const { lower, median, upper } = spread ?? {};
    const middle = lower && median && upper ? { spread: { lower, median, upper } } : {};
    return [{ question: question.key, answered, ...(counts.length > 0 ? { counts } : {}), ...middle }];
  });
}

export function datesOf(
  said: readonly Said[]
): readonly { readonly date: CalendarDate; readonly count: number }[] {
  const dates = said.flatMap(({ answer }) => answer.date ?? []).sort();
  return [...new Set(dates)].map((date) => ({ date, count: dates.filter((one) => one === date).length }));
}

/**
 * Answers in time can arrive after the closing. The difference of two totals could disclose what a few countries
 * answered, so a question is published again only after enough new answers.
 */
interface Telling {
  readonly answered: number;
  readonly since: number;
  readonly sums: readonly ToldSum[];
  readonly isNew: boolean;
}

export function tellingOf({ act, state, closing }: Survey, answers: readonly CountryAnswer[]): Telling {
  const answered = answers.filter(({ notCounted }) => notCounted === null).length;
  const before = state === 'closed' ? closing?.body.sums : undefined;
  const sums = sumsToldAnew(before ?? [], toldSums(sumUp(act, answers)));
  const isPromised = act.body.results === 'everybody' && state !== 'open' && state !== 'withdrawn';
  return {
    answered,
    since: Math.max(0, answered - (closing?.body.answered ?? 0)),
    sums,
    isNew: isPromised && (before === undefined || canonicalJson(before) !== canonicalJson(sums))
  };
}

function sumsToldAnew(before: readonly ToldSum[], now: readonly ToldSum[]): readonly ToldSum[] {
  const kept = before.filter((told) => !now.some((sum) => sum.question === told.question));
  const sums = now.map((sum) => {
    const told = before.find(({ question }) => question === sum.question);
    return told && sum.answered - told.answered < MIN_SHOWN ? told : sum;
  });
  return [...sums, ...kept];
}
