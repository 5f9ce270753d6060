/** Reads all training data for the domain; unreadable documents are skipped. */
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import type { Database } from '#couch/engine/engine.ts';
import type { EnrolmentBody } from '#lib/domain/act/body.ts';
import { parseAct } from '#lib/domain/act/parse-act.ts';
import { isInstant } from '#lib/domain/calendar-date.ts';
import type { ActId, Instant, SessionId } from '#lib/domain/ids.ts';
import { parseMark, type AttendanceMark } from '#lib/domain/training/attendance.ts';
import type { TrainingBooks } from '#lib/domain/training/desk-view.ts';
import { parseEvaluation, parseEvaluationSum, type EvaluationOf } from '#lib/domain/training/evaluation.ts';
import type { EnrolmentHeard } from '#lib/domain/training/seats.ts';
import { parseSession, type Session } from '#lib/domain/training/session.ts';
import { parseOwnLesson, type OwnLesson } from '#lib/domain/training/own-lesson.ts';
import { parseTally, type Tally } from '#lib/domain/training/tally.ts';
import type { ToldOfSession } from '#lib/domain/training/told-evaluations.ts';

export type Stored = { readonly _id: string; readonly _rev: string } & Record<string, unknown>;

export async function readRange(database: Database, prefix: string): Promise<readonly Stored[]> {
  const { rows } = await database.allDocs({
    startkey: prefix,
    endkey: `${prefix}\uffff`,
    include_docs: true
  });
  return rows.flatMap(({ doc }) => (doc ? [doc as unknown as Stored] : []));
}

async function readSessions(training: Database): Promise<readonly Session[]> {
  const documents = await readRange(training, 'session:');
  return documents.flatMap((document) => {
    const session = parseSession(document);
    return session.ok ? [session.value] : [];
  });
}

async function readLessons(training: Database): Promise<readonly OwnLesson[]> {
  const documents = await readRange(training, 'lesson:');
  return documents.flatMap((document) => {
    const lesson = parseOwnLesson(document);
    return lesson.ok ? [lesson.value] : [];
  });
}

export async function readBooks(training: Database, desk: Database): Promise<TrainingBooks> {
  const [sessions, lessons, told, acts, heard, marks, evaluations, tallies] = await Promise.all([
    readSessions(training),
    readLessons(training),
    readTold(desk),
    ...['act:', 'heard:', 'attendance:', 'evaluation:', 'tally:'].map((prefix) => readRange(desk, prefix))
  ]);
  return {
    sessions,
    lessons,
    heard: joinHeard(acts ?? [], heard ?? []),
    marks: (marks ?? []).flatMap(toMark),
    evaluations: (evaluations ?? []).flatMap(toEvaluation),
    told,
    tallies: (tallies ?? []).flatMap(toTally)
  };
}

const TOLD_PREFIX = 'told:';

export function toldId(session: SessionId): string {
  return TOLD_PREFIX + session.slice('session:'.length);
}

type StoredTelling = ToldOfSession & { readonly revision: string };

export async function readTold(desk: Database): Promise<readonly StoredTelling[]> {
  const documents = await readRange(desk, TOLD_PREFIX);
  return documents.flatMap(({ _id, _rev: revision, ...stored }): StoredTelling[] => {
    const evaluation = parseEvaluationSum(stored['evaluation']);
    const session = `session:${_id.slice(TOLD_PREFIX.length)}` as SessionId;
    return evaluation ? [{ session, evaluation, remarks: toRemarks(stored['remarks']), revision }] : [];
  });
}

function toRemarks(stored: unknown): readonly string[] | null {
  if (!Array.isArray(stored)) return null;
  return stored.filter((remark): remark is string => typeof remark === 'string');
}

const HEARD_PREFIX = 'heard:';
const HASH_LENGTH = 43;

export function heardId(act: string): string {
  return HEARD_PREFIX + act.slice(-HASH_LENGTH);
}

export interface HeardDocument {
  readonly _id: string;
  readonly schema: 1;
  readonly heardAt: Instant;
  readonly role: string;
}

/** An act without a note has no turn yet; the next reading brings it. */
function joinHeard(acts: readonly Stored[], notes: readonly Stored[]): readonly EnrolmentHeard[] {
  const noted = new Map(notes.map((note) => [note._id, note]));
  return acts.flatMap((document): EnrolmentHeard[] => {
    const note = noted.get(heardId(document._id));
    const body = bodyOf(document);
    if (!note || !body || !isInstant(note['heardAt'])) return [];
    const { session, intent, issuer: authority, at } = body;
    const { person, name, function: office } = body.by;
    const role = String(note['role']);
    const act = document._id as ActId;
    const heardAt = note['heardAt'];
    return [{ act, session, intent, person, name, function: office, authority, role, at, heardAt }];
  });
}

/** Null if not an enrolment or if its hash differs: a database operator can write anything. */
export function bodyOf(document: Stored): EnrolmentBody | null {
  const act = parseAct(document, nativeSha256);
  return act.ok && act.value.body.kind === 'enrolment' ? act.value.body : null;
}

function toMark({ mark }: Stored): AttendanceMark[] {
  const parsed = parseMark(mark);
  return parsed.ok ? [parsed.value] : [];
}

function toEvaluation({ _id, evaluation }: Stored): EvaluationOf[] {
  const parsed = parseEvaluation(evaluation);
  return parsed.ok ? [{ ...parsed.value, person: _id.split(':')[2] ?? '' }] : [];
}

function toTally({ tally }: Stored): Tally[] {
  const parsed = parseTally(tally);
  return parsed ? [parsed] : [];
}
