/**
 * What a file adds: planned, written and undone in pieces. The plan is kept on this device before anything is written: if
 * the tab closes, the rest is written later, or what was written is taken back. Ids come from the content, so a second
 * run adds nothing.
 */
import { strFromU8, strToU8 } from 'fflate';
import { canonicalJson } from '#lib/domain/canonical.ts';
import { COMPANY_PREFIX, statusOf, withStatus, type Company } from '#lib/domain/company/company.ts';
import { AUTHORIZATION_KINDS } from '#lib/domain/act/number.ts';
import { HISTORIC_PREFIX, isHistoricId, type Historic } from '#lib/domain/historic/historic.ts';
import type { AnyDraft, DraftFields, DraftKind } from '#lib/domain/draft/draft.ts';
import type { DraftId, Instant, KeyId } from '#lib/domain/ids.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { sha256Uuid } from '#lib/domain/sha256.ts';
import type { Column } from '#lib/domain/lists/columns.ts';
import { PlanLog } from '#lib/domain/lists/read-groups.ts';
import type { Table } from '#lib/domain/lists/read-table.ts';
import type { FileTable } from '#lib/ui/file/file-table.ts';
import type { Store } from '#lib/store/store.svelte.ts';
import { pack, PackedList, PIECE, ProblemList, unpack } from './packed-list.ts';

interface PlannedDraft extends DraftFields {
  readonly _id: DraftId;
  readonly kind: DraftKind;
}
/** Without what the store adds. */
type PlannedHistoric = Omit<Historic, 'schema' | 'at' | 'by'>;
type Planned = PlannedDraft | Company | PlannedHistoric;

export interface PlannedItem {
  readonly row: number;
  readonly name: string;
  readonly about: string;
  /** A known company that gets further data. */
  readonly isChange?: boolean;
  readonly document: Planned;
}

export interface ImportPlan<Item = PlannedItem> {
  readonly rowCount: number;
  /** In rows that cannot be imported. */
  readonly problems: ProblemList;
  /** A person answers them later. */
  readonly questions: ProblemList;
  readonly items: PackedList<Item>;
  /** Here already, from an earlier import. */
  readonly sameCount: number;
}

/** Columns of a file, and what its rows mean. */
export interface FileKind<Item> {
  readonly of: string;
  readonly columns: readonly Column[];
  readonly wordOf?: (column: Column) => string;
  /** Null between two entries: the page draws, and the person can stop. Work before the first entry takes turns too. */
  readonly plan: (
    table: Table,
    name: string,
    log: PlanLog,
    turns: <T>(work: Iterator<unknown, T>) => Promise<T | null>
  ) => Promise<Iterable<Item | null>>;
}

/** A further kind of file to load. */
export interface ImportKind extends FileKind<PlannedItem> {
  readonly label: string;
  readonly hint: string;
  readonly consequence: string;
  /** Done once before the first entry is written. */
  readonly prepare?: () => Promise<Result<unknown>>;
  readonly sample: () => FileTable;
  /** The next page for the person. */
  readonly after: { readonly href: string; readonly label: string };
}

interface Written {
  readonly id: string;
  /** Hash of the written content: a document that somebody has changed since is not taken back. */
  readonly print: string;
  readonly before?: Company;
}

/** To write: a changed company as it was when the file was planned. */
interface ToWrite {
  readonly document: Planned;
  readonly before?: Company;
}

interface KeptHead {
  readonly _id: `kept:import:${string}`;
  readonly of: string;
  readonly name: string;
  readonly at: Instant;
  readonly count: number;
  /** Begun, and not whole until its list entry is gone. */
  readonly isUndone?: boolean;
}

interface KeptPiece {
  readonly _id: `kept:import-piece:${string}`;
  readonly import: KeptHead['_id'];
  readonly at: Instant;
  readonly count: number;
  readonly isWritten: boolean;
  /** Packed `ToWrite` or, if it is written, `Written`. */
  readonly text: string;
}

export interface KeptImport extends KeptHead {
  readonly done: number;
}

type Desk = Pick<
  Store,
  | 'draftOf'
  | 'addDrafts'
  | 'deleteDrafts'
  | 'company'
  | 'saveCompanies'
  | 'saveSetting'
  | 'removeHistoric'
  | 'actsOf'
  | 'keepHere'
  | 'forgetKept'
  | 'documents'
  | 'person'
  | 'device'
  | 'today'
