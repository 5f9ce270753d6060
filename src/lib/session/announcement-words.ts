/** What is said of a session to those who may come to it. */
import type { Session } from '#lib/domain/training/session.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { readLocale, type Locale } from '#lib/i18n/locale.ts';
import { placeWords, timeWords } from './session-words.ts';

/** The language in which the session is written about: its own, or the writer's where no line brings its words. */
export async function languageOfWords({ language }: Pick<Session, 'language'>): Promise<Locale> {
  if (language === readLocale()) return language;
  return loadCatalog(language).then(
    () => language,
    () => readLocale()
  );
}

/** `locale`: as `languageOfWords` says. */
export function announcementText(session: Session, locale: Locale): string {
  return [session.title, textBelowTitle(session, locale)].join('\n\n');
}

/** An announcement has its title in a box of its own. */
export function textBelowTitle(session: Session, locale: Locale): string {
  return [timeWords(session, locale).there, placeWords(session, locale), session.aims].join('\n\n');
}
