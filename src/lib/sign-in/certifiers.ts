/** The other administrators of the authority who can certify a waiting device, as certificates name them. */
import type { Act } from '#lib/domain/act/body.ts';
import type { ActId, Instant } from '#lib/domain/ids.ts';
import { may } from '#lib/domain/registration/rights.ts';
import type { Person } from '#lib/store/api.ts';
import { listKeys } from './key-list.ts';

export interface KeySource {
  readonly person: Pick<Person, 'id' | 'authority'> | null;
  actsOf(kind: 'certificate' | 'withdrawal'): readonly Act[];
  verdictOf(id: ActId): string;
}

export function otherCertifiers(source: KeySource, now: Instant): readonly string[] {
  const { person } = source;
  const isGood = ({ _id }: Act): boolean => source.verdictOf(_id) === 'good';
  const keys = listKeys(
    {
      certificates: source.actsOf('certificate').filter(isGood),
      withdrawals: source.actsOf('withdrawal').filter(isGood)
    },
    (holder) =>
      holder.authority === person?.authority && holder.person !== person.id && may(holder, 'manage'),
    now
  );
  const able = keys.filter(({ state }) => state === 'certified');
  return [...new Map(able.map(({ holder }) => [holder.person, holder.name])).values()];
}
