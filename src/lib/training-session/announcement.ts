import { type Session, asksAnnouncement } from '#lib/domain/training/session.ts';
import { loadCatalog } from '#lib/i18n/catalog.ts';
import { readLocale, type Locale } from '#lib/i18n/locale.ts';
import { placeWords, timeWords } from './session-words.ts';
import { goto } from '$app/navigation';
import { announcementDraftHref } from '#lib/address/page-links.ts';
import type { DraftId, Instant } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';
import { saveNewDraft } from '#lib/draft/open-draft.ts';
import { store } from '#lib/store/store.svelte.ts';
import { trainingStore } from './training-store.svelte.ts';

/** The writer's if the session's own cannot be loaded offline. */
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

function textBelowTitle(session: Session, locale: Locale): string {
  return [timeWords(session, locale).there, placeWords(session, locale), session.aims].join('\n\n');
}

/** Nothing is sent before its writer reads it. Of two people who accept, one is refused and gets no draft. */
export async function draftAnnouncement(given: Session): Promise<Result<unknown>> {
  await trainingStore.refresh();
  const { session, announcement } = trainingStore.find(given._id) ?? { session: given, announcement: null };
  const saved = await saveDraftOf(session);
  if (!saved.ok) return saved;
  if (asksAnnouncement(session, announcement, new Date().toISOString() as Instant)) {
    const answered = await trainingStore.answerAnnouncement(session._id, 'taken-up');
    if (!answered.ok) {
      await store.deleteDraft(saved.value);
      return answered;
    }
  }
  await goto(announcementDraftHref(saved.value));
  return saved;
}

async function saveDraftOf(session: Session): Promise<Result<DraftId>> {
  const { language, audience, title } = session;
  const { region = '', group, roles = [] } = audience;
  return saveNewDraft('announcement', {
    fields: {
      [`title.${language}`]: title,
      [`text.${language}`]: textBelowTitle(session, await languageOfWords(session)),
      whom: region ? 'region' : group ? 'group' : 'all',
      region,
      groupName: group?.name ?? '',
      groupCountries: (group?.countries ?? []).join(' '),
      roles: roles.join(' ')
    }
  });
}
