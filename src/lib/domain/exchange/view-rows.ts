/** Documents are unverified: a non-act gives no row (threats P6). */
import { parseActId } from '../act/act-id.ts';
import { isDossierKind } from '../act/kind-groups.ts';
import type { ActKind } from '../act/kinds.ts';
import { isPlainObject } from '../shape/shape.ts';
import { isAuthority } from '../country.ts';
import type { AuthorityCode, DossierKey } from '../ids.ts';
import { parseDossierKey } from '../act/dossier-key.ts';
import { runTogetherKeys } from '../act/run-together.ts';

export interface ViewRow {
  readonly key: string | readonly string[];
  readonly value: object | null;
}

const MAX_ADDRESSEES = 20;
/**
 * [dossier key] → kind per act: one lookup returns the dossier. An import authorization also has a row under its number
 * without separators, by which an export authorization can cite it.
 */
export function importReferenceRows(document: unknown): readonly ViewRow[] {
  const act = readAct(document);
  const dossier = act && act.body['dossier'];
  if (!act || typeof dossier !== 'string' || dossier.length > 120) return [];
  const belongs = isDossierKind(act.kind) && parseDossierKey(dossier) !== null;
  if (!belongs) return [];
  const keys = [dossier].concat(runTogetherIn(act, dossier as DossierKey), decidedIn(act));
  return keys.map((key) => ({ key: [key], value: { kind: act.kind } }));
}

/**
 * A decision is found by what it links too, and a corrected paper record by the earlier one: their own dossiers do not
 * name them.
 */
function decidedIn({ kind, body }: ReadAct): readonly string[] {
  const { corrects } = body;
  const earlier = kind === 'paper-record' && isPlainObject(corrects) ? [corrects['of']] : [];
  const linked = kind === 'match-decision' ? [body['exportAuthorization'], body['paperRecord']] : earlier;
  return linked.map(String).filter((id) => parseActId(id) !== null);
}

function runTogetherIn({ kind, body }: ReadAct, dossier: DossierKey): readonly string[] {
  const number = body['number'];
  if (kind !== 'import-authorization' || typeof number !== 'string' || number.length > 60) return [];
  return runTogetherKeys({ dossier, number });
}

/**
 * [importing country, exporting country, month, dossier key]. The doctor reads two countries' dossiers by month of
 * issue and classes them like a device (`matching/matching-index.ts`).
 */
export function classRows(document: unknown): readonly ViewRow[] {
  const [row] = importReferenceRows(document);
  const dossier = row && parseDossierKey(String(row.key[0]));
  if (!row || !dossier) return [];
  const { importing, exporting, issuedOn } = dossier;
  return [{ key: [importing, exporting, issuedOn.slice(0, 7), String(row.key[0])], value: null }];
}

/** [authority, kind]; readers omit their own country. */
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
  if (!id || id.kind === null || !isPlainObject(body)) return null;
  const { kind, issuer } = id;
  return body['kind'] === kind && body['issuer'] === issuer ? { kind, issuer, body } : null;
}
