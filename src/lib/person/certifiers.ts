/** Who can certify the device of whoever waits: the other administrators of their authority, as certificates name them. */
import { may } from '#lib/domain/registration/rights.ts';
import type { NameSource } from './account-name.ts';

/** Their names, each once; none where the reader is the first, or the only one whose key was ever certified. */
export function otherCertifiers(source: NameSource): readonly string[] {
  const { person } = source;
  const names = new Map<string, string>();
  for (const { _id, body } of source.actsOf('certificate')) {
    if (body.kind !== 'certificate' || body.holder.authority !== person?.authority) continue;
    if (body.holder.person === person.id || !may(body.holder, 'manage')) continue;
    if (source.verdictOf(_id) === 'good') names.set(body.holder.person, body.holder.name);
  }
  return [...names.values()];
}
