/** Certificates of other authorities do not count; unknown accounts show their id. */
import type { Act } from '#lib/domain/act/body.ts';
import type { ActId } from '#lib/domain/ids.ts';
import type { Person } from '#lib/store/api.ts';

export interface NameSource {
  readonly person: Pick<Person, 'id' | 'name' | 'authority'> | null;
  actsOf(kind: 'certificate'): readonly Act[];
  verdictOf(id: ActId): string;
}

export type AccountName = (account: string) => string;

export function accountNames(source: NameSource): AccountName {
  const { person } = source;
  const names = new Map<string, string>();
  for (const { _id, body } of source.actsOf('certificate')) {
    if (body.kind !== 'certificate' || body.holder.authority !== person?.authority) continue;
    if (source.verdictOf(_id) === 'good') names.set(body.holder.person, body.holder.name);
  }
  if (person) names.set(person.id, person.name);
  return (account) => names.get(account) ?? account;
}
