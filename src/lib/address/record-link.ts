/** An act's id contains colons, so it is encoded in addresses. */
import { base } from '$app/paths';
import type { AuthorizationKind } from '#lib/domain/act/number.ts';
import type { ActId, DraftId } from '#lib/domain/ids.ts';

export const WAYS: Readonly<Record<AuthorizationKind, string>> = {
  'import-authorization': 'import',
  'export-authorization': 'export',
  'export-declaration': 'declaration'
};

export function actHref(id: ActId): string {
  return `${base}/authorizations/${encodeURIComponent(id)}`;
}

/** `kind` only selects the help text; it starts nothing. */
export function draftHref(id: DraftId, kind?: string): string {
  const query = kind === 'export-authorization' ? '?form=export' : '';
  return `${base}/authorizations/drafts/${encodeURIComponent(id.slice('draft:'.length))}${query}`;
}

/**
 * `from`: the import authorization to export under; `like`: an own one to begin with; `paper`: the country whose paper
 * is recorded; `corrects`: the record of a paper; `emergency`: the country of an emergency export; `template`: a
 * named draft, without `draft:`.
 */
export function newAuthorizationHref(
  ways?: Partial<Record<'kind' | 'from' | 'like' | 'paper' | 'corrects' | 'emergency' | 'template', string>>
): string {
  return `${base}/authorizations/new${ways ? `?${new URLSearchParams(ways)}` : ''}`;
}

/** `from`: the authorization that the paper cites, or that cites it. */
export function recordHref(
  kind: AuthorizationKind,
  { from, partner = '' }: { readonly from?: ActId; readonly partner?: string } = {}
): string {
  const ways = { kind: WAYS[kind], paper: partner };
  return newAuthorizationHref(from ? { ...ways, from } : ways);
}

export function recordImportHref(partner = ''): string {
  return recordHref('import-authorization', { partner });
}
