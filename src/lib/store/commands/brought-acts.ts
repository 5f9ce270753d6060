/** Kept here, sent to the server, forgotten once accepted. */
import { parseAct } from '#lib/domain/act/parse-act.ts';
import { isDossierKind } from '#lib/domain/act/kind-groups.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { ActId, AuthorityCode } from '#lib/domain/ids.ts';
import { mayBecomeAcceptable } from '#lib/domain/exchange/central-refusal.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { verifyAct } from '#lib/crypto/verify.ts';
import type { SealedDatabase } from '../disk/sealed-database.ts';
import { BROUGHT_OUT, listBrought } from '../index/waiting-documents.ts';
import type { Records } from '../index/records.ts';
import { callServer, type ServerLine } from '../server/call-server.ts';
import { forgetOwn, saveOwn } from './own-documents.ts';

interface BroughtPlaces {
  readonly country: SealedDatabase;
  readonly records: Records;
  readonly server: ServerLine;
  readonly person: { readonly authority: AuthorityCode };
}

/** `held`: it had arrived before. */
export type Brought = 'waiting' | 'held';

/** A signer of whom nothing is known here can be known to the server. */
export async function keepBrought(places: BroughtPlaces, document: unknown): Promise<Result<Brought>> {
  const { records, person } = places;
  const parsed = parseAct(document);
  if (!parsed.ok) return parsed;
  const act = parsed.value;
  if (act.body.issuer === person.authority || !isDossierKind(act.body.kind))
    return refuse({ code: 'carried.issuer', path: 'body.issuer' });
  if (!act.body.to.includes(person.authority)) return refuse({ code: 'carried.addressee', path: 'body.to' });
  if (records.shelf.acts.has(act._id)) return accept('held');
  const seen = await verifyAct(act, records.keyring);
  if (seen.verdict !== 'good' && seen.verdict !== 'unknown-key') return refuse(seen.problem);
  const saved = await saveOwn(places, { _id: BROUGHT_OUT + act._id, act });
  return saved.ok ? accept('waiting') : saved;
}

export async function retryBrought(places: BroughtPlaces, { _id }: Act): Promise<void> {
  const held = places.records.shelf.others.get(BROUGHT_OUT + _id);
  if (held) await saveOwn(places, { _id: held._id, act: held['act'] });
}

export function forgetBrought(places: BroughtPlaces, id: ActId): Promise<void> {
  return forgetOwn(places, `${BROUGHT_OUT}${id}`);
}

/** False if the connection did not hold. */
export async function sendBrought(places: Omit<BroughtPlaces, 'person'>): Promise<boolean> {
  let isDone = true;
  for (const { act, problems } of listBrought(places.records.shelf.others.values())) {
    if (problems.length > 0 && !mayBecomeAcceptable(problems)) continue;
    const body = { act };
    const sent = await callServer(places.server, { method: 'POST', path: '/api/carried', body });
    if (sent.ok) await forgetOwn(places, `${BROUGHT_OUT}${act._id}`);
    else if (sent.problems.every(isRefusal))
      await saveOwn(places, { _id: BROUGHT_OUT + act._id, act, problems: sent.problems });
    else isDone = false;
  }
  return isDone;
}

/** Faults of the connection and of the session say nothing of the document. */
const PASSES = /^(?:request|session|line|write|database|client)\.|^carried\.centralAway$/;

const isRefusal = ({ code }: Problem): boolean => !PASSES.test(code);
