/** A partner outside I2ES gets the printed form: nothing is sent, and no reply is pending. */
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { offSystem as offSystemBy } from '#lib/domain/partners/membership.ts';
import type { TrustAge } from '#lib/domain/registration/key-standing.ts';
import type { Verdict } from '#lib/store/api.ts';

export interface MemberSources {
  actsOf(kind: 'certificate'): readonly Act[];
  verdictOf(id: ActId): Verdict;
  readonly trustAge: TrustAge;
}

export function offSystem(sources: MemberSources): (country: string) => boolean {
  const certificates = sources.actsOf('certificate') as readonly ActOf<'certificate'>[];
  const good = certificates.filter((one) => sources.verdictOf(one._id) !== 'bad');
  return offSystemBy(good, sources.trustAge.knownAt);
}
