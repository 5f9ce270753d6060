/**
 * Public totals of a survey that are still to be published. Answers in time can arrive after the closing. The
 * difference of two totals could disclose what a few countries answered, so a question is published again only after
 * enough new answers.
 */
import type { ToldSum } from '../act/kinds/survey-answer.ts';
import { canonicalJson } from '../canonical.ts';
import { MIN_SHOWN } from '../least-told.ts';
import type { CountryAnswer, Survey } from './fold-surveys.ts';
import { sumUp, toldSums } from './sum-up.ts';

interface Telling {
  readonly answered: number;
  /** Answers added since the last publication, or all of them. */
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
