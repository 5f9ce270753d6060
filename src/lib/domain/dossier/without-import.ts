import { parseActId } from '../act/act-id.ts';
import { asKind, type DossierAct } from '../act/body.ts';
import type { ActId, AuthorityCode } from '../ids.ts';
import type { Problem } from '../result.ts';
import { routeActs } from './dossier-index.ts';
import type { Dossier, ExportStrand } from './dossier.ts';
import { foldDossier } from './fold-dossier.ts';
import { withArticlesOf } from './follow-up-codes.ts';
import { isInUse } from './import-use.ts';

/**
 * Rule R1 at the door: the import authorization is among `held`, as the partner's document or as the record of its
 * paper. Without it no limit holds. The partner's can be on its way, so a refused document is sent again
 * (`mayBecomeAcceptable`). A stored one stays, and is a finding.
 */
export function judgeImportHere(held: readonly DossierAct[], act: DossierAct): readonly Problem[] {
  const issued = asKind(act, 'export-authorization')?.body;
  if (!issued?.importAuthorization) return [];
  const isIt = ({ _id }: DossierAct): boolean => _id === act._id;
  for (const [key, group] of routeActs(held.some(isIt) ? held : held.concat(act))) {
    if (!group.some(isIt)) continue;
    const { importAuthorization, exports } = foldDossier(key, group);
    if (importAuthorization && !exports.some((one) => one.act === act._id && one.isApart)) return [];
  }
  const { number } = issued.importAuthorization;
  const about = { path: 'body.importAuthorization', values: { number }, article: '1961:31.5' };
  return withArticlesOf([{ code: 'importReference.unknown', ...about }], issued.lines);
}

/**
 * An export without import authorization (1961 art. 31(5)): neither shipment nor endorsement closes it. It ends when
 * somebody links it, or when the importing authority signs an explanation; the exporting authority's own does not end it.
 */
export function isOpenWithoutImport(dossier: Dossier, on: ActId): boolean {
  const strand = dossier.exports.find(({ act }) => act === on);
  if (!strand || !isInUse(strand) || (dossier.status !== 'unmatched' && !strand.isApart)) return false;
  return !hasExplained(dossier, dossier.importingCountry, on);
}

/** An emergency export that no decision has linked to the import authorization of its goods yet (rule R22). */
export function isUnreconciled({ status }: Dossier, strand: ExportStrand): boolean {
  return status === 'emergency' && strand.status !== 'cancelled';
}

export function hasExplained({ exports }: Dossier, authority: AuthorityCode, on: ActId): boolean {
  const explained = exports.find(({ act }) => act === on)?.explained ?? [];
  return explained.some((id) => parseActId(id)?.issuer === authority);
}
