/**
 * Import authorizations to link an export authorization with if its own is missing: the proposals of Matching. Settled
 * pairs are not offered again, unless the decision was undone.
 */
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import type { ActKind } from '#lib/domain/act/kinds.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { isOpenWithoutImport, isUnreconciled } from '#lib/domain/dossier/without-import.ts';
import type { ActId } from '#lib/domain/ids.ts';
import type { Candidate } from '#lib/domain/matching/candidates.ts';
import { proposeFor } from '#lib/domain/matching/proposals.ts';

interface Known {
  act(id: ActId): Act | null;
  actsOf(kind: ActKind): readonly Act[];
  dossierOf(id: ActId): Dossier | null;
}

export function candidatesFor(of: ActOf<'export-authorization'>, known: Known): readonly Candidate[] {
  return proposeFor(of, {
    imports: between(of, known.actsOf('import-authorization') as ActOf<'import-authorization'>[]),
    decisions: between(of, known.actsOf('match-decision') as ActOf<'match-decision'>[]).filter(({ _id }) =>
      counts(_id, known)
    ),
    dossierOf: (id) => known.dossierOf(id),
    actOf: (id) => known.act(id)
  });
}

function counts(id: ActId, known: Known): boolean {
  return known.dossierOf(id)?.timeline.includes(id) ?? false;
}

function between<A extends ActOf<'import-authorization'> | ActOf<'match-decision'>>(
  of: ActOf<'export-authorization'>,
  all: readonly A[]
): readonly A[] {
  const countries = of.body.dossier.slice(0, 6);
  return all.filter(({ body }) => body.dossier.startsWith(countries));
}

/** For any page; the dossier's page asks for its own dossier. */
export function isLinkableAnywhere(id: ActId, known: Known): boolean {
  const dossier = known.dossierOf(id);
  return dossier !== null && isLinkable(id, dossier, known);
}

export function isLinkable(id: ActId, dossier: Dossier, known: Known): boolean {
  const act = known.act(id);
  const strand = dossier.exports.find((one) => one.act === id);
  if (strand?.isPresumed) return true;
  if (act?.body.kind !== 'export-authorization' || !strand) return false;
  if (!isOpenWithoutImport(dossier, id) && !isUnreconciled(dossier, strand)) return false;
  return candidatesFor(act as ActOf<'export-authorization'>, known).length > 0;
}
