import type { Act, ActOf } from '../act/body.ts';
import { WISH_STATES, type WishState } from '../act/kinds/suggestion.ts';
import type { ActId } from '../ids.ts';

export type SuggestionAct = ActOf<'suggestion'>;
export type WordAct = ActOf<'suggestion-answer'>;

/** The act's id would disclose its country. */
export function wishHash(id: ActId): string {
  return id.slice(-43);
}

/**
 * Answers not replaced by a later one, latest first. If two replace the same, the last one wins in any order of
 * arrival.
 */
export function standingWords(acts: readonly WordAct[]): readonly WordAct[] {
  const latestFirst = [...acts].sort((a, b) => (isLater(a, b) ? -1 : 1));
  const replaced = new Set<string>();
  const standing: WordAct[] = [];
  const named = new Set<string>();
  for (const act of latestFirst) if (act.body.replaces) replaced.add(act.body.replaces);
  for (const act of latestFirst) {
    const { replaces } = act.body;
    const isSecond = replaces !== undefined && named.has(replaces);
    if (replaces !== undefined) named.add(replaces);
    if (!replaced.has(act._id) && !isSecond) standing.push(act);
  }
  return standing;
}

export function isLater(a: Act, b: Act): boolean {
  return a.body.at === b.body.at ? a._id > b._id : a.body.at > b.body.at;
}

export function wordOn(wish: ActId, words: readonly WordAct[]): WordAct | null {
  return words.find(({ body }) => body.wishes.indexOf(wishHash(wish)) >= 0) ?? null;
}

export function byState(words: readonly WordAct[]): ReadonlyMap<WishState, readonly WordAct[]> {
  return new Map(WISH_STATES.map((state) => [state, words.filter(({ body }) => body.state === state)]));
}
