/**
 * Each leaf has its revision, so that repeated loading or sending gives one (threats P8). Loaded work is judged like
 * work from anywhere.
 */
import { verifyAct } from '#lib/crypto/verify.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import { parseCarriedAct } from '#lib/domain/act/parse-act.ts';
import { isSharedDocument } from '#lib/domain/door/shared-documents.ts';
import { parseDraft } from '#lib/domain/draft/draft.ts';
import { parsePrintCode, PRINT_CODE_PREFIX } from '#lib/domain/print-code/print-code.ts';
import { checkOwnDocument } from '#lib/domain/exchange/document-structure.ts';
import { judgeFileDocument, piecesOf } from '#lib/domain/file/scan.ts';
import { INVITATION_PREFIX } from '#lib/domain/reply-file/invitation-id.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import { RETURN_PREFIX } from '#lib/domain/returns/return-id.ts';
import type { OpenStore } from '../opening/open-store.ts';
import { isOwnWrite, isWriteOf } from '../sync/own-writes.ts';
import type { StoredDocument } from '../disk/pouch.ts';
import type { SealedDatabase } from '../disk/sealed-database.ts';
import { SCAN_OUT } from '../index/waiting-documents.ts';

export interface TakenIn {
  readonly acts: number;
  readonly drafts: number;
  readonly doubted: number;
  /** Only an administrator can load them, or they were changed here since. */
  readonly left: number;
}

/** Without a known copy on a server. */
export interface Leaf {
  readonly id: string;
  readonly rev: string;
}

export type Desk = Pick<OpenStore, 'records' | 'book' | 'country' | 'files' | 'person' | 'now'>;

/** The limit of the server's door. */
const MAX_REVISIONS = 1000;
const LAST = '\uffff';
/** For a server route, such as attendance: replication does not carry them. */
const KEPT_OUT = 'kept:out:';
const RANGES = [
  ['act:', 'act:' + LAST],
  ['company:', 'draft:' + LAST],
  [PRINT_CODE_PREFIX, PRINT_CODE_PREFIX + LAST],
  ['setting:', 'setting:' + LAST],
  [INVITATION_PREFIX, INVITATION_PREFIX + LAST],
  [RETURN_PREFIX, RETURN_PREFIX + LAST],
  [KEPT_OUT, KEPT_OUT + LAST]
] as const;

/** Refused writes included; conflicting drafts with both texts. */
export async function listUnsent({ country, book, person }: Desk): Promise<Leaf[]> {
  const leaves: Leaf[] = [];
  const isSent = (id: string, rev: string): boolean =>
    id.startsWith('act:') ? book.isOnServer(id) : book.isSent(id, rev);
  for (const [start, end] of RANGES) {
    const take = (page: readonly Listed[]): void => {
      for (const { id, rev, deleted, conflicts } of page) {
        if (deleted || !(id.startsWith(KEPT_OUT) || isWriteOf(id, person.authority))) continue;
        for (const one of [rev, ...conflicts]) if (!isSent(id, one)) leaves.push({ id, rev: one });
      }
    };
    await country.load(start, end, take, { conflicts: true });
  }
  return leaves;
}

interface Listed extends Leaf {
  readonly deleted: boolean;
  readonly conflicts: readonly string[];
}

/** With the pieces of scans that the server does not have. */
export async function readLeaves(
  { country, files }: Pick<Desk, 'country' | 'files'>,
  leaves: readonly Leaf[]
): Promise<StoredDocument[]> {
  const scans = leaves.filter(({ id }) => id.startsWith(SCAN_OUT));
  const hashes = scans.map(({ id }) => id.slice(SCAN_OUT.length));
  const pieces = await Promise.all(hashes.map((hash) => readPieces(files, piecesOf(hash))));
  return [...pieces.flat(), ...(await readRevisions(country, leaves))];
}

async function readPieces(files: Desk['files'], beginning: string): Promise<StoredDocument[]> {
  const { rows } = await files.pouch.allDocs({ startkey: beginning, endkey: beginning + LAST });
  return readRevisions(
    files,
    rows.map(({ id, value }) => ({ id, rev: value.rev }))
  );
}

