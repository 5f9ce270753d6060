/** One dossier out of the documents of a database, folded as everywhere. */
import type { DossierAct } from '#lib/domain/act/body.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { DossierIndex, isDossierAct } from '#lib/domain/dossier/dossier-index.ts';
import { dossierFingerprint } from '#lib/dossier/dossier-acts.ts';

export interface FoldedDossier {
  /** All of it in canonical JSON (RFC 8785), with the acts that it was folded from. */
  readonly text: string;
  readonly fingerprint: string;
  readonly acts: number;
}

/** The number is that of the import authorization. */
export function foldDossier(documents: readonly unknown[], number: string): FoldedDossier {
  const index = new DossierIndex();
  index.add(documents.flatMap(toDossierAct));
  for (const key of index.keys()) {
    const dossier = index.get(key);
    if (dossier?.number !== number) continue;
    const acts = [...index.actsOf(key)].sort((one, other) => (one._id < other._id ? -1 : 1));
    const text = canonicalJson({ dossier, acts });
    return { text, fingerprint: dossierFingerprint(dossier), acts: acts.length };
  }
  throw new Error(`There is no dossier ${number}`);
}

function toDossierAct(document: unknown): DossierAct[] {
  const act = parseAct(document);
  return act.ok && isDossierAct(act.value) ? [act.value] : [];
}
