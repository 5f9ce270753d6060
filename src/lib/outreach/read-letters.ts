/** Announcements on this device: only verified acts that were not refused. */
import {
  foldLetters,
  lettersTo,
  unreadOf,
  type AnnouncementAct,
  type Letter
} from '#lib/domain/outreach/letters.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { readLocale } from '#lib/i18n/locale.ts';
import type { Store } from '#lib/store/store.svelte.ts';

type LetterStore = Pick<Store, 'actsOf' | 'counts' | 'person' | 'lettersRead'>;

function announcementsIn(store: LetterStore): readonly AnnouncementAct[] {
  return (store.actsOf('announcement') as readonly AnnouncementAct[]).filter(({ _id }) => store.counts(_id));
}

/** INCB sees all that it sent, others only theirs. Latest first. */
export function lettersOf(store: LetterStore): readonly Letter[] {
  const { person } = store;
  if (!person) return [];
  const acts = announcementsIn(store);
  if (may(person, 'announce')) return foldLetters(acts);
  return lettersTo({ authority: person.authority, role: person.role, language: readLocale() }, acts);
}

/** Empty for the authors. */
export function unreadLetters(store: LetterStore): readonly Letter[] {
  return may(store.person, 'announce') ? [] : unreadOf(lettersOf(store), store.lettersRead);
}
