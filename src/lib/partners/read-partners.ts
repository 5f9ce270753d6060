/** Partners of the user's authority from verified acts on this device that were not refused. */
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { ActOf } from '#lib/domain/act/body.ts';
import type { CalendarDate, CountryCode } from '#lib/domain/ids.ts';
import { memberSince, membershipOf, type Membership } from '#lib/domain/partners/membership.ts';
import { partnerRows, type PartnerRow } from '#lib/domain/partners/partner-rows.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { ownCountry } from './own-country.ts';
import type { Days } from './period.ts';

type PartnerStore = Pick<Store, 'actsOf' | 'counts' | 'dossiers' | 'person' | 'today' | 'trustAge'>;

export function readPartners(store: PartnerStore, days: Days): readonly PartnerRow[] {
  const authority = ownCountry(store);
  return authority ? partnerRows(store.dossiers(), { authority, ...days, today: store.today }) : [];
}

export function readMembers(store: PartnerStore): (country: CountryCode) => Membership {
  const certificates = store.actsOf('certificate') as readonly ActOf<'certificate'>[];
  const since = memberSince(certificates.filter(({ _id }) => store.counts(_id)));
  const { knownAt } = store.trustAge;
  const asAt: CalendarDate | null = knownAt === null ? null : instantToDate(knownAt);
  return (country) => membershipOf(country, since, asAt);
}
