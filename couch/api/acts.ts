/** Signed documents of a system go through the same door as those of a device. Read: what the own database holds. */
import { createHash } from 'node:crypto';
import { readDocument, type Database } from '#couch/engine/engine.ts';
import { notFound, refusal } from '#couch/gateway/bounds/refusal.ts';
import { ownDatabase, reference } from '#couch/gateway/calls/access.ts';
import type { ClientCall } from '#couch/gateway/calls/call.ts';
import { paramOf, queryOf } from '#couch/gateway/calls/value-of.ts';
import { parseActId } from '#lib/domain/act/act-id.ts';
import type { Act, ReceiptBody } from '#lib/domain/act/body.ts';
import { PRACTICE, type Invented } from '#lib/domain/act/practice.ts';
import { judgeSandbox } from '#lib/domain/api/client.ts';
import {
  MAX_CHANGES,
  type ActResult,
  type Delivery,
  type SigningKeyView
} from '#lib/domain/api/operations.ts';
import { parseCentralRefusal, REFUSAL_PREFIX } from '#lib/domain/exchange/central-refusal.ts';
import type { ActId, AuthorityCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { keyStandingOf } from '#lib/domain/registration/key-standing.ts';
import type { Problem } from '#lib/domain/result.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { tellProblems } from './sentences.ts';

/** Problems of one document; the others are dropped. */
const MAX_PROBLEMS = 5;

type Refused = { readonly id: string; readonly problems: readonly Problem[] };

/** A first revision from the id: the same document sent twice, or by a device too, is one. */
export function withFirstRevision<D extends { readonly _id: string }>(
  document: D
): D & { readonly _rev: string } {
  const hash = createHash('md5').update(document._id).digest('hex');
  return Object.assign({ ...document, _rev: `1-${hash}` }, { _revisions: { start: 1, ids: [hash] } });
}

/** A sandbox reads and stores nothing among real records. */
export function isApart({ desk, session }: Pick<ClientCall, 'desk' | 'session'>): boolean {
  return session.sandbox && !desk.demonstration;
}

/** A system sends what it signed itself, under its own mark. */
function judgeOwn({ body }: Act, { session }: ClientCall): readonly Problem[] {
  const by: unknown = body.by;
  const isOwn = isPlainObject(by) && by['person'] === session.person.id;
  if (!isOwn) return [{ code: 'client.act.notYours', path: 'body.by' }];
  return judgeSandbox(body, session.sandbox);
}

export async function submitActs(call: ClientCall): Promise<object> {
  if (isApart(call)) throw refusal(403, 'client.sandbox.installation');
  return judgeAll(call, async (acts) => {
    const rows = await call.desk.pushes.push(await writingOf(call), { docs: acts, new_edits: false });
    return rows.map(({ id, reason }) => ({ id, problems: JSON.parse(reason) as readonly Problem[] }));
  });
}

export async function checkActs(call: ClientCall): Promise<object> {
  return judgeAll(call, async (acts) => {
    const writing = await writingOf(call);
    const refused: Refused[] = [];
    // Each mark is judged as where it would be accepted.
    for (const as of [false, true, PRACTICE] as const) {
      const some = acts.filter(({ body }) => invented(body) === as);
      if (some.length > 0) refused.push(...(await call.desk.pushes.check(writing, some, as)));
    }
    return refused;
  });
}

function invented({ demonstration }: { readonly demonstration?: unknown }): Invented {
  return demonstration === PRACTICE ? PRACTICE : demonstration === true;
}

async function writingOf(call: ClientCall) {
  const [target, everybody] = [await ownDatabase(call), await reference(call)];
  return { writer: call.session.person, target, reference: everybody, lookAgain: call.lookAgain };
}

async function judgeAll(
  call: ClientCall,
  judge: (acts: readonly (Act & { readonly _rev: string })[]) => Promise<readonly Refused[]>
): Promise<object> {
  const { acts } = call.request.body as { readonly acts: readonly Act[] };
  const byId = new Map(acts.map((act) => [act._id, act]));
  const problems = new Map<string, readonly Problem[]>();
  const own: Act[] = [];
  for (const act of byId.values()) {
    const found = judgeOwn(act, call);
    if (found.length > 0) problems.set(act._id, found);
    else own.push(act);
  }
  if (own.length > 0)
    for (const { id, problems: found } of await judge(own.map(withFirstRevision))) problems.set(id, found);
  const language = call.request.headers['accept-language'];
  const results: ActResult[] = [];
  for (const id of byId.keys()) {
    const found = problems.get(id);
    const told = await tellProblems(language, (found ?? []).slice(0, MAX_PROBLEMS));
    results.push({ id, state: found ? 'refused' : 'accepted', problems: told });
  }
  return { results };
}

/** Another country's id and an unknown one get the same answer: only the own database is read. */
export async function readAct(call: ClientCall): Promise<object> {
  const id = paramOf(call.request, 'id');
  const { database } = await ownDatabase(call);
  const held = isApart(call) ? null : await readDocument<Act>(database, id);
  if (held === null) throw notFound();
  return bare(held);
}

function bare({ _id, body, signature }: Act): Act {
  return { _id, body, signature };
}

/** Rows of the database that are looked at for one answer. */
const ROWS_AT_ONCE = 500;
const MAX_ROWS = 5_000;

interface Page {
  readonly documents: readonly object[];
  readonly next: string;
  readonly more: boolean;
}

/**
 * The documents that `isMeant` wants, in the order of their arrival. The cursor holds the epoch: it
 * is refused once the database was made again, and the system reads from the beginning.
 */
async function readSince(call: ClientCall, isMeant: (id: string) => boolean): Promise<Page> {
  const { since, limit } = queryOf(call.request, 'since', 'limit');
  const { database, epoch } = await ownDatabase(call);
  const most = limit === undefined ? MAX_CHANGES : Number(limit);
  let at = since === undefined ? 0 : sequenceIn(String(since), epoch);
  if (isApart(call)) return { documents: [], next: cursorOf(epoch, at), more: false };
  const ids: string[] = [];
  let more = true;
  for (let seen = 0; more && seen < MAX_ROWS && ids.length < most;) {
    const page = await database.changes({ since: at, limit: ROWS_AT_ONCE });
    more = page.results.length === ROWS_AT_ONCE;
    seen += page.results.length;
    at = page.last_seq;
    for (const { id, seq, deleted } of page.results) {
      if (deleted || !isMeant(id)) continue;
      ids.push(id);
      if (ids.length < most) continue;
      more = more || seq !== page.last_seq;
      at = seq;
      break;
    }
  }
  return { documents: await readAll(database, ids), next: cursorOf(epoch, at), more };
}

async function readAll(database: Database, ids: readonly string[]): Promise<readonly object[]> {
  if (ids.length === 0) return [];
  const { rows } = await database.allDocs({ keys: [...ids], include_docs: true });
  return rows.flatMap((row) => ('doc' in row && row.doc ? [row.doc] : []));
}

function cursorOf(epoch: string, sequence: number | string): string {
  return Buffer.from(JSON.stringify([epoch, sequence])).toString('base64url');
}

function sequenceIn(cursor: string, epoch: string): number | string {
  const read = parseCursor(cursor);
  if (read === null) throw refusal(400, 'request.query.malformed', 'since');
  if (read[0] !== epoch) throw refusal(410, 'changes.cursor.over', 'since');
  return read[1];
}

function parseCursor(cursor: string): readonly [string, number | string] | null {
  try {
    const read: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (!Array.isArray(read) || read.length !== 2) return null;
    const [epoch, sequence] = read as unknown[];
    const isSequence =
      Number.isSafeInteger(sequence) ||
      (typeof sequence === 'string' && /^\d{1,15}(?:-[A-Za-z0-9_-]{0,4000})?$/.test(sequence));
    return typeof epoch === 'string' && isSequence ? [epoch, sequence as number | string] : null;
  } catch {
    return null;
  }
}

export async function listChanges(call: ClientCall): Promise<object> {
  const { documents, next, more } = await readSince(call, (id) => parseActId(id) !== null);
  return { acts: (documents as readonly Act[]).map(bare), next, more };
}

const RECEIPT = /^act:\d{8}:[A-Z]+:receipt:/;

/** Receipts about the own documents, and what the central server refused of them. */
export async function listDeliveries(call: ClientCall): Promise<object> {
  const { authority } = call.session.person;
  const isMeant = (id: string): boolean => RECEIPT.test(id) || id.startsWith(`${REFUSAL_PREFIX}act:`);
  const { documents, next, more } = await readSince(call, isMeant);
  const deliveries: Delivery[] = [];
  for (const document of documents) {
    const refused = parseCentralRefusal(withoutRevision(document));
    if (refused.ok) {
      const { of, refusedAt: at, problems } = refused.value;
      const told = await tellProblems(
        call.request.headers['accept-language'],
        problems.slice(0, MAX_PROBLEMS)
      );
      deliveries.push({ act: of as ActId, stage: 'refused', where: null, at, problems: told });
    } else deliveries.push(...receiptRows(document as Act<ReceiptBody>, authority));
  }
  return { deliveries, next, more };
}

function withoutRevision(document: object): object {
  const { _rev: _revision, ...content } = document as { readonly _rev?: string };
  return content;
}

function receiptRows({ body }: Act<ReceiptBody>, own: AuthorityCode): readonly Delivery[] {
  if (body?.kind !== 'receipt') return [];
  const { stage, where, at } = body;
  return body.of
    .filter((id) => parseActId(id)?.issuer === own)
    .map((act) => ({ act, stage, where, at, problems: [] }));
}

/** The state of a key of this client, and how far it has counted. */
export async function tellKey(call: ClientCall): Promise<SigningKeyView> {
  const { desk, request, session } = call;
  const key = paramOf(request, 'keyId') as KeyId;
  const [own, everybody] = [await ownDatabase(call), await reference(call)];
  const { trust } = await desk.keys.keyring([everybody, own]);
  const { id: person, authority } = session.person;
  const now = new Date(desk.clock()).toISOString() as Instant;
  const standing = keyStandingOf(trust, key, { authority, person }, now);
  if (standing.state === 'none') {
    const asked = await readDocument<{ readonly person?: string }>(own.database, `device-request:${key}`);
    if (asked?.person !== person) throw notFound();
    return { keyId: key, state: 'requested', validUntil: null, seq: {} };
  }
  return {
    keyId: key,
    state: standing.state,
    validUntil: standing.until,
    seq: await desk.sequences.of(own, authority, key)
  };
}
