import type { PersonRecords } from '#couch/accounts/person.ts';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import { putUnlessChanged, readDocument, type Database } from '#couch/engine/engine.ts';
import type { BodyOf } from '#lib/domain/act/body.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { ActId, Instant, SessionId } from '#lib/domain/ids.ts';
import { refuse, type Result } from '#lib/domain/result.ts';
import { fits } from '#lib/domain/shape/shape.ts';
import { parseMark } from '#lib/domain/training/attendance.ts';
import { type Certified, type TrainingBooks, namesEndAt, tallyOf } from '#lib/domain/training/desk-view.ts';
import {
  evaluationSum,
  parseEvaluation,
  tellAnew,
  type EvaluationOf,
  type ToldOfSession
} from '#lib/domain/training/evaluation.ts';
import { guestIn, guestToHeard, linkIn } from '#lib/domain/training/guests.ts';
import { parseOwnLesson } from '#lib/domain/training/own-lesson.ts';
import type { EnrolmentHeard } from '#lib/domain/training/seats.ts';
import { parseSession } from '#lib/domain/training/session.ts';
import { parseTally } from '#lib/domain/training/tally.ts';

export type Stored = { readonly _id: string; readonly _rev: string } & Record<string, unknown>;

/** Gateway clocks do not differ by more, so a later note is not valid. */
const MAX_AHEAD_MS = 86_400_000;
const HEARD_PREFIX = 'heard:';
const TOLD_PREFIX = 'told:';
const HASH_LENGTH = 43;

export function uuidOf(session: SessionId): string {
  return session.slice('session:'.length);
}

function toldId(session: SessionId): string {
  return TOLD_PREFIX + uuidOf(session);
}

function heardId(act: string): string {
  return HEARD_PREFIX + act.slice(-HASH_LENGTH);
}

export async function updateDocument<T extends object>(
  database: Database,
  id: string,
  parse: (held: unknown) => Result<T>,
  change: (before: T | null) => Result<T> | Promise<Result<T>>,
  taken: string
): Promise<Result<T>> {
  const held = await readDocument<Stored>(database, id);
  const before = held && parse(held);
  const changed = await change(before?.ok ? before.value : null);
  if (!changed.ok) return changed;
  const document = { ...changed.value, ...(held && { _rev: held._rev }) };
  return (await putUnlessChanged(database, document)) ? changed : refuse({ code: taken });
}

async function readRange(database: Database, prefix: string): Promise<readonly Stored[]> {
  const range = { startkey: prefix, endkey: `${prefix}\uffff`, include_docs: true };
  const { rows } = await database.allDocs(range);
  return rows.flatMap(({ doc }) => (doc ? [doc as Stored] : []));
}

/** Unrecorded totals are shown to no one. */
export async function readBooks(training: Database, desk: Database): Promise<TrainingBooks> {
  for (;;) {
    const [sessions, lessons, told, acts, heard, ...rest] = await Promise.all([
      readValid(training, 'session:', (document) => valueOf(parseSession(document))),
      readValid(training, 'lesson:', (document) => valueOf(parseOwnLesson(document))),
      readTold(desk),
      readRange(desk, 'act:'),
      readRange(desk, HEARD_PREFIX),
      readValid(desk, 'attendance:', ({ mark }) => valueOf(parseMark(mark))),
      readValid(desk, 'evaluation:', toEvaluation),
      readValid(desk, 'tally:', ({ tally }) => parseTally(tally)),
      readValid(desk, 'certified:', toCertified),
      readValid(desk, 'guests:', linkIn),
      readValid(desk, 'guest:', guestIn)
    ]);
    const [marks, evaluations, tallies, certified, links, guests] = rest;
    const turns = [...joinHeard(acts, heard), ...guests.map(guestToHeard)];
    const noted = { marks, evaluations, told, tallies, certified };
    const books = { sessions, lessons, heard: turns, ...noted, links, guests };
    if ((await noteTold(desk, books)) === 0) return books;
  }
}

async function readValid<T>(
  database: Database,
  prefix: string,
  read: (document: Stored) => T | null
): Promise<readonly T[]> {
  return (await readRange(database, prefix)).flatMap((document) => read(document) ?? []);
}

function valueOf<T>(parsed: Result<T>): T | null {
  return parsed.ok ? parsed.value : null;
}

function toEvaluation({ _id, evaluation }: Stored): EvaluationOf | null {
  const parsed = parseEvaluation(evaluation);
  return parsed.ok ? { ...parsed.value, person: _id.split(':')[2] ?? '' } : null;
}

function toCertified({ _id, authority }: Stored): Certified {
  return { session: `session:${_id.split(':')[1]}` as SessionId, authority: String(authority) };
}

type StoredTelling = ToldOfSession & { readonly revision: string };

function readTold(desk: Database): Promise<readonly StoredTelling[]> {
  return readValid(desk, TOLD_PREFIX, ({ _id, _rev: revision, evaluation, remarks }) => {
    const session = `session:${_id.slice(TOLD_PREFIX.length)}` as SessionId;
    return fits(evaluationSum, evaluation)
      ? { session, evaluation, remarks: toRemarks(remarks), revision }
      : null;
  });
}

