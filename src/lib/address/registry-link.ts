import { base } from '$app/paths';
import { registrationReference } from '#lib/domain/registration/registration.ts';
import type { CountryCode } from '#lib/domain/ids.ts';

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
