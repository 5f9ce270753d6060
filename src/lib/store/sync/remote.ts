/**
 * Plaintext on the connection (TLS), encrypted on this side. Acknowledgements and refusals are reported before the
 * checkpoint moves, so that the ledger records only the server's answers (invariant 8).
 */
import type { SealedDatabase } from '../disk/sealed-database.ts';
import { openPouch, type Pouch, type StoredDocument } from '../disk/pouch.ts';
import { reasonToProblems } from '../server/call-server.ts';
import { type Known, type Refusal, type ActFault, tamperedKey } from '../disk/device-record.ts';
import { isActId } from '#lib/domain/act/act-id.ts';
import { isIntact } from '#lib/domain/act/parse-act.ts';
import { databaseToAuthority } from '#lib/domain/exchange/authority.ts';
import type { DeviceBook } from '../disk/device-book.ts';

export interface RemoteHooks {
  /** Others are never offered to the server. */
  isOwn(id: string, revs: readonly string[]): boolean;
  /** Awaited before the server is asked for its missing documents; throws if the connection breaks. */
  prepare(): Promise<void>;
  acknowledged(known: readonly Known[]): Promise<void>;
  refused(refusals: readonly Refusal[]): Promise<void>;
  tampered(faults: readonly ActFault[]): Promise<void>;
  /** From a file of another device, so that it need not be fetched. */
  carried(id: string, rev: string): StoredDocument | undefined;
}

interface Row {
  readonly id?: string;
  readonly rev?: string;
  readonly error?: unknown;
  readonly reason?: unknown;
  name?: string;
}

/** Replication sends all versions of its documents together, which can be many. */
const MAX_AT_ONCE = 400;

type BulkDocs = (request: { docs: StoredDocument[] }, options: object) => Promise<Row[]>;
type RevsDiff = (revs: Record<string, string[]>) => Promise<Record<string, { missing: string[] }>>;
type BulkGetRow = { id: string; docs: { ok?: StoredDocument; error?: unknown }[] };
type BulkGetRequest = {
  readonly docs: readonly { readonly id: string; readonly rev?: string }[];
  readonly revs?: true;
  readonly latest?: true;
};
type BulkGet = (request: BulkGetRequest) => Promise<{ results: BulkGetRow[] }>;

/**
 * The gateway serves neither the database's state nor an id for naming checkpoints. The id is the adapter's fallback,
 * so that existing checkpoints are found again.
 */
export function openRemote(url: string, fetcher: typeof fetch): Pouch {
  const remote = openPouch(url, { adapter: 'http', skip_setup: true, fetch: fetcher });
  return Object.assign(remote, {
    info: async () => ({ db_name: url, update_seq: 0, doc_count: 0 }),
    id: async () => `${url}/`,
    bulkGet: (request: BulkGetRequest) => fetchTogether(remote, request)
  });
}

/**
 * The adapter's own takes a server whose first answer was lost for one without `_bulk_get`. Until the next start it then
 * asks for single documents, which the gateway does not serve.
 */
