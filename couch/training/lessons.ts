/** A piece that no lesson claims within a day is deleted. */
import type { Person } from '#couch/accounts/person.ts';
import { Records } from '#couch/accounts/stored-document.ts';
import { Mutex } from '#couch/base/turns.ts';
import { putUnlessChanged, readDocument, type Database, type Engine } from '#couch/engine/engine.ts';
import { PieceStore, type Bytes } from '#couch/files/piece-store.ts';
import { parsePieceOf, PIECE_BYTES } from '#lib/domain/file/pieces.ts';
import type { Instant, OwnLessonId } from '#lib/domain/ids.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import {
  approveLesson,
  changeLesson,
  type LessonRequest,
  bytesOfFiles,
  isAuthorOf,
  parseOwnLesson,
  type OwnLesson
} from '#lib/domain/training/own-lesson.ts';
import {
  addAnswers,
  addOpening,
  NO_READING,
  parseAnswers,
  toldReading,
  type ToldReading
} from '#lib/domain/training/lesson-reading.ts';
import {
  lessonToVersion,
  MAX_VERSIONS,
  parseVersion,
  type LessonVersion
} from '#lib/domain/training/lesson-version.ts';
import type { TrainingBooks } from '#lib/domain/training/desk-view.ts';
import { lessonsFor, lessonToCard, type OwnLessonCard } from '#lib/domain/training/lesson-view.ts';
import {
  MATERIAL,
  MAX_FILE_BYTES,
  MAX_FILES,
  MAX_LESSON_BYTES,
  pieceId,
  piecesOfFile,
  readPieceId,
  type FileType,
  type LessonFile
} from '#lib/domain/training/material.ts';
import { updateDocument, type Stored } from './books.ts';

interface LessonsOptions {
  readonly engine: Engine;
  readonly clock: () => number;
  readonly warn: (about: string, error: unknown) => void;
  readonly books: () => Promise<TrainingBooks>;
  readonly mostPieces?: number;
  readonly mostBytes?: number;
}

const MAX_LESSONS = 300;
const MAX_BYTES = 4_000_000_000;
/** Leaves room for other trainers. */
const MAX_TRAINER_BYTES = 1_000_000_000;
const MAX_PIECES_OF_ALL = Math.ceil(MAX_BYTES / PIECE_BYTES) + MAX_LESSONS * MAX_FILES;
const MAX_PIECES = Math.ceil((MAX_LESSON_BYTES + MAX_FILE_BYTES) / PIECE_BYTES) + MAX_FILES + 1;
const SWEEP_EVERY_MS = 6 * 3_600_000;
/** Milliseconds in which a file must be complete and claimed by its lesson. */
const MAX_UPLOAD_MS = 86_400_000;

const ALL_PIECES = 'material:';

function uuidOf(id: OwnLessonId): string {
  return id.slice('lesson:'.length);
}

function versionPrefix(id: OwnLessonId): string {
  return `version:${uuidOf(id)}:`;
}

export class Lessons {
  readonly #options: LessonsOptions;
  readonly #training: Database;
  readonly #desk: Database;
  readonly #readings: Records<'reading'>;
  readonly #files: PieceStore<FileType>;
  readonly #turn = new Mutex();
  #timer: NodeJS.Timeout | undefined;
  #pieces: number | null = null;

  constructor(options: LessonsOptions) {
    this.#options = options;
    const [name, database] = ['training', options.engine.open('training')] as const;
    this.#training = database;
    this.#desk = options.engine.open('training-desk');
    this.#readings = new Records(options.engine.open('accounts'), 'reading');
    this.#files = new PieceStore(options.engine, { name, database, kind: MATERIAL });
  }

