import type { ActId, CountryCode, SessionId, DraftId } from '#lib/domain/ids.ts';
import { registrationReference } from '#lib/domain/registration/registration.ts';
import { base } from '$app/paths';

export function partnersHref(): string {
  return `${base}/partners`;
}

export function partnerHref(partner: CountryCode): string {
  return `${base}/partners/${partner}`;
}

export function invitationHref(partner: CountryCode): string {
  return `${partnerHref(partner)}#invitation`;
}

export function reminderHref(partner: CountryCode): string {
  return `${partnerHref(partner)}#reminder`;
}

export function registerWithHref(partner: CountryCode, tab: 'issued' | 'open' | 'all'): string {
  return `${base}/authorizations?${tab === 'all' ? '' : `tab=${tab}&`}partner=${partner}`;
}

/** A trial has the id of its proposal. */
export function trialHref(partner: CountryCode, trial: ActId): string {
  return `${partnerHref(partner)}/trials/${encodeURIComponent(trial)}`;
}

export function personHref(person: string): string {
  return `${base}/people/${encodeURIComponent(person)}`;
}

export function resetLink(token: string): string {
  return `${location.origin}${base}/reset#${token}`;
}

export function sessionsHref(): string {
  return `${base}/sessions`;
}

export function sessionHref(id: SessionId): string {
  return `${base}/sessions/${encodeURIComponent(id)}`;
}

export function sessionPlanHref(id: SessionId): string {
  return `${base}/sessions/plan/${encodeURIComponent(id)}`;
}

export function newSessionHref(id: SessionId, of?: SessionId): string {
  return `${sessionPlanHref(id)}?${of === undefined ? 'new' : `of=${encodeURIComponent(of)}`}`;
}

export function calendarHref(id?: SessionId): string {
  return `${base}/training/calendar${id === undefined ? '' : `?session=${encodeURIComponent(id)}`}`;
}

export function ownLessonHref(id: string): string {
  return `${base}/training/own/${encodeURIComponent(id)}`;
}

export function lessonEditHref(id: string): string {
  return `${base}/sessions/lessons/${encodeURIComponent(id)}`;
}

export function announcementsHref(): string {
  return `${base}/announcements`;
}

export function linksHref(): string {
  return `${base}/announcements/links`;
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
export function surveyDraftHref(id: DraftId, from?: ActId | 'availability' | 'readiness'): string {
  const path = `${base}/surveys/drafts/${encodeURIComponent(id.slice('draft:'.length))}`;
  return from ? `${path}?from=${encodeURIComponent(from)}` : path;
}

export function suggestionsHref(): string {
  return `${base}/suggestions`;
}

export function meetingsHref(): string {
  return `${base}/suggestions/meetings`;
}

export function meetingHref(item: string): string {
  return `${meetingsHref()}/${item}`;
}

/** `about`: the part, and the item or the meeting, that a new draft begins with. */
export function recordDraftHref(id: DraftId, about: Readonly<Record<string, string>> = {}): string {
  const path = `${base}/suggestions/drafts/${encodeURIComponent(id.slice('draft:'.length))}`;
  const query = new URLSearchParams(about).toString();
  return query === '' ? path : `${path}?${query}`;
}

export function registrationHref(id: string): string {
  return `${base}/registrations/${registrationReference(id)}`;
}

export function countryHref(country: CountryCode): string {
  return `${base}/countries/${country}`;
}

/** The secret is in the fragment, which no server sees. */
export function invitationLink(token: string): string {
  return `${location.origin}${base}/invitation#${token}`;
}
