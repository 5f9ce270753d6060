import { base } from '$app/paths';
import type { ActId, DraftId } from '#lib/domain/ids.ts';

export function surveysHref(): string {
  return `${base}/surveys`;
}

export function surveyHref(id: ActId): string {
  return `${base}/surveys/${encodeURIComponent(id)}`;
}

export function surveyAnswerHref(id: ActId): string {
  return `${surveyHref(id)}/answer`;
}

/** `from`: the earlier survey, or the template, that it begins with. */
export function surveyDraftHref(id: DraftId, from?: ActId | 'availability'): string {
  const path = `${base}/surveys/drafts/${encodeURIComponent(id.slice('draft:'.length))}`;
  return from ? `${path}?from=${encodeURIComponent(from)}` : path;
}

export function suggestionsHref(): string {
  return `${base}/suggestions`;
}
