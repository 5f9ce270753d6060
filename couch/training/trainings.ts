/** Readings are cached until a database changes. */
import { documentToPerson, PersonRecords, type Person } from '#couch/accounts/person.ts';
import { Mutex } from '#couch/base/turns.ts';
import { putUnlessChanged, type Database, type Engine } from '#couch/engine/engine.ts';
import { signBadge } from '#lib/crypto/badge.ts';
import type { SigningKey } from '#lib/crypto/key.ts';
import type { Instant, SessionId } from '#lib/domain/ids.ts';
import { may } from '#lib/domain/registration/rights.ts';
import type { HeldBody } from '#lib/domain/regional/regional-body.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { foldAttendance, markId, parseMark, type AttendanceMark } from '#lib/domain/training/attendance.ts';
import {
  certifyAttendance,
  namesEndAt,
  viewFor,
  type TrainerName,
  type TrainingBooks,
  type TrainingReader,
  type TrainingView
} from '#lib/domain/training/desk-view.ts';
import {
  answerAnnouncement,
  changeSession,
  followBody,
  type ChangeRequest
} from '#lib/domain/training/change-session.ts';
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
import { readBooks, recordEnrolments, updateDocument, uuidOf, deleteNames } from './books.ts';

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
const UNCHANGED = 'unchanged';
const MAX_SESSIONS = 5_000;
const MAX_MARKS = 500;
/** Milliseconds that a trainer's clock can be ahead. */
const MAX_AHEAD_MS = 86_400_000;
const RECORD_EVERY_MS = 15_000;
const DELETE_EVERY_MS = 6 * 3_600_000;

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

  begin(): void {
    const every = (pause: number, work: () => Promise<unknown>): void => {
      const tried = (): void => void work().catch((error) => this.#options.warn('training', error));
      this.#timers.push(setInterval(tried, pause).unref());
    };
    every(RECORD_EVERY_MS, () => this.books());
    every(DELETE_EVERY_MS, () => this.deleteNames());
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
    const trainers = may(reader, 'teach') ? await this.#trainers() : [];
    return viewFor(reader, await this.books(), this.#now(), trainers);
  }

  async #trainers(): Promise<readonly TrainerName[]> {
    const people = (await this.#people.listAll()).filter(({ suspended }) => !suspended).map(documentToPerson);
    return people.filter((person) => may(person, 'teach')).map(({ id, name }) => ({ id, name }));
  }

  change(
    id: SessionId,
    asked: ChangeRequest,
    by: Person,
    organizer: HeldBody | null = null
  ): Promise<Result<Session>> {
    return this.#update(id, async (before) => {
      const changed = changeSession(id, before, asked, by, this.#now(), organizer);
      if (!changed.ok) return changed;
      const books = await this.books();
      if (asked.lessons !== undefined && !areOwn(changed.value, books.lessons))
        return refuse({ code: 'training.lesson.notYours', path: 'lessons' });
      if (before === null && books.sessions.length >= MAX_SESSIONS)
        return refuse({ code: 'training.session.tooMany' });
      const { confirmed } = countSeats(foldSeats(before ?? changed.value, books.heard));
      return changed.value.capacity < confirmed
        ? refuse({ code: 'training.capacity.taken', path: 'capacity', values: { count: confirmed } })
        : changed;
    });
  }

  /** Sessions that are not over get the body’s current countries and name. */
  async followBody(body: HeldBody): Promise<void> {
    const { sessions } = await this.books();
    for (const { _id } of sessions.filter((one) => followBody(one, body, this.#now()) !== null)) {
      for (;;) {
        // A change of the same moment is read again.
        const done = await this.#update(_id, (before) => {
          const after = before && followBody(before, body, this.#now());
          return after ? accept(after) : refuse({ code: UNCHANGED });
        });
        if (done.ok || done.problems[0]?.code === UNCHANGED) break;
      }
    }
  }

  answerAnnouncement(id: SessionId, as: AnnouncementAnswer): Promise<Result<Session>> {
    return this.#update(id, (before) => answerAnnouncement(before, as, this.#now()));
  }

  #update(
    id: SessionId,
    change: (before: Session | null) => Result<Session> | Promise<Result<Session>>
  ): Promise<Result<Session>> {
    return updateDocument(this.#training, id, parseSession, change, 'training.session.changedMeanwhile');
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
      else {
        const _id = markId(mark.value);
        const noted = { _id, schema: 1, mark: mark.value, by: by.id, takenAt: this.#now() };
        await putUnlessChanged(this.#desk, noted);
      }
    }
    return accept({ refused });
  }

  #judgeMark(given: unknown, by: Person, sessions: readonly Session[]): Result<AttendanceMark> {
    const mark = parseMark(given);
    if (!mark.ok) return mark;
    const session = sessions.find(({ _id }) => _id === mark.value.session);
    if (!session || !teachesIn(session, by)) return refuse({ code: 'training.session.foreign' });
    if (Date.parse(mark.value.at) > this.#options.clock() + MAX_AHEAD_MS)
      return refuse({ code: 'training.mark.future', path: 'at' });
    return namesEndAt(session) <= this.#now() ? refuse({ code: 'training.session.closed' }) : mark;
  }

  async certify(id: SessionId, by: TrainingReader): Promise<Result<readonly GivenCertificate[]>> {
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
    const given = await Promise.all(sign);
    // Their ids make a second request count no one twice.
    const counted = certified.value.map(({ person, facts: { authority } }) => {
      return { _id: `certified:${uuidOf(id)}:${person}`, schema: 1, authority };
    });
    await Promise.all(counted.map((one) => putUnlessChanged(this.#desk, one)));
    return accept(given);
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
    const _id = `evaluation:${uuidOf(session._id)}:${by.id}`;
    const document = accept({ _id, schema: 1, evaluation: evaluation.value });
    for (;;) {
      const put = await updateDocument(
        this.#desk,
        _id,
        () => document,
        () => document,
        'changed'
      );
      if (put.ok) return accept(null);
    }
  }

  async deleteNames(): Promise<number> {
    const books = await this.books();
    return this.#turn.run('books', async () => {
      const count = await deleteNames(this.#desk, books, this.#now());
      // A server stopped in between has deleted and not compacted.
      await this.#options.engine.compact(TRAINING_DESK);
      return count;
    });
  }

  books(): Promise<TrainingBooks> {
    return this.#turn.run('books', async () => {
      const before = await this.#state();
      if (this.#held?.at === before) return this.#held.books;
      const at = await this.#recordAll();
      const books = await readBooks(this.#training, this.#desk);
      this.#held = { at, books };
      return books;
    });
  }

  /** The feed position up to which all is recorded; changes during the run start another one. */
  async #recordAll(): Promise<string> {
    for (;;) {
      const at = await this.#state();
      if ((await recordEnrolments(this.#desk, this.#people, this.#options.clock)) === 0) return at;
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

function areOwn(session: Session, lessons: TrainingBooks['lessons']): boolean {
  return (session.lessons ?? []).every((id) => {
    const lesson = lessons.find(({ _id }) => _id === id);
    return lesson?.state === 'published' && isAuthorOf(lesson, { id: session.trainer.person ?? '' });
  });
}
