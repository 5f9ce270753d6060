import { signBody } from '#lib/crypto/sign.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { actRevision } from '#lib/domain/act/act-id.ts';
import { until, type Device } from './world.ts';

/** As a newer device of that person would sign and keep it; its line sends it like any other act. */
export async function signLater(by: Device, particulars: object, partner = 'CH'): Promise<ActId> {
  const inside = by.store['open']();
  if (!inside) throw new Error('locked');
  const { person, signingKey, country, records } = inside;
  const own = records.shelf.carried.filter(({ signature }) => signature.key === signingKey.keyId);
  const next = (name: string): number =>
    Math.max(0, ...own.map(({ body }) => (body.seq as Record<string, number>)[name] ?? 0)) + 1;
  const body = {
    schema: 1,
    issuer: person.authority,
    to: [partner],
    seq: { [person.authority]: next(person.authority), [partner]: next(partner) },
    at: inside.now(),
    by: { person: person.id, name: 'A. Person', function: 'Delegate' },
    ...particulars
  };
  const act = await signBody(body as never, signingKey);
  await country.putRevisions([{ ...act, _rev: actRevision(act._id) } as never]);
  await until(() => countsLater(by, act._id));
  return act._id;
}

export function countsLater({ store }: Device, id: ActId): boolean {
  return store.laterActs().some(({ _id }) => _id === id);
}
