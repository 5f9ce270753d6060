/** Where a partner is shown, and the register with what is exchanged with it. */
import { base } from '$app/paths';
import type { ActId, CountryCode } from '#lib/domain/ids.ts';

export function partnersHref(): string {
  return `${base}/partners`;
}

export function partnerHref(partner: CountryCode): string {
  return `${base}/partners/${partner}`;
}

/** The place on a partner's page where it is invited. */
export function invitationHref(partner: CountryCode): string {
  return `${partnerHref(partner)}#invitation`;
}

/** `issued`: what went to the partner; `open`: what is not closed; `all`: everything. */
export function registerWithHref(partner: CountryCode, tab: 'issued' | 'open' | 'all'): string {
  return `${base}/authorizations?${tab === 'all' ? '' : `tab=${tab}&`}partner=${partner}`;
}

/** A trial is known by the id of its proposal. */
export function trialHref(partner: CountryCode, trial: ActId): string {
  return `${partnerHref(partner)}/trials/${encodeURIComponent(trial)}`;
}