async function readRevisions(of: SealedDatabase, leaves: readonly Leaf[]): Promise<StoredDocument[]> {
  const found = await Promise.all(leaves.map(({ id, rev }) => of.pouch.get(id, { rev, revs: true })));
  return Promise.all(found.map((one) => of.openDocument(one)));
}

/** Invalid documents are skipped and counted; a file with any other content is refused whole. */
export async function takeWork(store: Desk, value: unknown): Promise<Result<TakenIn>> {
  if (!Array.isArray(value) || !value.every((one) => isWork(one, store.person)))
    return refuse({ code: 'unsent.file.malformed' });
  const all = value as readonly StoredDocument[];
  const pieces = all.filter(isPiece);
  if (pieces.length > 0) await store.files.putRevisions(pieces);
  const work = all.filter((one) => !isPiece(one));
  const acts = work.filter(isActDocument);
  const others = work.filter((one) => !isActDocument(one));
  const genuine = await keep(acts, (one) => isGenuine(one, store));
  const taken = await keep(others, (one) => isTakenHere(one, store));
  await store.country.putRevisions([...genuine, ...taken]);
  await store.records.catchUp();
  return accept({
    acts: genuine.length,
    drafts: taken.length,
    doubted: acts.length - genuine.length,
    left: others.length - taken.length
  });
}

async function keep<T>(all: readonly T[], isKept: (one: T) => Promise<boolean>): Promise<T[]> {
  const kept = await Promise.all(all.map(isKept));
  return all.filter((_, index) => kept[index]);
}

async function isGenuine({ _rev, _revisions, ...act }: StoredDocument, { records }: Desk): Promise<boolean> {
  const { verdict } = await verifyAct(act, records.keyring);
  return verdict !== 'bad' && verdict !== 'unknown-key';
}

/** Companies and settings have no signature: an administrator loads those that continue the current ones. */
async function isTakenHere(document: StoredDocument, { person, country }: Desk): Promise<boolean> {
  if (document._id.startsWith('draft:')) return may(person, 'issue') || may(person, 'announce');
  if (!isOwnWrite(document._id, person) && !document._id.startsWith(KEPT_OUT)) return false;
  const held = await country.get(document._id);
  return held === null || revisionsOf(document).includes(held._rev ?? '');
}

function revisionsOf({ _revisions }: StoredDocument): readonly string[] {
  const { start, ids } = _revisions ?? { start: 0, ids: [] };
  return ids.map((id, index) => `${start - index}-${id}`);
}

export function isWork(document: unknown, person: Desk['person']): boolean {
  if (!isPlainObject(document) || typeof document['_id'] !== 'string' || !isRevision(document)) return false;
  if (document['_deleted'] !== undefined) return false;
  const { _id: id, _rev, _revisions, ...inner } = document;
  if (id.startsWith('act:'))
    return isOwnWrite(id, person) && /^1-/.test(String(_rev)) && parseCarriedAct({ _id: id, ...inner }).ok;
  if (!checkOwnDocument(document).ok) return false;
  if (id.startsWith('draft:')) return parseDraft(document).ok;
  return isPiece(document as StoredDocument)
    ? judgeFileDocument(document)?.ok === true
    : isSharedDocument(id) || id.startsWith(KEPT_OUT) || parsePrintCode(document).ok;
}

/** The server door's rule: the history belongs to this revision. */
function isRevision({ _rev, _revisions }: Record<string, unknown>): boolean {
  const match = typeof _rev === 'string' ? /^([1-9][0-9]{0,8})-([0-9a-f]{32})$/.exec(_rev) : null;
  if (!match || !isPlainObject(_revisions)) return false;
  const { start, ids } = _revisions;
  const isWhole = start === Number(match[1]) && Array.isArray(ids) && ids[0] === match[2];
  return (
    isWhole &&
    ids.length <= Math.min(MAX_REVISIONS, Number(match[1])) &&
    ids.every((one) => typeof one === 'string' && /^[0-9a-f]{32}$/.test(one))
  );
}

function isPiece({ _id }: StoredDocument): boolean {
  return _id.startsWith(piecesOf('').slice(0, -1));
}

function isActDocument({ _id }: StoredDocument): boolean {
  return _id.startsWith('act:');
}
