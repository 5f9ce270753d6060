/**
 * Membership of a country, from the certificates on this device: INCB certifies the first administrator, and every
 * device receives that certificate. Withdrawn keys do not end a membership: a country that lost its devices has not
 * left.
 */
import { instantToDate } from '../calendar-date.ts';
import type { ActOf } from '../act/body.ts';
import type { CalendarDate, CountryCode, Instant } from '../ids.ts';

export type Membership =
  | { readonly state: 'on'; readonly since: CalendarDate }
  /** No certificate had arrived by that day. */
  | { readonly state: 'off'; readonly asAt: CalendarDate }
  /** A delivery receipt exists but no certificate: the country has an account and no device. */
  | { readonly state: 'reached' }
  | { readonly state: 'unknown' };

/** Maps each country to the first day on which one of its keys was certified. `certificates` are verified. */
export function memberSince(certificates: Iterable<ActOf<'certificate'>>): ReadonlyMap<string, CalendarDate> {
  const since = new Map<string, CalendarDate>();
  for (const { body } of certificates) {
    const { authority } = body.holder;
    const day = instantToDate(body.at);
    const known = since.get(authority);
    if (known === undefined || day < known) since.set(authority, day);
  }
  return since;
}

/** `isReached`: a delivery receipt shows that a document arrived in the country's database. */
export function membershipOf(
  country: CountryCode,
  since: ReadonlyMap<string, CalendarDate>,
  asAt: CalendarDate | null,
  isReached: (country: CountryCode) => boolean = () => false
): Membership {
  const day = since.get(country);
  if (day !== undefined) return { state: 'on', since: day };
  if (asAt === null) return { state: 'unknown' };
  return isReached(country) ? { state: 'reached' } : { state: 'off', asAt };
}

/** Nobody there has a key, so a reply comes on paper. */
export function isOnPaper({ state }: Membership): boolean {
  return state === 'off' || state === 'reached';
}

/** Countries whose replies come on paper; none before a list of keys has arrived. `certificates` are verified. */
export function offSystem(
  certificates: Iterable<ActOf<'certificate'>>,
  knownAt: Instant | null
): (country: string) => boolean {
  const since = memberSince(certificates);
  const asAt = knownAt === null ? null : instantToDate(knownAt);
  return (country) => isOnPaper(membershipOf(country as CountryCode, since, asAt));
}
