/** Where a record is shown. An act's id has colons, so it is encoded wherever it stands in an address. */
import { base } from '$app/paths';
import type { ActId, DraftId } from '#lib/domain/ids.ts';

export function actHref(id: ActId): string {
  return `${base}/authorizations/${encodeURIComponent(id)}`;
}

/** Says of an export that it is one, where that is known: the “?” of its page explains by it. It begins nothing, as `kind` would. */
export function draftHref(id: DraftId, kind?: string): string {
  const query = kind === 'export-authorization' ? '?form=export' : '';
  return `${base}/authorizations/drafts/${encodeURIComponent(id.slice('draft:'.length))}${query}`;
}

export function newAuthorizationHref(): string {
  return `${base}/authorizations/new`;
}

/** For an import authorization that came on paper; one in the system is exported from where it is shown. */
export function newExportHref(): string {
  return `${base}/authorizations/new?kind=export`;
}
