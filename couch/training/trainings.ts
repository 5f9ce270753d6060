/**
 * Training sessions for the gateway's routes: plans, enrolments, trainers' offline notes. Readings are cached until a
 * database changes.
 */
import { PersonRecords } from '#couch/accounts/person-records.ts';
import type { Person } from '#couch/accounts/person.ts';
import { Mutex } from '#couch/base/turns.ts';
import { putUnlessChanged, readDocument, type Database, type Engine } from '#couch/engine/engine.ts';
import { signBadge } from '#lib/crypto/badge.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import type { Instant, SessionId } from '#lib/domain/ids.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { foldAttendance, markId, parseMark, type AttendanceMark } from '#lib/domain/training/attendance.ts';
import { certifyAttendance } from '#lib/domain/training/attendance-certificates.ts';
import {
  answerAnnouncement,
  changeSession,
  type ChangeRequest
} from '#lib/domain/training/change-session.ts';
import {
  namesEndAt,
  viewFor,
  type TrainingBooks,
  type TrainingView
} from '#lib/domain/training/desk-view.ts';
import { parseEvaluation } from '#lib/domain/training/evaluation.ts';
import { isAuthorOf } from '#lib/domain/training/own-lesson.ts';
import { countSeats, foldSeats } from '#lib/domain/training/seats.ts';
import {
  hasTakenPlace,
  parseSession,
  publicPart,
  teachesIn,
  type AnnouncementAnswer,
  type Session
} from '#lib/domain/training/session.ts';
import { deleteNames } from './delete-names.ts';
import { hearEnrolments } from './hear-enrolments.ts';
import { noteTold } from './note-told.ts';
import { readBooks } from './read-books.ts';

interface TrainingsOptions {
  readonly engine: Engine;
  readonly clock: () => number;
  readonly warn: (about: string, error: unknown) => void;
  readonly key?: SigningKey | null;
}

interface GivenCertificate {
  readonly person: string;
  readonly badge: string;
}

const TRAINING_DESK = 'training-desk';
/** Bound of all trainers together protects the calendar. */
const MAX_SESSIONS = 5_000;
const MAX_MARKS = 500;
/** Milliseconds that a trainer's clock can be ahead. */
const AHEAD = 86_400_000;
const HEAR_EVERY = 15_000;
const DELETE_EVERY = 6 * 3_600_000;

interface MarkRefusal {
  readonly index: number;
  readonly problems: readonly Problem[];
}

