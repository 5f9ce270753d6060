/** Page of a record. An act's id contains colons, so it is encoded in addresses. */
import { base } from '$app/paths';
import type { ActId, DraftId } from '#lib/domain/ids.ts';

export function actHref(id: ActId): string {
  return `${base}/authorizations/${encodeURIComponent(id)}`;
}

/** `kind` only selects the help text; it starts nothing. */
export function draftHref(id: DraftId, kind?: string): string {
  const query = kind === 'export-authorization' ? '?form=export' : '';
  return `${base}/authorizations/drafts/${encodeURIComponent(id.slice('draft:'.length))}${query}`;
}

/** `from`: the import authorization to export under; `like`: an own one to begin with. */
export function newAuthorizationHref(ways?: Partial<Record<'kind' | 'from' | 'like', string>>): string {
  return `${base}/authorizations/new${ways ? `?${new URLSearchParams(ways)}` : ''}`;
}

export function newExportHref(): string {
  return newAuthorizationHref({ kind: 'export' });
}
