import { goto } from '$app/navigation';
import { announcementDraftHref } from '#lib/address/announcement-link.ts';
import type { DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import { accept, type Result } from '#lib/domain/result.ts';
import { asksAnnouncement, type Session } from '#lib/domain/training/session.ts';
import { store } from '#lib/store/store.svelte.ts';
import { languageOfWords, textBelowTitle } from './announcement-words.ts';
import { trainingDesk } from './training-desk.svelte.ts';

/**
 * Nothing is sent before its writer reads it. The secretariat accepts a trainer's request first: of two people who do,
 * one is refused and gets no draft.
 */
export async function draftAnnouncement(given: Session): Promise<Result<unknown>> {
  await trainingDesk.refresh();
  const { session, announcement } = trainingDesk.find(given._id) ?? { session: given, announcement: null };
  const saved = await saveDraftOf(session);
  if (!saved.ok) return saved;
  if (asksAnnouncement(session, announcement, new Date().toISOString() as Instant)) {
    const answered = await trainingDesk.answerAnnouncement(session._id, 'taken-up');
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
  const id = store.newDraftId();
  const whom = region ? 'region' : group ? 'group' : 'all';
  const saved = await store.saveDraft({
    _id: id,
    schema: 1,
    kind: 'announcement',
    fields: {
      [`title.${language}`]: title,
      [`text.${language}`]: textBelowTitle(session, await languageOfWords(session)),
      whom,
      region,
      groupName: group?.name ?? '',
      groupCountries: (group?.countries ?? []).join(' '),
      roles: roles.join(' ')
    },
    lines: [],
    updatedAt: new Date().toISOString() as Instant,
    updatedBy: store.person?.id ?? '',
    device: (store.device?.keyId ?? '') as KeyId
  });
  return saved.ok ? accept(id) : saved;
}
