import { base } from '$app/paths';
import type { ActId, CountryCode } from '#lib/domain/ids.ts';

export function partnersHref(): string {
  return `${base}/partners`;
}

export function partnerHref(partner: CountryCode): string {
  return `${base}/partners/${partner}`;
}

export function invitationHref(partner: CountryCode): string {
  return `${partnerHref(partner)}#invitation`;
}

export function registerWithHref(partner: CountryCode, tab: 'issued' | 'open' | 'all'): string {
  return `${base}/authorizations?${tab === 'all' ? '' : `tab=${tab}&`}partner=${partner}`;
}

/** A trial has the id of its proposal. */
export function trialHref(partner: CountryCode, trial: ActId): string {
  return `${partnerHref(partner)}/trials/${encodeURIComponent(trial)}`;
}
