/**
 * What everybody is still to be told of a survey whose sums were promised to everybody. Answers that were stated in time
 * may reach INCB after the closing; but two sums of which one has a few countries more tell by their difference what
 * those said, so that a question is told anew only where enough countries have come to it.
 */
import type { ToldSum } from '../act/kinds/survey-closing.ts';
import { canonicalJson } from '../canonical.ts';
import { MIN_SHOWN } from '../least-told.ts';
import type { CountryAnswer, Survey } from './fold-surveys.ts';
import { sumUp, toldSums } from './sum-up.ts';

export interface Telling {
  /** How many countries' answers count now. */
  readonly answered: number;
  /** How many more than everybody was told of, or all where nothing was told. */
  readonly since: number;
  readonly sums: readonly ToldSum[];
  /** Whether everybody would read something that they have not been told. */
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

/** What was told of a question stays as long as fewer than that have come to it. */
function sumsToldAnew(before: readonly ToldSum[], now: readonly ToldSum[]): readonly ToldSum[] {
  const kept = before.filter((told) => !now.some((sum) => sum.question === told.question));
  const sums = now.map((sum) => {
    const told = before.find(({ question }) => question === sum.question);
    return told && sum.answered - told.answered < MIN_SHOWN ? told : sum;
  });
  return [...sums, ...kept];
}