>;

const PREFIX = 'kept:import:';
const PIECES = 'kept:import-piece:';

/** Newest first. */
export function keptImports(desk: Desk): readonly KeptImport[] {
  const heads = desk.documents(PREFIX) as readonly unknown[] as readonly KeptHead[];
  const done = new Map<string, number>();
  for (const { import: of, count, isWritten } of piecesOf(desk))
    if (isWritten) done.set(of, (done.get(of) ?? 0) + count);
  return heads
    .map((head) => ({ ...head, done: done.get(head._id) ?? 0 }))
    .sort((a, b) => (a.at < b.at ? 1 : -1));
}

function piecesOf(desk: Desk, of?: KeptHead['_id']): readonly KeptPiece[] {
  const prefix = of ? `${PIECES}${of.slice(PREFIX.length)}-` : PIECES;
  return desk.documents(prefix) as readonly unknown[] as readonly KeptPiece[];
}

export interface Watch {
  readonly isStopped: () => boolean;
  readonly tell: (done: number) => void;
}

/** Long enough that little is lost between two turns, short enough that a person notices none. */
const TURN_MS = 25;

/** A page in the background has its turns too, which a timer would not. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => (port1.close(), resolve());
    port2.postMessage(null);
  });
}

/** Its result, in a turn of its own; null if it was stopped. `tell` after each turn. */
export async function inTurns<T>(
  work: Iterator<unknown, T>,
  { isStopped, tell }: { readonly isStopped: () => boolean; readonly tell: () => void }
): Promise<T | null> {
  for (;;) {
    await nextTurn();
    if (isStopped()) return null;
    const until = performance.now() + TURN_MS;
    let step = work.next();
    while (!step.done && performance.now() < until) step = work.next();
    tell();
    if (!step.done) continue;
    await nextTurn();
    return isStopped() ? null : step.value;
  }
}

export async function planImport<Item>(
  { plan, columns, wordOf }: Omit<FileKind<Item>, 'of'>,
  table: Table,
  name: string,
  watch: Watch
): Promise<ImportPlan<Item> | null> {
  const [problems, questions] = [new ProblemList(), new ProblemList()];
  const items = new PackedList<Item>();
  /** Its column as the person reads it. */
  const worded = (one: Problem): Problem => {
    const column = wordOf && columns.find(({ name }) => name === one.values?.['column']);
    return column ? { ...one, values: { ...one.values, column: wordOf(column) } } : one;
  };
  const log = new PlanLog(
    (one) => problems.push(worded(one)),
    (one) => questions.push(one)
  );
  const turns = <T>(work: Iterator<unknown, T>): Promise<T | null> =>
    inTurns(work, { ...watch, tell: () => watch.tell(log.rowCount) });
  const steps = await plan(table, name, log, turns);
  if (watch.isStopped()) return null;
  const work = (function* () {
    for (const item of steps) yield item && items.push(item);
    yield* log.flush();
    return { rowCount: log.rowCount, sameCount: log.sameCount, problems, questions, items };
  })();
  return turns(work);
}

const toText = (all: readonly unknown[]): string => btoa(strFromU8(pack(all), true));
const ofText = <T>({ text }: KeptPiece): readonly T[] => unpack<T>(strToU8(atob(text), true));

export async function startImport(
  desk: Desk,
  { of, name }: Pick<KeptImport, 'of' | 'name'>,
  items: Iterable<PlannedItem>,
  watch: Watch
): Promise<Result<KeptImport>> {
  await forgetBegun(desk);
  const at = new Date().toISOString() as Instant;
  const id = sha256Uuid(`${at} ${name}`);
  const _id = `${PREFIX}${id}` as const;
  let [no, count] = [0, 0];
  let rest: ToWrite[] = [];
  const keepRest = async (): Promise<Result<boolean>> => {
    const piece = { import: _id, at, count: rest.length, isWritten: false, text: toText(rest) };
    count += rest.length;
    rest = [];
    return desk.keepHere(`${PIECES}${id}-${String(no++).padStart(6, '0')}`, piece);
  };
  for (const { document } of items) {
    const before = isCompany(document) ? desk.company(document._id) : null;
    rest.push({ document, ...(before ? { before } : {}) });
    const kept = rest.length < PIECE ? accept(true) : await keepRest();
    if (!kept.ok) return kept;
  }
  const last = await keepRest();
  // The head comes last: a plan without it was cut, and nothing of it is written.
  const saved = last.ok ? await desk.keepHere(_id, { of, name, at, count }) : last;
  return saved.ok ? continueImport(desk, { _id, of, name, at, count, done: 0 }, watch) : saved;
}

