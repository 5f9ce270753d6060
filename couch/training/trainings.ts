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
import {
  foldAttendance,
  isGuest,
  markId,
  parseMark,
  type AttendanceMark
} from '#lib/domain/training/attendance.ts';
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
  judgeRoom,
  type ChangeRequest
} from '#lib/domain/training/change-session.ts';
import { parseEvaluation } from '#lib/domain/training/evaluation.ts';
import { guestPerson } from '#lib/domain/training/guests.ts';
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
/** Milliseconds: the public calendar has the sessions of the last year, with their materials. */
const SHOWN_AFTER_MS = 366 * 86_400_000;
/** On the public calendar: the coming ones before those of the past. */
const MAX_PUBLIC = 500;
const MAX_MARKS = 500;
/** The most places on ten days, each marked by several devices and corrected. */
const MAX_MARKS_OF_SESSION = 20_000;
const UNKNOWN_PERSON: Problem = { code: 'training.mark.person', path: 'person' };
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
    const since = new Date(this.#options.clock() - SHOWN_AFTER_MS).toISOString();
    const shown = sessions.filter(({ isPublic, endsAt }) => isPublic && endsAt > since);
    const latestFirst = shown.toSorted((a, b) => (a.endsAt > b.endsAt ? -1 : 1));
    return latestFirst.slice(0, MAX_PUBLIC).map(publicPart);
  }

  async view(reader: Person): Promise<TrainingView> {
    const trainers = may(reader, 'teach') ? await this.#trainers() : [];
    return viewFor(reader, await this.books(), this.#now(), trainers);
  }

  async #trainers(): Promise<readonly TrainerName[]> {
    const people = (await this.#people.listAll()).filter(({ suspended }) => !suspended).map(documentToPerson);
    return people.filter((person) => may(person, 'teach')).map(({ id, name }) => ({ id, name }));
  }

  /** Anyone named so reads the names of participants. */
  async #areTrainers(helpers: readonly string[] = [], before: readonly string[] = []): Promise<boolean> {
    const added = helpers.filter((id) => !before.includes(id));
    if (added.length === 0) return true;
    const trainers = await this.#trainers();
    return added.every((id) => trainers.some((one) => one.id === id));
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
      const full = before === null ? judgeRoom(changed.value, books.sessions, this.#now()) : null;
      if (full) return refuse(full);
      if (!(await this.#areTrainers(changed.value.helpers, before?.helpers)))
        return refuse({ code: 'training.helper.unknown', path: 'helpers' });
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
    const books = await this.books();
    const refused: MarkRefusal[] = [];
    for (const [index, one] of given.entries()) {
      const mark = await this.#judgeMark(one, by, books);
      if (!mark.ok) refused.push({ index, problems: mark.problems });
      else {
        const _id = markId(mark.value);
        const noted = { _id, schema: 1, mark: mark.value, by: by.id, takenAt: this.#now() };
        await putUnlessChanged(this.#desk, noted);
      }
    }
    return accept({ refused });
  }

  async #judgeMark(given: unknown, by: Person, books: TrainingBooks): Promise<Result<AttendanceMark>> {
    const mark = parseMark(given);
    if (!mark.ok) return mark;
    const session = books.sessions.find(({ _id }) => _id === mark.value.session);
    if (!session || !teachesIn(session, by)) return refuse({ code: 'training.session.foreign' });
    if (Date.parse(mark.value.at) > this.#options.clock() + MAX_AHEAD_MS)
      return refuse({ code: 'training.mark.future', path: 'at' });
    if (namesEndAt(session) <= this.#now()) return refuse({ code: 'training.session.closed' });
    if (books.marks.filter((one) => one.session === session._id).length >= MAX_MARKS_OF_SESSION)
      return refuse({ code: 'training.marks.tooMany', values: { most: MAX_MARKS_OF_SESSION } });
    return this.#judgePerson(mark.value, session, books);
  }

  /** A certificate names this person and authority, so neither is as a trainer's device says alone. */
  async #judgePerson(
    mark: AttendanceMark,
    session: Session,
    { heard, guests }: TrainingBooks
  ): Promise<Result<AttendanceMark>> {
    const { person, authority } = mark;
    const invited = guests.find((one) => guestPerson(one) === person);
    const seat = foldSeats(session, heard).find((one) => one.person === person);
    const countries = session.body && session.audience.group?.countries;
    const isForMembers = !countries || countries.some((one) => one === authority);
    if (isGuest(person)) return invited || isForMembers ? accept(mark) : refuse(UNKNOWN_PERSON);
    const known = seat ?? (isForMembers ? await this.#people.read(person) : null);
    return known?.authority === authority ? accept({ ...mark, name: known.name }) : refuse(UNKNOWN_PERSON);
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
