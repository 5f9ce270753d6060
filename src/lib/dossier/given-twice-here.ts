/** Authorizations of a dossier with a number that their issuer also gave to another, for any partner. */
import type { Act } from '#lib/domain/act/body.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { findTwice, numbersIn, type Numbered } from '#lib/domain/matching/given-twice.ts';

interface Known {
  act(id: ActId): Act | null;
  dossiers(): readonly Dossier[];
}

/** A changed dossier is a new object, so unchanged ones are not read again when acts arrive. */
const numbersKept = new WeakMap<Dossier, readonly Numbered[]>();

export function givenTwiceIn(
  { importingCountry, exportingCountry }: Dossier,
  known: Known
): ReadonlyMap<ActId, ActId> {
  const actOf = (id: ActId): Act | null => known.act(id);
  const near = known
    .dossiers()
    .filter((one) => one.importingCountry === importingCountry || one.exportingCountry === exportingCountry);
  const numbersOf = (one: Dossier): readonly Numbered[] => {
    const numbers = numbersKept.get(one) ?? numbersIn(one, actOf);
    numbersKept.set(one, numbers);
    return numbers;
  };
  return findTwice(near.flatMap(numbersOf), actOf);
}
