/** Suggestions and INCB's answers on this device: only verified good ones that were not refused. */
import type { ActKind } from '#lib/domain/act/kinds.ts';
import { may } from '#lib/domain/registration/rights.ts';
import {
  standingWords,
  wordOn,
  type SuggestionAct,
  type WordAct
} from '#lib/domain/suggestion/fold-wishes.ts';
import type { Store } from '#lib/store/store.svelte.ts';

type WishStore = Pick<Store, 'actsOf' | 'counts' | 'person'>;

function goodActs<A>(store: WishStore, kind: ActKind): readonly A[] {
  return store.actsOf(kind).filter(({ _id }) => store.counts(_id)) as unknown as readonly A[];
}

/** For the Board those of all countries, for a country its own. The latest first. */
export function wishesOf(store: WishStore): readonly SuggestionAct[] {
  const wishes = [...goodActs<SuggestionAct>(store, 'suggestion')];
  return wishes.sort((a, b) => (a.body.at < b.body.at ? 1 : -1));
}

export function wordsOf(store: WishStore): readonly WordAct[] {
  return standingWords(goodActs<WordAct>(store, 'suggestion-answer'));
}

export function newWishes(store: WishStore): readonly SuggestionAct[] {
  if (!may(store.person, 'announce')) return [];
  const words = wordsOf(store);
  return wishesOf(store).filter(({ _id }) => wordOn(_id, words) === null);
}

/** For people who sign for a country; INCB staff need no such way. */
export function maySuggest(store: WishStore): boolean {
  return may(store.person, 'issue');
}
