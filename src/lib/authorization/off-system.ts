/** A partner outside I2ES gets the printed form: nothing is sent, and no reply is pending. */
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import { instantToDate } from '#lib/domain/calendar-date.ts';
import type { ActId, CountryCode } from '#lib/domain/ids.ts';
import { membershipOf, memberSince } from '#lib/domain/partners/membership.ts';
import type { TrustAge } from '#lib/domain/registration/key-standing.ts';
import type { Verdict } from '#lib/store/api.ts';

export interface MemberSources {
  actsOf(kind: 'certificate'): readonly Act[];
  verdictOf(id: ActId): Verdict;
  readonly trustAge: TrustAge;
}

/** False until a list of keys has arrived: before that no country counts as outside. */
export function offSystem(sources: MemberSources): (country: string) => boolean {
  const certificates = sources.actsOf('certificate') as readonly ActOf<'certificate'>[];
  const since = memberSince(certificates.filter((one) => sources.verdictOf(one._id) !== 'bad'));
  const { knownAt } = sources.trustAge;
  const asAt = knownAt === null ? null : instantToDate(knownAt);
  return (country) => membershipOf(country as CountryCode, since, asAt).state === 'off';
}
