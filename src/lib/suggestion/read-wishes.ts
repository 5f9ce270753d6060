import { may } from '#lib/domain/registration/rights.ts';
import {
  standingWords,
  wordOn,
  type SuggestionAct,
  type WordAct
} from '#lib/domain/suggestion/fold-wishes.ts';
import { countedActs } from '#lib/store/index/counted-acts.ts';
import type { Store } from '#lib/store/store.svelte.ts';

type WishStore = Pick<Store, 'actsOf' | 'counts' | 'person'>;

/** For the Board those of all countries. The latest first. */
export function wishesOf(store: WishStore): readonly SuggestionAct[] {
  const wishes = [...countedActs(store, 'suggestion')];
  return wishes.sort((a, b) => (a.body.at < b.body.at ? 1 : -1));
}

export function wordsOf(store: WishStore): readonly WordAct[] {
  return standingWords(countedActs(store, 'suggestion-answer'));
}

export function newWishes(store: WishStore): readonly SuggestionAct[] {
  if (!may(store.person, 'announce')) return [];
  const words = wordsOf(store);
  return wishesOf(store).filter(({ _id }) => wordOn(_id, words) === null);
}

export function maySuggest(store: WishStore): boolean {
  return may(store.person, 'issue');
}
