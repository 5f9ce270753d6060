import { lettersOfBoard, lettersTo, unreadOf, type Letter } from '#lib/domain/outreach/letters.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import { countedActs } from '#lib/store/index/counted-acts.ts';
import type { Store } from '#lib/store/store.svelte.ts';

type LetterStore = Pick<Store, 'actsOf' | 'counts' | 'person' | 'lettersRead' | 'today'>;

/** INCB sees all that it sent, others only theirs. Latest first. */
export function lettersOf(store: LetterStore): readonly Letter[] {
  const { person } = store;
  if (!person) return [];
  const acts = countedActs(store, 'announcement');
  if (may(person, 'announce')) return lettersOfBoard(acts, store.today);
  const reader = { authority: person.authority, role: person.role, language: readLocale() };
  return lettersTo(reader, acts, store.today);
}

export function unreadLetters(store: LetterStore): readonly Letter[] {
  return may(store.person, 'announce') ? [] : unreadOf(lettersOf(store), store.lettersRead);
}
