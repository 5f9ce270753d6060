/**
 * Judges documents from the central server before storing: form, share-scope, signature. Invalid ones are skipped and
 * counted (threats P6). Unknown signers are waited for.
 */
import { verifyActs, type Keyring } from '#lib/crypto/verify.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { isKeyKind } from '#lib/domain/act/kinds.ts';
import { parseBlock } from '#lib/domain/authorization/block.ts';
import {
  databaseToAuthority,
  isBlockTakenAway,
  mayWriteHere,
  type Writer
} from '#lib/domain/exchange/authority.ts';
import { REFUSAL_PREFIX } from '#lib/domain/exchange/central-refusal.ts';
import { checkCountryDocument, checkReferenceDocument } from '#lib/domain/exchange/document-structure.ts';
import {
  authorityToDatabase,
  REFERENCE_DATABASE,
  type DatabaseName
} from '#lib/domain/exchange/share-scope.ts';
import { checkSystemDocument } from '#lib/domain/exchange/system-structure.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import type { Result } from '#lib/domain/result.ts';

export type Arrival = { readonly _id: string; readonly _rev: string };

interface SortedArrivals {
  readonly own: readonly Arrival[];
  readonly foreign: readonly Arrival[];
  readonly waiting: readonly string[];
  readonly setAside: readonly { readonly id: string; readonly code: string }[];
}

export async function sortArrivals(
  documents: readonly Arrival[],
  database: DatabaseName,
  country: CountryCode,
  keyring: Keyring
): Promise<SortedArrivals> {
  const sorted = {
    own: [] as Arrival[],
    foreign: [] as Arrival[],
    waiting: [] as string[],
    setAside: [] as { id: string; code: string }[]
  };
  // The country's acts for everyone are in `reference` for any reader.
  const isHome = database === authorityToDatabase(country);
  const setAside = (id: string, code: string): void =>
    void sorted.setAside.push({ id: id.slice(0, 120), code });
  const wellFormed = documents.filter((document) => {
    if (isBlockTakenAway(document)) return false;
    const checked = checkArrival(document, database);
    if (!checked.ok) setAside(document._id, checked.problems[0]?.code ?? 'document.malformed');
    return checked.ok;
  });
  const acts = wellFormed.filter(isAct);
  for (const act of acts) if (isKeyAct(act)) await keyring.addAct(act);
  const verifications = await verifyActs(acts, keyring);
  acts.forEach((act, index) => {
    const verification = verifications[index];
    if (verification?.verdict === 'unknown-key') sorted.waiting.push(act._id);
    else if (verification?.verdict !== 'good')
      setAside(act._id, verification?.problem.code ?? 'signature.malformed');
    else (act.body.issuer === country && isHome ? sorted.own : sorted.foreign).push(act);
  });
  sorted.own.push(...wellFormed.filter((document) => !isAct(document)));
  const ownHand: Writer = { kind: 'service', authority: databaseToAuthority(database) };
  return {
    ...sorted,
    own: sorted.own.filter((document) => mayWrite(ownHand, document)),
    foreign: sorted.foreign.filter((document) => mayWrite({ kind: 'exchange' }, document))
  };

  /** The validator's rule, since the embedded engine has none. */
  function mayWrite(writer: Writer, document: Arrival): boolean {
    const judged = mayWriteHere(writer, document, database);
    if (!judged.ok) setAside(document._id, judged.problems[0]?.code ?? 'document.malformed');
    return judged.ok;
  }
}

function checkArrival(document: Arrival, database: DatabaseName): Result<true> {
  const refused = (code: string): Result<true> => ({ ok: false, problems: [{ code }] });
  if (document._id.startsWith('act:') && !document._rev.startsWith('1-')) return refused('act.immutable');
  if (database === REFERENCE_DATABASE) return checkReferenceDocument(document, null);
  if (!database.startsWith('country-')) return checkSystemDocument(document, null);
  // Only this server's own link writes refusals of the central server.
  if (document._id.startsWith(REFUSAL_PREFIX)) return refused('document.unknown');
  if (document._id.startsWith('block:')) {
    const block = parseBlock(document);
    if (!block.ok) return block;
  }
  return checkCountryDocument(document, null, database);
}

function isAct(document: Arrival): document is Arrival & Act {
  return document._id.startsWith('act:');
}

function isKeyAct({ body }: Act): boolean {
  return isKeyKind(body.kind);
}
