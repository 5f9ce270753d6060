/** Where a record is shown. An act's id has colons, so it is encoded wherever it stands in an address. */
import { base } from '$app/paths';
import type { ActId, DraftId } from '#lib/domain/ids.ts';

export function actHref(id: ActId): string {
  return `${base}/authorizations/${encodeURIComponent(id)}`;
}

export function draftHref(id: DraftId): string {
  return `${base}/authorizations/drafts/${encodeURIComponent(id.slice('draft:'.length))}`;
}

export function newAuthorizationHref(): string {
  return `${base}/authorizations/new`;
}

/** For an import authorization that came on paper; one in the system is exported from where it is shown. */
export function newExportHref(): string {
  return `${base}/authorizations/new?kind=export`;
}
