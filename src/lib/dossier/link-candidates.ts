/** Import authorizations of the store that an export authorization may be linked with whose own is not here. */
import type { Act, ActOf } from '#lib/domain/act/body.ts';
import type { ActKind } from '#lib/domain/act/kinds.ts';
import type { Dossier } from '#lib/domain/dossier/dossier.ts';
import { isOpenWithoutImport } from '#lib/domain/dossier/read-unclear.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { findCandidates, type Candidate } from '#lib/domain/matching/candidates.ts';

interface Known {
  act(id: ActId): Act | null;
  actsOf(kind: ActKind): readonly Act[];
  dossierOf(id: ActId): Dossier | null;
}

export function candidatesFor(of: ActOf<'export-authorization'>, known: Known): readonly Candidate[] {
  return findCandidates(of, known.actsOf('import-authorization') as ActOf<'import-authorization'>[], {
    dossierOf: (id) => known.dossierOf(id),
    actOf: (id) => known.act(id)
  });
}

/** Wherever it stands; the page of its dossier asks for the dossier it shows. */
export function isLinkableAnywhere(id: ActId, known: Known): boolean {
  const dossier = known.dossierOf(id);
  return dossier !== null && isLinkable(id, dossier, known);
}

export function isLinkable(id: ActId, dossier: Dossier, known: Known): boolean {
  const act = known.act(id);
  if (act?.body.kind !== 'export-authorization' || !isOpenWithoutImport(dossier, id)) return false;
  return candidatesFor(act as ActOf<'export-authorization'>, known).length > 0;
}