export class Trainings {
  readonly #options: TrainingsOptions;
  readonly #training: Database;
  readonly #desk: Database;
  readonly #people: PersonRecords;
  readonly #turn = new Mutex();
  #held: { readonly at: string; readonly books: TrainingBooks } | null = null;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(options: TrainingsOptions) {
    const { engine } = options;
    this.#options = options;
    this.#training = engine.open('training');
    this.#desk = engine.open(TRAINING_DESK);
    this.#people = new PersonRecords(engine.open('accounts'));
  }

  /** Starts to record enrolments as they arrive, and to delete names on their day. */
  begin(): void {
    const every = (pause: number, work: () => Promise<unknown>): void => {
      const tried = (): void => void work().catch((error) => this.#options.warn('training', error));
      this.#timers.push(setInterval(tried, pause).unref());
    };
    every(HEAR_EVERY, () => this.books());
    every(DELETE_EVERY, () => this.deleteNames());
    void this.deleteNames().catch((error: unknown) => this.#options.warn('training', error));
  }

  async close(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    await this.#turn.run('books', async () => undefined);
  }

  async publicSessions(): Promise<readonly Session[]> {
    const { sessions } = await this.books();
    return sessions.filter(({ isPublic }) => isPublic).map(publicPart);
  }

  async view(reader: Person): Promise<TrainingView> {
    return viewFor(reader, await this.books(), this.#now());
  }

  async change(id: SessionId, asked: ChangeRequest, by: Person): Promise<Result<Session>> {
    const { before, revision } = await this.#readSession(id);
    const changed = changeSession(id, before, asked, by, this.#now());
    if (!changed.ok) return changed;
    const books = await this.books();
    if (asked.lessons !== undefined && !areOwn(changed.value, books.lessons))
      return refuse({ code: 'training.lesson.notYours', path: 'lessons' });
    if (before === null && books.sessions.length >= MAX_SESSIONS)
      return refuse({ code: 'training.session.tooMany' });
    const { confirmed } = countSeats(foldSeats(before ?? changed.value, books.heard));
    if (changed.value.capacity < confirmed)
      return refuse({ code: 'training.capacity.taken', path: 'capacity', values: { count: confirmed } });
    return this.#putSession(changed, revision);
  }

  /** Requires the right to announce; the trainer sees the answer. */
  async answerAnnouncement(id: SessionId, as: AnnouncementAnswer): Promise<Result<Session>> {
    const { before, revision } = await this.#readSession(id);
    const answered = answerAnnouncement(before, as, this.#now());
    return answered.ok ? this.#putSession(answered, revision) : answered;
  }

  async #readSession(
    id: SessionId
  ): Promise<{ readonly before: Session | null; readonly revision: string | null }> {
    const held = await readDocument<{ readonly _id: string; readonly _rev: string }>(this.#training, id);
    const parsed = held && parseSession(held);
    return { before: parsed?.ok ? parsed.value : null, revision: held?._rev ?? null };
  }

  async #putSession(
    session: Result<Session> & { readonly ok: true },
    revision: string | null
  ): Promise<Result<Session>> {
    const document = { ...session.value, ...(revision === null ? {} : { _rev: revision }) };
    return (await putUnlessChanged(this.#training, document))
      ? session
      : refuse({ code: 'training.session.changedMeanwhile' });
  }

  /** Marks are judged one by one: a wrong one does not block the others. */
  async takeMarks(by: Person, given: unknown): Promise<Result<{ readonly refused: readonly MarkRefusal[] }>> {
    if (!Array.isArray(given) || given.length > MAX_MARKS)
      return refuse({ code: 'training.marks.malformed' });
    const { sessions } = await this.books();
    const refused: MarkRefusal[] = [];
    for (const [index, one] of given.entries()) {
      const mark = this.#judgeMark(one, by, sessions);
      if (!mark.ok) refused.push({ index, problems: mark.problems });
      else await putUnlessChanged(this.#desk, this.#markDocument(mark.value, by));
    }
    return accept({ refused });
  }

  #judgeMark(given: unknown, by: Person, sessions: readonly Session[]): Result<AttendanceMark> {
    const mark = parseMark(given);
    if (!mark.ok) return mark;
    const session = sessions.find(({ _id }) => _id === mark.value.session);
    if (!session || !teachesIn(session, by)) return refuse({ code: 'training.session.foreign' });
    if (Date.parse(mark.value.at) > this.#options.clock() + AHEAD)
      return refuse({ code: 'training.mark.future', path: 'at' });
    return namesEndAt(session) <= this.#now() ? refuse({ code: 'training.session.closed' }) : mark;
  }

  #markDocument(mark: AttendanceMark, { id }: Person): { readonly _id: string } {
    return { _id: markId(mark), ...{ schema: 1, mark, by: id, takenAt: this.#now() } };
  }

  async certify(id: SessionId, by: Person): Promise<Result<readonly GivenCertificate[]>> {
    const { key } = this.#options;
    if (!key) return refuse({ code: 'training.certificate.noKey' });
    const books = await this.books();
    const session = books.sessions.find(({ _id }) => _id === id);
    if (!session) return refuse({ code: 'training.session.unknown' });
    const certified = certifyAttendance(session, by, books, this.#now());
    if (!certified.ok) return certified;
    const sign = certified.value.map(async ({ person, facts }) => ({
      person,
      badge: await signBadge(facts, key)
    }));
    return accept(await Promise.all(sign));
  }

  /** Requires a place or attendance; a second evaluation replaces the first. */
  async takeEvaluation(by: Person, given: unknown): Promise<Result<null>> {
    const evaluation = parseEvaluation(given);
    if (!evaluation.ok) return evaluation;
    const books = await this.books();
    const session = books.sessions.find(({ _id }) => _id === evaluation.value.session);
    if (!session) return refuse({ code: 'training.session.unknown' });
    const seat = foldSeats(session, books.heard).find(({ person }) => person === by.id);
    const own = books.marks.filter((mark) => mark.session === session._id && mark.person === by.id);
    const wasThere = foldAttendance(own).some(({ isPresent }) => isPresent);
    if (seat?.state !== 'confirmed' && !wasThere) return refuse({ code: 'training.evaluation.notYours' });
    const now = this.#now();
    if (session.cancelled) return refuse({ code: 'training.session.cancelled' });
    if (!hasTakenPlace(session, now)) return refuse({ code: 'training.evaluation.early' });
    if (namesEndAt(session) <= now) return refuse({ code: 'training.session.closed' });
    await this.#putEvaluation(
      `evaluation:${session._id.slice('session:'.length)}:${by.id}`,
      evaluation.value
    );
    return accept(null);
  }

  async #putEvaluation(_id: string, evaluation: object): Promise<void> {
    for (;;) {
      const held = await readDocument<{ readonly _id: string; readonly _rev: string }>(this.#desk, _id);
      const document = { _id, schema: 1, evaluation, ...(held ? { _rev: held._rev } : {}) };
      if (await putUnlessChanged(this.#desk, document)) return;
    }
  }

  async deleteNames(): Promise<number> {
    const books = await this.books();
    return this.#turn.run('books', async () => {
      const count = await deleteNames(this.#desk, books, this.#now());
      // Always compacts: a server stopped in between has deleted and not compacted.
      await this.#options.engine.compact(TRAINING_DESK);
      return count;
    });
  }

  /** Parallel callers share one reading while nothing has changed. */
  books(): Promise<TrainingBooks> {
    return this.#turn.run('books', async () => {
      const before = await this.#state();
      if (this.#held?.at === before) return this.#held.books;
      const at = await this.#hearAll();
      const books = await this.#readBooks();
      this.#held = { at, books };
      return books;
    });
  }

  /** Reads published totals from the disk: unrecorded totals are shown to no one. */
  async #readBooks(): Promise<TrainingBooks> {
    for (;;) {
      const books = await readBooks(this.#training, this.#desk);
      if ((await noteTold(this.#desk, books)) === 0) return books;
    }
  }

  /** Returns the feed position up to which all is recorded; changes during the run start another one. */
  async #hearAll(): Promise<string> {
    for (;;) {
      const at = await this.#state();
      const fresh = await hearEnrolments({
        desk: this.#desk,
        people: this.#people,
        clock: this.#options.clock
      });
      if (fresh === 0) return at;
    }
  }

  async #state(): Promise<string> {
    const states = await Promise.all([this.#training.info(), this.#desk.info()]);
    return states.map(({ update_seq }) => String(update_seq)).join(' ');
  }

  #now(): Instant {
    return new Date(this.#options.clock()).toISOString() as Instant;
  }
}

/** Only the teachers' published lessons: a session never shows another trainer's draft. */
function areOwn(session: Session, lessons: TrainingBooks['lessons']): boolean {
  return (session.lessons ?? []).every((id) => {
    const lesson = lessons.find(({ _id }) => _id === id);
    return lesson?.state === 'published' && isAuthorOf(lesson, { id: session.trainer.person ?? '' });
  });
}