/** Plans that were cut before they were whole; not those of another tab that is about to begin. */
async function forgetBegun(desk: Desk): Promise<void> {
  const heads = new Set(desk.documents(PREFIX).map(({ _id }) => _id));
  const old = new Date(Date.now() - 600_000).toISOString();
  for (const piece of piecesOf(desk))
    if (!heads.has(piece.import) && piece.at < old) await desk.forgetKept(piece._id);
}

/** Writing and undoing take turns, so that nothing is written after it was undone. */
let turns: Promise<unknown> = Promise.resolve();

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const turn = turns.then(work);
  turns = turn.catch(() => undefined);
  return turn;
}

export async function continueImport(
  desk: Desk,
  from: KeptImport,
  { isStopped, tell }: Watch
): Promise<Result<KeptImport>> {
  let { done } = from;
  for (const piece of piecesOf(desk, from._id)) {
    if (piece.isWritten) continue;
    if (isStopped()) break;
    const kept = await inTurn(() => writeNext(desk, piece));
    if (!kept.ok) return kept;
    if (!kept.value) break;
    tell((done += piece.count));
  }
  return accept({ ...from, done });
}

/** False if the import is being undone. A piece that was written as the tab closed is written again, which changes nothing. */
async function writeNext(desk: Desk, piece: KeptPiece): Promise<Result<boolean>> {
  const [head] = desk.documents(piece.import) as readonly unknown[] as readonly KeptHead[];
  if (!head || head.isUndone) return accept(false);
  const written = await writePiece(desk, ofText<ToWrite>(piece));
  if (!written.ok) return written;
  const { _id, ...content } = { ...piece, isWritten: true, text: toText(written.value) };
  const kept = await desk.keepHere(_id, content);
  return kept.ok ? accept(true) : kept;
}

async function writePiece(desk: Desk, piece: readonly ToWrite[]): Promise<Result<readonly Written[]>> {
  const issued = issuedDrafts(desk);
  const now = { updatedAt: new Date().toISOString() as Instant, updatedBy: desk.person?.id ?? '' };
  const device = desk.device?.keyId ?? ('' as KeyId);
  const companies: Company[] = [];
  const drafts: AnyDraft[] = [];
  for (const { document, before } of piece) {
    if (isHistoric(document)) {
      const saved = await saveHistoric(desk, document);
      if (!saved.ok) return saved;
    } else if (isCompany(document)) {
      const held = desk.company(document._id);
      // An earlier run wrote it, or an officer changed it after the file was planned.
      if (!held || (before && printOf(held) === printOf(before))) companies.push(document);
    } else if (!issued.has(document._id)) drafts.push({ ...document, schema: 1, ...now, device } as AnyDraft);
  }
  const saved = companies.length > 0 ? await desk.saveCompanies(companies) : accept(true);
  if (!saved.ok) return saved;
  const added = drafts.length > 0 ? await desk.addDrafts(drafts) : accept(true);
  return added.ok ? accept(piece.map(toWritten)) : added;
}

function toWritten({ document, ...before }: ToWrite): Written {
  return { id: document._id, print: printOf(document), ...before };
}

/** Also of a piece that was perhaps written when the tab closed. */
function writtenOf(piece: KeptPiece): readonly Written[] {
  return piece.isWritten ? ofText<Written>(piece) : ofText<ToWrite>(piece).map(toWritten);
}

function saveHistoric(desk: Desk, document: PlannedHistoric): Promise<Result<boolean>> {
  const { _id, ...content } = document;
  if (desk.documents(HISTORIC_PREFIX).some((one) => one._id === _id)) return Promise.resolve(accept(false));
  const at = new Date().toISOString();
  return desk.saveSetting(_id.slice('setting:'.length), { ...content, at, by: desk.person?.id ?? '' });
}

function isHistoric(document: Planned): document is PlannedHistoric {
  return isHistoricId(document._id);
}

