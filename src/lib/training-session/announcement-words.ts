import type { Session } from '#lib/domain/training/session.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { readLocale, type Locale } from '#lib/i18n/locale.ts';
import { placeWords, timeWords } from './session-words.ts';

/** The language of the text: the session's own, or the writer's if it cannot be loaded offline. */
export async function languageOfWords({ language }: Pick<Session, 'language'>): Promise<Locale> {
  if (language === readLocale()) return language;
  return loadCatalog(language).then(
    () => language,
    () => readLocale()
  );
}

export function announcementText(session: Session, locale: Locale): string {
  return [session.title, textBelowTitle(session, locale)].join('\n\n');
}

export function textBelowTitle(session: Session, locale: Locale): string {
  return [timeWords(session, locale).there, placeWords(session, locale), session.aims].join('\n\n');
}
