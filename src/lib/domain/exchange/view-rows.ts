/**
 * The rows of the server's indexes; those of usage are in `domain/usage`. They read documents of which nothing is
 * certain: a document that is no act gives no row, and none makes an index fail (threats P6).
 */
import { parseActId } from '../act/act-id.ts';
import { isDossierKind, type ActKind } from '../act/kinds.ts';
import { isPlainObject } from '../shape/shape.ts';
import { isAuthority } from '../country.ts';
import type { AuthorityCode } from '../ids.ts';
import { parseDossierKey } from '../act/dossier-key.ts';

export interface ViewRow {
  readonly key: string | readonly string[];
  readonly value: object | null;
}

const MAX_ADDRESSEES = 20;
/** [dossier key] → kind, for every act of a dossier: one look-up is the whole dossier. */
export function importReferenceRows(document: unknown): readonly ViewRow[] {
  const act = readAct(document);
  const dossier = act && act.body['dossier'];
  if (!act || typeof dossier !== 'string' || dossier.length > 120) return [];
  const belongs = isDossierKind(act.kind) && parseDossierKey(dossier) !== null;
  return belongs ? [{ key: [dossier], value: { kind: act.kind } }] : [];
}

/**
 * [importing country, exporting country, month, dossier key] for every act of a dossier: by it the doctor has all of two
 * countries' trade in one range, in the months in which the import authorizations were issued, and reads the classes
 * of its findings by `matching/matching-index.ts`, as a desk does from what its device holds. No single document can tell them: they follow from a whole dossier.
 */
export function classRows(document: unknown): readonly ViewRow[] {
  const [row] = importReferenceRows(document);
  const dossier = row && parseDossierKey(String(row.key[0]));
  if (!row || !dossier) return [];
  const { importing, exporting, issuedOn } = dossier;
  return [{ key: [importing, exporting, issuedOn.slice(0, 7), String(row.key[0])], value: null }];
}

/** [authority, kind] for the issuer and each addressee; whoever reads leaves their own country out. */
export function partnerRows(document: unknown): readonly ViewRow[] {
  const act = readAct(document);
  if (!act || act.issuer === 'EXCHANGE' || !Array.isArray(act.body['to'])) return [];
  const named: AuthorityCode[] = [act.issuer];
  for (const to of act.body['to'].slice(0, MAX_ADDRESSEES)) {
    if (isAuthority(to) && named.indexOf(to) < 0) named.push(to);
  }
  return named.map((authority) => ({ key: [authority, act.kind], value: null }));
}

interface ReadAct {
  readonly issuer: AuthorityCode;
  readonly kind: ActKind;
  readonly body: Record<string, unknown>;
}

function readAct(document: unknown): ReadAct | null {
  if (!isPlainObject(document) || document['_deleted'] === true) return null;
  const id = parseActId(document['_id']);
  const body = document['body'];
  if (!id || !isPlainObject(body)) return null;
  return body['kind'] === id.kind && body['issuer'] === id.issuer ? { ...id, body } : null;
}