function isCompany(document: { readonly _id: string }): document is Company {
  return document._id.startsWith(COMPANY_PREFIX);
}

const STORED = ['changedOn', 'earlierNames'];

/** Without what the store adds. */
function printOf(document: Planned): string {
  // Its id is made from its content.
  if (isHistoric(document)) return document._id;
  if (!isCompany(document)) {
    const fields = Object.entries(document.fields).filter(([, text]) => text !== '');
    return sha256Uuid(canonicalJson([Object.fromEntries(fields), document.lines]));
  }
  const content = Object.entries(document).filter(([key]) => !key.startsWith('_') && !STORED.includes(key));
  return sha256Uuid(canonicalJson(Object.fromEntries(content)));
}

const STATED = [...AUTHORIZATION_KINDS, 'endorsement', 'paper-record'] as const;

function issuedDrafts(desk: Desk): ReadonlySet<string> {
  const acts = STATED.flatMap((kind) => desk.actsOf(kind));
  return new Set(acts.flatMap(({ body }) => body.draft ?? []));
}

/**
 * Before anything is issued. Drafts go; changed companies get their data of before, and new ones are ended, because a
 * company is never deleted. What somebody has changed since stays.
 */
export async function undoImport(
  desk: Desk,
  { _id, done: _done, ...head }: KeptImport,
  reason: string,
  tell: Watch['tell'] = () => undefined
): Promise<Result<{ readonly removed: number; readonly changed: number }>> {
  // `writeNext` writes nothing more of it.
  const begun = await inTurn(() => beginUndo(desk, _id, head));
  if (!begun.ok) return begun;
  let [removed, changed] = [0, 0];
  for (const piece of piecesOf(desk, _id)) {
    const undone = await undoPiece(desk, writtenOf(piece), reason);
    if (!undone.ok) return undone;
    await desk.forgetKept(piece._id);
    const [gone, kept] = undone.value;
    tell((removed += gone) + (changed += kept));
  }
  await desk.forgetKept(_id);
  return accept({ removed, changed });
}

async function beginUndo(
  desk: Desk,
  _id: KeptHead['_id'],
  head: Omit<KeptHead, '_id'>
): Promise<Result<boolean>> {
  const issued = issuedDrafts(desk);
  let count = 0;
  for (const piece of piecesOf(desk, _id))
    count += writtenOf(piece).filter(({ id }) => issued.has(id)).length;
  if (count > 0) return refuse({ code: 'import.issued', values: { count } });
  return desk.keepHere(_id, { ...head, isUndone: true });
}

async function undoPiece(
  desk: Desk,
  written: readonly Written[],
  reason: string
): Promise<Result<readonly [removed: number, changed: number]>> {
  const restored: Company[] = [];
  const drafts: DraftId[] = [];
  let [historic, changed] = [0, 0];
  for (const { id, print, before } of written) {
    if (isHistoricId(id)) {
      if (desk.documents(id).length === 0) continue;
      const gone = await desk.removeHistoric(id);
      if (!gone.ok) return gone;
      historic++;
      continue;
    }
    const company = desk.company(id);
    const now = company ?? draftHere(desk, id as DraftId);
    if (!now || (before && printOf(now) === printOf(before))) continue;
    if (printOf(now) !== print) changed++;
    else if (!company) drafts.push(id as DraftId);
    else if (before) restored.push(before);
    else if (statusOf(company) !== 'ended') restored.push(withStatus(company, 'ended', desk.today, reason));
  }
  await desk.deleteDrafts(drafts);
  const saved = restored.length > 0 ? await desk.saveCompanies(restored) : accept(true);
  return saved.ok ? accept([historic + drafts.length + restored.length, changed]) : saved;
}

const KINDS_OF_IMPORT = [...AUTHORIZATION_KINDS, 'endorsement'] as const satisfies readonly DraftKind[];

function draftHere(desk: Desk, id: DraftId): PlannedDraft | null {
  return KINDS_OF_IMPORT.reduce<PlannedDraft | null>((found, kind) => found ?? desk.draftOf(kind, id), null);
}

/** The list entry; what was loaded stays. */
export async function forgetImport(desk: Desk, { _id }: KeptImport): Promise<void> {
  for (const piece of piecesOf(desk, _id)) await desk.forgetKept(piece._id);
  await desk.forgetKept(_id);
}
