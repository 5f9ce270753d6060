/**
 * Encrypted pieces in a database of their own, so that unlocking never reads them. `kept:out:scan:<hash>`: the server
 * does not have it yet, unsent work; `kept:scan:<hash>`: it stays here.
 */
import { parseActId } from '#lib/domain/act/act-id.ts';
import { base64urlToBytes } from '#lib/domain/bytes.ts';
import { ATTACHMENT_PREFIX } from '#lib/domain/file/attachment.ts';
import type { ActId } from '#lib/domain/ids.ts';
import { LINK_SETTING_PREFIX } from '#lib/domain/outreach/links.ts';
import { BEGINNING_BYTES, countPieces, type Piece } from '#lib/domain/file/pieces.ts';
import { judgePublicFile, PUBLIC_FILE_TYPE, type PublicContent } from '#lib/domain/file/public-file.ts';
import {
  MAX_SCAN_BYTES,
  parseScanRequest,
  piecesOf,
  scanTypeOf,
  storedTypeOf,
  type Scan,
  type StoredType,
  type ScanRequest
} from '#lib/domain/file/scan.ts';
import { may } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { isConflict } from '../disk/pouch.ts';
import { NotStored, type SealedDatabase } from '../disk/sealed-database.ts';
import type { Records } from '../index/records.ts';
import { SCAN_KEPT, SCAN_OUT, scanStanding } from '../index/waiting-documents.ts';
import { type ServerLine, callServer } from '../server/call-server.ts';
import { hashOf, joinPieces, readPiece, fetchPiece } from '../server/file-transfer.ts';
import { forgetOwn, removeLeaf, saveOwn } from './own-documents.ts';

export interface ScanPlaces {
  readonly person: { readonly role: string };
  readonly country: SealedDatabase;
  readonly records: Records;
  readonly server: ServerLine;
  readonly files: SealedDatabase;
}

const LAST = '\uffff';

/** `dossier`: the one that it counts for, or empty. */
export async function keepScan(places: ScanPlaces, content: Blob, dossier: string): Promise<Result<Scan>> {
  const type = await typeOf(content, scanTypeOf);
  return type === null ? refuse({ code: 'scan.type' }) : keepFile(places, content, { type, dossier });
}

/** A file of INCB for everyone. */
export async function keepPublicFile(places: ScanPlaces, content: Blob): Promise<Result<PublicContent>> {
  const unfit = judgePublicFile({ type: await typeOf(content, storedTypeOf), size: content.size });
  if (unfit.length > 0) return refuse(...unfit);
  return keepFile(places, content, { type: PUBLIC_FILE_TYPE, dossier: '' });
}

export async function keepFile<T extends StoredType>(
  places: ScanPlaces,
  content: Blob,
  { type, dossier }: { readonly type: T; readonly dossier: string }
): Promise<Result<StoredFile<T>>> {
  const size = content.size;
  if (size > MAX_SCAN_BYTES) return refuse({ code: 'scan.tooLarge', values: { size: toMegabytes(size) } });
  const sha256 = await hashOf(content);
  const waiting: ScanRequest = { type, size, dossier };
  const stored = await storePieces(places, { sha256, bytes: size }, (number) =>
    readPiece(content, waiting, number)
  );
  if (!stored.ok) return stored;
  await saveOwn(places, { _id: SCAN_OUT + sha256, ...waiting });
  return accept({ sha256, bytes: size, type });
}

interface StoredFile<T extends StoredType> {
  readonly sha256: string;
  readonly bytes: number;
  readonly type: T;
}

export interface ReadOptions {
  /** The act of another authority that names it: the partner's that shares it, or an announcement. */
  readonly from?: ActId | undefined;
  readonly ontold?: (bytes: number) => void;
}

/** Refused if it is nowhere, or not what its hash and type say. */
export async function readScan(
  places: ScanPlaces,
  { sha256, bytes: size, type }: StoredFile<StoredType>,
  { from, ontold }: ReadOptions = {}
): Promise<Result<Blob>> {
  const path = from ? pathFrom(from, sha256) : scanPath(places, sha256);
  const isPublic = isAnnouncement(from) || may(places.person, 'announce');
  const read = async (number: number): Promise<Blob | null> => {
    const piece = await localPiece(places, sha256, number);
    return piece ? toBlob(piece) : fetchPiece(places.server, `${path}/${number}`);
  };
  const whole = await joinPieces({ type, size, hash: sha256 }, read, ontold);
  if (whole === null)
    return refuse({ code: isPublic ? 'publicFile.absent' : from ? 'sharedFile.absent' : 'scan.absent' });
  // A browser runs what it takes for a page.
  return (await typeOf(whole, storedTypeOf)) === type ? accept(whole) : refuse({ code: 'scan.type' });
}

export async function keepScanHere(
  places: ScanPlaces,
  scan: Scan,
  options: ReadOptions
): Promise<Result<true>> {
  const content = await readScan(places, scan, options);
  if (!content.ok) return content;
  const stored = await storePieces(places, scan, (number) =>
    readPiece(content.value, { type: scan.type, size: scan.bytes }, number)
  );
  if (stored.ok) await saveOwn(places, { _id: SCAN_KEPT + scan.sha256 });
  return stored;
}

/** `out`: it is not sent, so it is gone. `kept`: it is no longer offline; one that waits is still sent. */
export async function forgetScanHere(
  places: ScanPlaces,
  sha256: string,
  what: 'kept' | 'out'
): Promise<void> {
  await forgetOwn(places, `${what === 'kept' ? SCAN_KEPT : SCAN_OUT}${sha256}`);
  const { isKept, isWaiting } = scanStanding(places.records.shelf.others.values(), sha256);
  if (!isKept && !isWaiting) await removePieces(places, sha256);
}

