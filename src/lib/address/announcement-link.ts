import { base } from '$app/paths';
import type { ActId, DraftId } from '#lib/domain/ids.ts';

export function announcementsHref(): string {
  return `${base}/announcements`;
}

export function announcementHref(id: ActId): string {
  return `${base}/announcements/${encodeURIComponent(id)}`;
}

export function announcementDraftHref(
  id: DraftId,
  about?: { readonly act: ActId; readonly as: 'replaced' | 'withdrawn' }
): string {
  const path = `${base}/announcements/drafts/${encodeURIComponent(id.slice('draft:'.length))}`;
  return about ? `${path}?of=${encodeURIComponent(about.act)}&as=${about.as}` : path;
}
