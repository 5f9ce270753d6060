/** Surveys as this device holds them: only what is verified good, and was not refused, is asked or answered. */
import type { ToldSum } from '#lib/domain/act/kinds/survey-closing.ts';
import type { ActId } from '#lib/domain/ids.ts';
import type { ActKind } from '#lib/domain/act/kinds.ts';
import { may } from '#lib/domain/registration/rights.ts';
import {
  answersTo,
  firstClosingOf,
  foldSurveys,
  isSurveyFor,
  type AnswerAct,
  type ClosingAct,
  type CountryAnswer,
  type Survey,
  type SurveyAct
} from '#lib/domain/survey/fold-surveys.ts';
import { tellingOf } from '#lib/domain/survey/tell-sums.ts';
import type { Store } from '#lib/store/store.svelte.ts';

export type SurveyStore = Pick<Store, 'actsOf' | 'counts' | 'person' | 'today'>;

function goodActs<A>(store: SurveyStore, kind: ActKind): readonly A[] {
  return store.actsOf(kind).filter(({ _id }) => store.counts(_id)) as unknown as readonly A[];
}

/** For the Board's desk all that it asked; for a country what it was asked, and the sums told to everybody. The latest first. */
export function surveysOf(store: SurveyStore): readonly Survey[] {
  const { person, today } = store;
  if (!person) return [];
  const surveys = goodActs<SurveyAct>(store, 'survey');
  const all = foldSurveys(surveys, goodActs<ClosingAct>(store, 'survey-closing'), today);
  if (may(person, 'announce')) return all;
  return all.filter((one) => isSurveyFor(one.act.body, person.authority) || toldIn(one).length > 0);
}

/** Sums, where they were promised to everybody; what was promised to INCB alone is shown to nobody else. */
export function toldIn({ act, closing }: Pick<Survey, 'act' | 'closing'>): readonly ToldSum[] {
  return act.body.results === 'everybody' ? (closing?.body.sums ?? []) : [];
}

/** Told to those who were asked, and not read on this device. */
export function unreadSums(store: SurveyStore & Pick<Store, 'lettersRead'>): readonly Survey[] {
  const authority = store.person?.authority ?? '';
  return surveysOf(store).filter((one) => {
    const isUnread = one.closing !== null && !store.lettersRead.includes(one.closing._id);
    return isUnread && toldIn(one).length > 0 && isSurveyFor(one.act.body, authority);
  });
}

/** For the Board's desk: surveys whose sums were promised to everybody, and are not told or not all of them. */
export function surveysToTell(store: SurveyStore): readonly Survey[] {
  if (!may(store.person, 'announce')) return [];
  return surveysOf(store).filter((one) => tellingOf(one, answersOf(store, one.act)).isNew);
}

/** For the Board's desk those of all countries; for a country its own. */
export function answersOf(store: SurveyStore, survey: SurveyAct): readonly CountryAnswer[] {
  const closings = goodActs<ClosingAct>(store, 'survey-closing');
  const acts = goodActs<AnswerAct>(store, 'survey-answer');
  return answersTo(survey, firstClosingOf(survey._id, closings), acts);
}

/** What stands of one's own country; null where it has not answered. */
export function ownAnswer(store: SurveyStore, survey: SurveyAct): CountryAnswer | null {
  const own = answersOf(store, survey).filter(({ country }) => country === store.person?.authority);
  return own.find(({ notCounted }) => notCounted === null) ?? null;
}

/** Whether this person answers for their country; the door asks for the same of their key. */
export function mayAnswer(store: SurveyStore): boolean {
  return may(store.person, 'manage') && may(store.person, 'issue');
}

/** Once this one is answered: of those that wait still the one that closes first. */
export function nextSurveyAfter(store: SurveyStore, answered: ActId): Survey | null {
  const left = surveysToAnswer(store);
  if (left.some(({ act }) => act._id === answered)) return null;
  return left.reduce<Survey | null>(
    (first, one) => (first && first.act.body.closes <= one.act.body.closes ? first : one),
    null
  );
}

/** Open ones that this person's country has not answered; none for whoever does not answer for it. */
export function surveysToAnswer(store: SurveyStore): readonly Survey[] {
  if (!mayAnswer(store)) return [];
  return surveysOf(store).filter(({ act, state }) => state === 'open' && ownAnswer(store, act) === null);
}
