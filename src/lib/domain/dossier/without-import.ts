import { parseActId } from '../act/act-id.ts';
import type { ActId, AuthorityCode } from '../ids.ts';
import type { Dossier, ExportStrand } from './dossier.ts';
import { isInUse } from './import-use.ts';

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