  begin(): void {
    const sweep = (): void => void this.sweep().catch((error) => this.#options.warn('lessons', error));
    this.#timer = setInterval(sweep, SWEEP_EVERY_MS).unref();
    sweep();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.#turn.run('sweep', async () => undefined);
  }

  async cards(reader: Person | null): Promise<readonly OwnLessonCard[]> {
    return lessonsFor(reader, await this.#options.books()).map(lessonToCard);
  }

  async find(id: string, reader: Person | null): Promise<OwnLesson | null> {
    const lessons = lessonsFor(reader, await this.#options.books());
    return lessons.find(({ _id }) => _id === id) ?? null;
  }

  async readPiece(id: string, hash: string, number: number, reader: Person | null): Promise<Bytes | null> {
    const file = (await this.find(id, reader))?.files?.find((one) => one.hash === hash);
    return file ? this.#files.read(piecesOfFile(id, hash), file, number) : null;
  }

  change(id: OwnLessonId, asked: LessonRequest, by: Person): Promise<Result<OwnLesson>> {
    return this.#update(
      id,
      async (before) => {
        const changed = changeLesson(id, before, asked, by, this.#now());
        if (!changed.ok) return changed;
        const room = await this.#judgeRoom(before, changed.value);
        const whole =
          room.ok && asked.add !== undefined ? await this.#judgeFile(id, asked.add as LessonFile) : room;
        if (!whole.ok) return whole;
        // Before the lesson itself: an interruption in between loses no text.
        if (before !== null && asked.lesson !== undefined) await this.#keepVersion(before);
        return changed;
      },
      async () => {
        if (typeof asked.remove === 'string') await this.#deletePieces(id, asked.remove);
      }
    );
  }

  async #keepVersion(lesson: OwnLesson): Promise<void> {
    const prefix = versionPrefix(lesson._id);
    const _id = prefix + String(lesson.revision);
    await putUnlessChanged(this.#desk, { _id, schema: 1, ...lessonToVersion(lesson) });
    for (const old of (await this.#versions(lesson._id)).slice(MAX_VERSIONS)) {
      const held = await readDocument<Stored>(this.#desk, prefix + String(old.revision));
      if (held) await this.#desk.remove(held);
    }
  }

  /** Newest first, for the author only. */
  async versions(id: OwnLessonId, reader: Person): Promise<readonly LessonVersion[] | null> {
    const lesson = await this.find(id, reader);
    return lesson && isAuthorOf(lesson, reader) ? this.#versions(id) : null;
  }

  async #versions(id: OwnLessonId): Promise<readonly LessonVersion[]> {
    const startkey = versionPrefix(id);
    const { rows } = await this.#desk.allDocs({ startkey, endkey: `${startkey}\uffff`, include_docs: true });
    const versions = rows.flatMap(({ doc }) => parseVersion(doc) ?? []);
    return versions.sort((one, other) => other.revision - one.revision);
  }

  /** `answers`: undefined for an opening. The author's own reading is not counted. */
  async countReading(id: OwnLessonId, answers: unknown, reader: Person): Promise<Result<null>> {
    const lesson = await this.find(id, reader);
    if (lesson === null) return refuse({ code: 'training.lesson.unknown' });
    const given = answers === undefined ? null : parseAnswers(answers, lesson);
    if (answers !== undefined && given === null)
      return refuse({ code: 'request.body.malformed', path: 'answers' });
    if (isAuthorOf(lesson, reader)) return accept(null);
    await this.#readings.change(uuidOf(id), (held) => {
      const counts = held?.counts ?? NO_READING;
      return { counts: given === null ? addOpening(counts) : addAnswers(counts, given) };
    });
    return accept(null);
  }

  async reading(id: OwnLessonId, reader: Person): Promise<ToldReading | null> {
    const lesson = await this.find(id, reader);
    if (lesson === null || !isAuthorOf(lesson, reader)) return null;
    return toldReading((await this.#readings.read(uuidOf(id)))?.counts ?? NO_READING);
  }

  approve(id: OwnLessonId, revision: unknown, by: Person): Promise<Result<OwnLesson>> {
    return this.#update(id, (before) => approveLesson(before, revision, by, this.#now()));
  }

  #update(
    id: OwnLessonId,
    change: (before: OwnLesson | null) => Result<OwnLesson> | Promise<Result<OwnLesson>>,
    then?: () => Promise<void>
  ): Promise<Result<OwnLesson>> {
    return this.#turn.run(id, async () => {
      const taken = 'training.lesson.changedMeanwhile';
      const updated = await updateDocument(this.#training, id, parseOwnLesson, change, taken);
      if (updated.ok) await then?.();
      return updated;
    });
  }

  takePiece(
    id: OwnLessonId,
    hash: string,
    number: number,
    given: unknown,
    by: Person
  ): Promise<Result<null>> {
    return this.#turn.run(id, async () => {
      const before = parseOwnLesson(await readDocument<Stored>(this.#training, id));
      if (!before.ok) return refuse({ code: 'training.lesson.unknown' });
      if (!isAuthorOf(before.value, by)) return refuse({ code: 'training.lesson.foreign' });
      const piece = parsePieceOf(MATERIAL, given, number);
      if (!piece.ok) return piece;
      const _id = pieceId(id, hash, number);
      if (readPieceId(_id) === null) return refuse({ code: 'training.file.content' });
      const there = await this.#files.list(`${ALL_PIECES}${id.slice('lesson:'.length)}:`);
      if (there.some((one) => one.id === _id)) return accept(null);
      if (there.length >= MAX_PIECES) return refuse({ code: 'training.lesson.tooLarge' });
      if (!(await this.#hasRoomForPiece())) return refuse({ code: 'training.file.space' });
      if (!(await this.#files.hasDisk())) return refuse({ code: 'training.file.disk' });
      await this.#files.put(_id, { ...piece.value, by: by.id, takenAt: this.#now() });
      // Another lesson's turn might have deleted pieces; then they are counted again.
      if (this.#pieces !== null) this.#pieces++;
      return accept(null);
    });
  }

  sweep(): Promise<number> {
    return this.#turn.run('sweep', async () => {
      const { lessons } = await this.#options.books();
      const known = new Set(
        lessons.flatMap(({ _id, files = [] }) => files.map(({ hash }) => `${_id}:${hash}`))
      );
      const stray = (await this.#files.list(ALL_PIECES)).filter(({ id }) => {
        const piece = readPieceId(id);
        return piece !== null && !known.has(`${piece.lesson}:${piece.hash}`);
      });
      let count = 0;
      for (const { id } of stray) {
        const held = await readDocument<Stored>(this.#training, id);
        if (held === null || this.#isAwaited(held)) continue;
        await this.#training.remove(held);
        count++;
      }
      this.#pieces = null;
      // Always runs: a server stopped after a deletion has not compacted yet.
      await this.#files.giveUpDeleted();
      return count;
    });
  }

  async #hasRoomForPiece(): Promise<boolean> {
    const { mostPieces = MAX_PIECES_OF_ALL } = this.#options;
    this.#pieces ??= (await this.#files.list(ALL_PIECES)).length;
    return this.#pieces < mostPieces;
  }

  #isAwaited({ takenAt }: Stored): boolean {
    return Date.parse(String(takenAt)) + MAX_UPLOAD_MS > this.#options.clock();
  }

  async #judgeRoom(before: OwnLesson | null, after: OwnLesson): Promise<Result<null>> {
    const { lessons } = await this.#options.books();
    if (before === null && lessons.length >= MAX_LESSONS) return refuse({ code: 'training.lesson.tooMany' });
    const others = lessons.filter(({ _id }) => _id !== after._id);
    const sumOf = (some: readonly OwnLesson[]): number =>
      some.reduce((sum, lesson) => sum + bytesOfFiles(lesson), 0);
    const { mostBytes = MAX_TRAINER_BYTES } = this.#options;
    const own = others.filter(({ trainer }) => trainer.person === after.trainer.person);
    const isMore = bytesOfFiles(after) > (before === null ? 0 : bytesOfFiles(before));
    if (isMore && sumOf([...own, after]) > mostBytes) return refuse({ code: 'training.file.ownSpace' });
    if (isMore && sumOf([...others, after]) > MAX_BYTES) return refuse({ code: 'training.file.space' });
    return accept(null);
  }

  /** A damaged file is deleted, so that it can be sent again. */
  async #judgeFile(id: string, file: LessonFile): Promise<Result<null>> {
    const words = file.type === 'text/markdown' ? new TextDecoder('utf-8', { fatal: true }) : null;
    let isText = true;
    const measured = await this.#files.measure(piecesOfFile(id, file.hash), file, (bytes) => {
      isText &&= words === null || isReadable(words, bytes);
    });
    if ('missing' in measured)
      return refuse({ code: 'training.file.incomplete', values: { number: measured.missing } });
    const isWhole = measured.hash === file.hash;
    if (isWhole && isText && (words === null || isReadable(words))) return accept(null);
    await this.#deletePieces(id, file.hash);
    return refuse({ code: isWhole ? 'training.file.type' : 'training.file.damaged' });
  }

  async #deletePieces(id: string, hash: string): Promise<void> {
    await this.#files.delete(piecesOfFile(id, hash));
    this.#pieces = null;
  }

  #now(): Instant {
    return new Date(this.#options.clock()).toISOString() as Instant;
  }
}

/** UTF-8 without NUL; without bytes, checks that the last character is complete. */
function isReadable(decoder: TextDecoder, bytes?: Bytes): boolean {
  try {
    return !decoder.decode(bytes, { stream: bytes !== undefined }).includes('\u0000');
  } catch {
    return false;
  }
}
