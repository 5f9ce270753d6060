/**
 * Whether a country is on the system, from what this device knows of keys: the Board certifies the first administrator of
 * a country that it has confirmed, and that certificate goes to everybody. Withdrawn keys end no membership: a country
 * that lost its devices has not left.
 */
import { instantToDate } from '../calendar-date.ts';
import type { ActOf } from '../act/body.ts';
import type { CalendarDate, CountryCode } from '../ids.ts';

export type Membership =
  | { readonly state: 'on'; readonly since: CalendarDate }
  /** No certificate is here, as at that day. */
  | { readonly state: 'off'; readonly asAt: CalendarDate }
  /** No certificate is here, and yet a document of ours is in its database: it has an account and no device. */
  | { readonly state: 'reached' }
  /** The lists have not come yet. */
  | { readonly state: 'unknown' };

/** The first day on which a key of each country's was certified; `certificates` are those that are verified good. */
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

export function membershipOf(
  country: CountryCode,
  since: ReadonlyMap<string, CalendarDate>,
  asAt: CalendarDate | null
): Membership {
  const day = since.get(country);
  if (day !== undefined) return { state: 'on', since: day };
  return asAt === null ? { state: 'unknown' } : { state: 'off', asAt };
}

/** `isReached`: a delivery receipt says that a document is in the country's own database. */
export function withDelivery(member: Membership, isReached: boolean): Membership {
  return member.state === 'off' && isReached ? { state: 'reached' } : member;
}
