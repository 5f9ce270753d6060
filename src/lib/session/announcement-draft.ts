/** What is said of a session to those who may come to it, as text and as a draft of an announcement. */
import { goto } from '$app/navigation';
import { announcementDraftHref } from '#lib/address/announcement-link.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import { accept, type Result } from '#lib/domain/result.ts';
import type { Session } from '#lib/domain/training/session.ts';
import { store } from '#lib/store/store.svelte.ts';
import { placeWords, timeWords } from './session-words.ts';

export function announcementText(session: Session): string {
  return [session.title, timeWords(session).there, placeWords(session), session.aims].join('\n\n');
}

/** A draft of whoever may write to all, opened at once; nothing is sent before they have read it. */
export async function draftAnnouncement(session: Session): Promise<Result<true>> {
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
      [`text.${language}`]: announcementText(session),
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
  if (!saved.ok) return saved;
  await goto(announcementDraftHref(id));
  return accept(true);
}
