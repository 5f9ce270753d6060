/** Which authorizations of a dossier bear a number that was given to another one of the same two countries. */
import type { Act } from '#lib/domain/act/body.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { findTwice, numbersIn } from '#lib/domain/matching/given-twice.ts';

interface Known {
  act(id: ActId): Act | null;
  dossiers(): readonly Dossier[];
}

/** Each with the earlier one. */
export function givenTwiceIn({ key }: Dossier, known: Known): ReadonlyMap<ActId, ActId> {
  const countries = key.slice(0, 6);
  const actOf = (id: ActId): Act | null => known.act(id);
  const near = known.dossiers().filter((one) => one.key.startsWith(countries));
  return findTwice(
    near.flatMap((one) => numbersIn(one, actOf)),
    actOf
  );
}