async function fetchTogether(remote: Pouch, { docs, revs, latest }: BulkGetRequest): ReturnType<BulkGet> {
  const asked = [revs && 'revs=true', latest && 'latest=true'].filter(Boolean).join('&');
  const { fetch: ask } = remote as unknown as { fetch(path: string, init: RequestInit): Promise<Response> };
  const headers = new Headers({ 'Content-Type': 'application/json', Accept: 'application/json' });
  const response = await ask(`_bulk_get?${asked}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ docs })
  });
  const told = await response.json();
  if (response.ok) return told;
  throw Object.assign(new Error(String(told.reason)), { name: told.error, status: response.status });
}

export function dressRemote(remote: Pouch, local: SealedDatabase, hooks: RemoteHooks): Pouch {
  const bare = remote as unknown as { bulkDocs: BulkDocs; revsDiff: RevsDiff; bulkGet: BulkGet };
  const bulkDocs = bare.bulkDocs.bind(remote);
  const revsDiff = bare.revsDiff.bind(remote);
  const bulkGet = bare.bulkGet.bind(remote);
  bare.bulkDocs = async (request) => {
    const rows: Row[] = [];
    for (let at = 0; at < request.docs.length; at += MAX_AT_ONCE) {
      const docs = await openAll(local, request.docs.slice(at, at + MAX_AT_ONCE));
      if (docs.length > 0)
        rows.push(...(await settleRows(docs, await bulkDocs({ docs }, { new_edits: false }), hooks)));
    }
    return rows;
  };
  bare.revsDiff = async (revs) => {
    await hooks.prepare();
    const own = Object.fromEntries(Object.entries(revs).filter(([id, list]) => hooks.isOwn(id, list)));
    if (Object.keys(own).length === 0) return {};
    const missing = await revsDiff(own);
    await hooks.acknowledged(knownOf(own, missing));
    return missing;
  };
  bare.bulkGet = async (request) => {
    const carried = request.docs.flatMap(({ id, rev = '' }) => hooks.carried(id, rev) ?? []);
    const docs = request.docs.filter(({ id, rev = '' }) => !hooks.carried(id, rev));
    const rows = docs.length > 0 ? (await bulkGet({ ...request, docs })).results : [];
    const here = carried.map((ok) => ({ id: ok._id, docs: [{ ok }] }));
    return { results: await sealRows(local, [...here, ...rows], hooks) };
  };
  return remote;
}

/** Outside of replication. Expects documents as stored locally. */
export async function sendDocuments(dressed: Pouch, docs: readonly StoredDocument[]): Promise<void> {
  await (dressed as unknown as { bulkDocs: BulkDocs }).bulkDocs({ docs: [...docs] }, {});
}

/** An undecryptable document is not sent; the index counts it as poison. */
async function openAll(local: SealedDatabase, sealed: readonly StoredDocument[]): Promise<StoredDocument[]> {
  const opened = await Promise.all(sealed.map((one) => local.openDocument(one).catch(() => null)));
  return opened.filter((one): one is StoredDocument => one !== null);
}

async function settleRows(docs: readonly StoredDocument[], rows: readonly Row[], hooks: RemoteHooks) {
  const errors = new Map(rows.filter((row) => row.error).map((row) => [keyOf(row.id, row.rev), row]));
  const refusals: Refusal[] = [];
  const known: Known[] = [];
  for (const doc of docs) {
    const error = errors.get(keyOf(doc._id, doc._rev)) ?? errors.get(keyOf(doc._id));
    if (!error) known.push({ id: doc._id, rev: doc._rev ?? '' });
    else if (isRefusal(error)) refusals.push(rowToRefusal(doc, error));
  }
  await hooks.acknowledged(known);
  await hooks.refused(refusals);
  // Replication passes a refusal only under this name; anything else is retried.
  for (const row of errors.values()) if (isRefusal(row)) row.name = 'forbidden';
  return [...rows];
}

function keyOf(id = '', rev = ''): string {
  return `${rev} ${id}`;
}

function isRefusal(row: Row): boolean {
  return row.error === 'forbidden' || row.error === 'unauthorized' || row.name === 'forbidden';
}

function rowToRefusal(doc: StoredDocument, row: Row): Refusal {
  return { id: doc._id, rev: doc._rev ?? '', problems: reasonToProblems(row.reason) };
}

function knownOf(revs: Record<string, string[]>, missing: Record<string, { missing: string[] }>): Known[] {
  return Object.entries(revs).flatMap(([id, list]) =>
    list.filter((rev) => !(missing[id]?.missing ?? []).includes(rev)).map((rev) => ({ id, rev }))
  );
}

async function sealRows(local: SealedDatabase, rows: readonly BulkGetRow[], hooks: RemoteHooks) {
  const faults: ActFault[] = [];
  const intact = rows.map((row) => ({
    id: row.id,
    docs: row.docs.filter(({ ok }) => isAsSigned(ok, faults))
  }));
  const sealed = await Promise.all(intact.map((row) => sealRow(local, row)));
  const taken = intact.flatMap((row) => row.docs.flatMap((one) => (one.ok ? [one.ok] : [])));
  await hooks.acknowledged(taken.map((doc) => ({ id: doc._id, rev: doc._rev ?? '' })));
  if (faults.length > 0) await hooks.tampered(faults);
  return sealed;
}

function isAsSigned(document: StoredDocument | undefined, faults: ActFault[]): boolean {
  const fault = document ? findActFault(document) : null;
  if (fault) faults.push(fault);
  return fault === null;
}

async function sealRow(local: SealedDatabase, row: BulkGetRow): Promise<BulkGetRow> {
  const docs = await Promise.all(
    row.docs.map(async (one) => (one.ok ? { ok: await local.sealDocument(one.ok) } : one))
  );
  return { id: row.id, docs };
}

/** Acts that arrive altered or deleted (threats P3) are rejected, so that the original stays here. */
function findActFault(document: StoredDocument): ActFault | null {
  const { _id: id } = document;
  if (!isActId(id)) return null;
  if (document._deleted) return { id, found: 'deleted' };
  return isIntact(document) ? null : { id, found: 'altered' };
}

/** A server that floods a device cannot hide earlier findings. */
const MAX_KEPT = 500;

export async function keepTampered(
  book: DeviceBook,
  database: string,
  faults: readonly ActFault[]
): Promise<void> {
  const where = databaseToAuthority(database);
  if (where === null) return;
  const at = book.now();
  await book.updateDevice((device) => {
    const known = new Set(device.tampered.map(tamperedKey));
    const fresh = faults
      .map((fault) => ({ ...fault, where, at }))
      .filter((one) => !known.has(tamperedKey(one)));
    return { ...device, tampered: [...device.tampered, ...fresh].slice(0, MAX_KEPT) };
  });
}
