import type { ToldSum } from '#lib/domain/act/kinds/survey-answer.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { may } from '#lib/domain/registration/rights.ts';
import {
  answersTo,
  firstClosingOf,
  foldSurveys,
  isSurveyFor,
  type CountryAnswer,
  type Survey,
  type SurveyAct
} from '#lib/domain/survey/fold-surveys.ts';
import { tellingOf } from '#lib/domain/survey/sum-up.ts';
import { countedActs } from '#lib/store/index/counted-acts.ts';
import type { Store } from '#lib/store/store.svelte.ts';

export type SurveyStore = Pick<Store, 'actsOf' | 'counts' | 'person' | 'today'>;

/** For a country those addressed to it, and totals for all. The latest first. */
export function surveysOf(store: SurveyStore): readonly Survey[] {
  const { person, today } = store;
  if (!person) return [];
  const surveys = countedActs(store, 'survey');
  const all = foldSurveys(surveys, countedActs(store, 'survey-closing'), today);
  if (may(person, 'announce')) return all;
  return all.filter((one) => isSurveyFor(one.act.body, person.authority) || toldIn(one).length > 0);
}

/** Totals promised only to INCB are shown to no one else. */
export function toldIn({ act, closing }: Pick<Survey, 'act' | 'closing'>): readonly ToldSum[] {
  return act.body.results === 'everybody' ? (closing?.body.sums ?? []) : [];
}

export function unreadSums(store: SurveyStore & Pick<Store, 'lettersRead'>): readonly Survey[] {
  const authority = store.person?.authority ?? '';
  return surveysOf(store).filter((one) => {
    const isUnread = one.closing !== null && !store.lettersRead.includes(one.closing._id);
    return isUnread && toldIn(one).length > 0 && isSurveyFor(one.act.body, authority);
  });
}

/** Promised to all countries and not fully published. */
export function surveysToTell(store: SurveyStore): readonly Survey[] {
  if (!may(store.person, 'announce')) return [];
  return surveysOf(store).filter((one) => tellingOf(one, answersOf(store, one.act)).isNew);
}

export function answersOf(store: SurveyStore, survey: SurveyAct): readonly CountryAnswer[] {
  const closings = countedActs(store, 'survey-closing');
  const acts = countedActs(store, 'survey-answer');
  return answersTo(survey, firstClosingOf(survey._id, closings), acts);
}

export function ownAnswer(store: SurveyStore, survey: SurveyAct): CountryAnswer | null {
  const own = answersOf(store, survey).filter(({ country }) => country === store.person?.authority);
  return own.find(({ notCounted }) => notCounted === null) ?? null;
}

/** The door requires the same of their key. */
export function mayAnswer(store: SurveyStore): boolean {
  return may(store.person, 'manage') && may(store.person, 'issue');
}

export function nextSurveyAfter(store: SurveyStore, answered: ActId): Survey | null {
  const left = surveysToAnswer(store);
  if (left.some(({ act }) => act._id === answered)) return null;
  return left.reduce<Survey | null>(
    (first, one) => (first && first.act.body.closes <= one.act.body.closes ? first : one),
    null
  );
}

/** Empty for people who do not answer for their country. */
export function surveysToAnswer(store: SurveyStore): readonly Survey[] {
  if (!mayAnswer(store)) return [];
  return surveysOf(store).filter(({ act, state }) => state === 'open' && ownAnswer(store, act) === null);
}