function toRemarks(stored: unknown): readonly string[] | null {
  if (!Array.isArray(stored)) return null;
  return stored.filter((remark): remark is string => typeof remark === 'string');
}

async function noteTold(desk: Database, books: TrainingBooks): Promise<number> {
  if (tellAnew(books).length === 0) return 0;
  const held = await readTold(desk);
  const notes = tellAnew({ ...books, told: held }).map(({ session, ...telling }) => {
    const before = held.find((one) => one.session === session);
    return { _id: toldId(session), schema: 1, ...telling, ...(before && { _rev: before.revision }) };
  });
  const written = await Promise.all(notes.map((note) => putUnlessChanged(desk, note)));
  return written.filter((isWritten) => isWritten).length;
}

/**
 * The first note counts. CouchDB keeps INCB's training database in one shard, so changes arrive in order
 * (`base/databases.ts`).
 */
export async function recordEnrolments(
  desk: Database,
  people: PersonRecords,
  clock: () => number
): Promise<number> {
  const notes = await readRange(desk, HEARD_PREFIX);
  const noted = new Set(notes.map(({ _id }) => _id));
  const { results } = await desk.changes({ include_docs: true });
  const fresh = results.flatMap(({ doc }) => {
    const stored = doc as Stored | undefined;
    const isNew = stored?._id.startsWith('act:') && !noted.has(heardId(stored._id));
    const body = stored && isNew ? enrolmentIn(stored) : null;
    return stored && body ? [{ _id: heardId(stored._id), person: body.by.person }] : [];
  });
  if (fresh.length === 0) return 0;
  const guests = await readValid(desk, 'guest:', guestIn);
  const from = nextTurn(
    [...notes.map(({ heardAt }) => heardAt), ...guests.map(({ enrolledAt }) => enrolledAt)],
    clock()
  );
  for (const [index, { _id, person }] of fresh.entries()) {
    const role = (await people.read(person))?.role ?? 'officer';
    const heardAt = new Date(from + index).toISOString() as Instant;
    await putUnlessChanged(desk, { _id, schema: 1, heardAt, role });
  }
  return fresh.length;
}

/** Never earlier than a turn before it, even if a clock jumps. */
export function nextTurn(before: readonly unknown[], now: number): number {
  return before
    .flatMap((at) => (isInstant(at) ? Date.parse(at) : []))
    .filter((at) => at <= now + MAX_AHEAD_MS)
    .reduce((last, at) => Math.max(last, at + 1), now);
}

/** The next reading brings an act without a note. */
function joinHeard(acts: readonly Stored[], notes: readonly Stored[]): readonly EnrolmentHeard[] {
  const noted = new Map(notes.map((note) => [note._id, note]));
  return acts.flatMap((document): EnrolmentHeard[] => {
    const note = noted.get(heardId(document._id));
    const body = enrolmentIn(document);
    if (!note || !body || !isInstant(note['heardAt'])) return [];
    const { session, intent, issuer: authority, at } = body;
    const { person, name, function: office } = body.by;
    const [act, heardAt, role] = [document._id as ActId, note['heardAt'], String(note['role'])];
    return [{ act, session, intent, person, name, function: office, authority, role, at, heardAt }];
  });
}

/** A database operator can write anything: null if the hash differs. */
function enrolmentIn(document: Stored): BodyOf<'enrolment'> | null {
  const act = parseAct(document, nativeSha256);
  return act.ok && act.value.body.kind === 'enrolment' ? act.value.body : null;
}

/** 180 days after a session, as the form promised. Counts per country stay, and so does a country's own record. */
export async function deleteNames(desk: Database, books: TrainingBooks, now: Instant): Promise<number> {
  const due = books.sessions.filter((session) => namesEndAt(session) <= now).map(({ _id }) => _id);
  const counted = new Set<string>(books.tallies.map(({ session }) => session));
  for (const session of books.sessions.filter(({ _id }) => due.includes(_id) && !counted.has(_id))) {
    const tally = { _id: `tally:${uuidOf(session._id)}`, schema: 1, tally: tallyOf(session, books) };
    await putUnlessChanged(desk, tally);
  }
  const known = new Set<string>(books.sessions.map(({ _id }) => _id));
  const acts = (await readRange(desk, 'act:')).filter((document) => {
    const body = enrolmentIn(document);
    // The enrolment in a session that is not found counts from its own day.
    return (
      body && (known.has(body.session) ? due.includes(body.session) : namesEndAt({ endsAt: body.at }) <= now)
    );
  });
  const notes = new Set(acts.map(({ _id }) => heardId(_id)));
  const heard = (await readRange(desk, 'heard:')).filter(({ _id }) => notes.has(_id));
  const prefixes = due.flatMap((id) => [
    `attendance:${uuidOf(id)}:`,
    `evaluation:${uuidOf(id)}:`,
    `certified:${uuidOf(id)}:`,
    `guests:${uuidOf(id)}:`,
    `guest:${uuidOf(id)}:`,
    toldId(id)
  ]);
  const named = await Promise.all(prefixes.map((prefix) => readRange(desk, prefix)));
  const gone = [...acts, ...heard, ...named.flat()];
  if (gone.length > 0)
    await desk.bulkDocs(gone.map(({ _id, _rev }) => ({ _id, _rev, _deleted: true })) as object[]);
  return gone.length;
}