/** One file can hold several papers. */
export async function isNamedWaiting({ records }: ScanPlaces, sha256: string): Promise<boolean> {
  await records.catchUp();
  const { shelf } = records;
  if (!shelf.others.has(SCAN_OUT + sha256)) return false;
  const names = (one: object): boolean => JSON.stringify(one).includes(sha256);
  for (const act of shelf.carried) if (names(act)) return true;
  return (
    [...shelf.drafts.values()].some(({ draft }) => names(draft)) ||
    [...shelf.companies.values()].some(names) ||
    [ATTACHMENT_PREFIX, LINK_SETTING_PREFIX].some((prefix) => shelf.documents(prefix).some(names))
  );
}

export async function retryScan(places: ScanPlaces, sha256: string): Promise<void> {
  const held = places.records.shelf.others.get(SCAN_OUT + sha256);
  if (!held) return;
  const { problems: _none, ...waiting } = held;
  await saveOwn(places, waiting);
}

export async function sendScans(places: ScanPlaces): Promise<boolean> {
  for (const document of [...places.records.shelf.others.values()]) {
    if (!document._id.startsWith(SCAN_OUT) || document['problems'] !== undefined) continue;
    const sha256 = document._id.slice(SCAN_OUT.length);
    const { type, size, dossier } = document;
    const waiting = parseScanRequest({ type, size, dossier });
    const sent = waiting.ok ? await sendOne(places, sha256, waiting.value) : waiting;
    if (sent.ok) {
      await forgetScanHere(places, sha256, 'out');
    } else if (isRefusal(sent.problems)) {
      await saveOwn(places, { ...document, problems: sent.problems });
    } else return false;
  }
  return true;
}

/** The server says what it lacks, so a connection that breaks after each piece still gets there. */
async function sendOne(places: ScanPlaces, sha256: string, waiting: ScanRequest): Promise<Result<true>> {
  const declared = await declareScan(places, sha256, waiting);
  if (!declared.ok || declared.value.missing.length === 0) return declared.ok ? accept(true) : declared;
  for (const number of declared.value.missing) {
    const piece = await localPiece(places, sha256, number);
    if (piece === null) return refuse({ code: 'scan.absent' });
    const sent = await sendScanPiece(places, sha256, number, piece);
    if (!sent.ok) return sent;
  }
  const completed = await declareScan(places, sha256, waiting);
  if (!completed.ok) return completed;
  return completed.value.missing.length === 0 ? accept(true) : refuse({ code: 'line.offline' });
}

function isRefusal(problems: readonly Problem[]): boolean {
  return problems.some(({ code }) => /^(?:scan|publicFile|act)\./.test(code));
}

async function storePieces(
  places: ScanPlaces,
  { sha256, bytes }: Pick<Scan, 'sha256' | 'bytes'>,
  read: (number: number) => Promise<Piece>
): Promise<Result<true>> {
  try {
    for (let number = 0; number < countPieces(bytes); number++) {
      const piece = await read(number);
      await places.files.put({ _id: `${piecesOf(sha256)}${number}`, ...piece }).catch(ignoreHeld);
    }
    return accept(true);
  } catch (error) {
    if (!(error instanceof NotStored)) throw error;
    await removePieces(places, sha256).catch(() => undefined);
    return refuse({ code: 'scan.full' });
  }
}

function ignoreHeld(error: unknown): void {
  if (!isConflict(error)) throw error;
}

async function localPiece({ files }: ScanPlaces, sha256: string, number: number): Promise<Piece | null> {
  const held = await files.get(`${piecesOf(sha256)}${number}`);
  if (held === null) return null;
  const { type, size, data } = held;
  return { type, size, data } as Piece;
}

async function removePieces({ files }: ScanPlaces, sha256: string): Promise<void> {
  const { rows } = await files.pouch.allDocs({ startkey: piecesOf(sha256), endkey: piecesOf(sha256) + LAST });
  for (const { id, value } of rows) await removeLeaf(files, id, value.rev);
}

async function typeOf<T>(content: Blob, of: (bytes: Uint8Array) => T): Promise<T> {
  return of(new Uint8Array(await content.slice(0, BEGINNING_BYTES).arrayBuffer()));
}

function toBlob({ data }: Piece): Blob {
  return new Blob([(base64urlToBytes(data) ?? new Uint8Array()) as BlobPart]);
}

function toMegabytes(bytes: number): number {
  return Math.ceil(bytes / 1e5) / 10;
}

/** The answer names the pieces that the server does not have. */
function declareScan(
  places: ScanPlaces,
  sha256: string,
  body: ScanRequest
): Promise<Result<{ readonly missing: readonly number[] }>> {
  return callServer(places.server, { method: 'PUT', path: scanPath(places, sha256), body });
}

function sendScanPiece(
  places: ScanPlaces,
  sha256: string,
  number: number,
  body: Piece
): Promise<Result<null>> {
  const path = `${scanPath(places, sha256)}/${number}`;
  return callServer(places.server, { method: 'PUT', path, body });
}

/** INCB has no scans, only files for everyone. */
function scanPath({ person }: ScanPlaces, sha256: string): string {
  return `/api/${may(person, 'announce') ? 'public-files' : 'files'}/${sha256}`;
}

function pathFrom(act: ActId, sha256: string): string {
  const id = encodeURIComponent(act);
  return isAnnouncement(act) ? `/api/letter-files/${id}/${sha256}` : `/api/shared-files/${id}`;
}

function isAnnouncement(act: ActId | undefined): boolean {
  return act !== undefined && parseActId(act)?.kind === 'announcement';
}
