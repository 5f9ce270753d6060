/**
 * Trainer lessons for the gateway's routes, with files uploaded in pieces. A piece that no lesson claims within a day
 * is deleted.
 */
import { createHash } from 'node:crypto';
import type { Person } from '#couch/accounts/person.ts';
import { Mutex } from '#couch/base/turns.ts';
import { putUnlessChanged, readDocument, type Database, type Engine } from '#couch/engine/engine.ts';
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
import type { TrainingBooks } from '#lib/domain/training/desk-view.ts';
import { lessonsFor, lessonToCard, type OwnLessonCard } from '#lib/domain/training/lesson-view.ts';
import {
  bytesOfPiece,
  countPieces,
  MAX_FILE_BYTES,
  MAX_FILES,
  MAX_LESSON_BYTES,
  parsePiece,
  parseStoredPiece,
  PIECE_BYTES,
  pieceId,
  readPieceId,
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

/** Bounds of all trainers together protect the disk. */
const MAX_LESSONS = 300;
const MAX_BYTES = 4_000_000_000;
/** A bound per trainer leaves room for the others. */
const MAX_TRAINER_BYTES = 1_000_000_000;
/** Free disk kept for countries: files are refused before authorizations would be. */
const MIN_FREE_BYTES = 512 * 1024 * 1024;
/** Deleted files keep their disk space until the database is compacted. */
const MAX_DELETED_BYTES = 100_000_000;
const MAX_PIECES_OF_ALL = Math.ceil(MAX_BYTES / PIECE_BYTES) + MAX_LESSONS * MAX_FILES;
const MAX_PIECES = Math.ceil((MAX_LESSON_BYTES + MAX_FILE_BYTES) / PIECE_BYTES) + MAX_FILES + 1;
const SWEEP_EVERY_MS = 6 * 3_600_000;
/** Milliseconds in which a file must be complete and claimed by its lesson. */
const MAX_UPLOAD_MS = 86_400_000;

export class Lessons {
  readonly #options: LessonsOptions;
  readonly #training: Database;
  readonly #turn = new Mutex();
  #timer: NodeJS.Timeout | undefined;
  #pieces: number | null = null;
  #deletedBytes = 0;

  constructor(options: LessonsOptions) {
    this.#options = options;
    this.#training = options.engine.open('training');
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

  async readPiece(
    id: string,
    hash: string,
    number: number,
    reader: Person | null
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    const file = (await this.find(id, reader))?.files?.find((one) => one.hash === hash);
    return file ? this.#bytesOf(id, file, number) : null;
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
        return whole.ok ? changed : whole;
      },
      async () => {
        if (typeof asked.remove === 'string') await this.#deletePieces(`${id}:${asked.remove}`);
      }
    );
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

  /** Repeated pieces are accepted; an existing piece is not written again. */
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
      const piece = parsePiece(given, number);
      if (!piece.ok) return piece;
      const _id = pieceId(id, hash, number);
      if (readPieceId(_id) === null) return refuse({ code: 'training.file.content' });
      const there = await this.#listPieces(id);
      if (there.some((one) => one.id === _id)) return accept(null);
      if (there.length >= MAX_PIECES) return refuse({ code: 'training.lesson.tooLarge' });
      if (!(await this.#hasRoomForPiece())) return refuse({ code: 'training.file.space' });
      const free = await this.#options.engine.freeBytes();
      if (free !== null && free < MIN_FREE_BYTES) return refuse({ code: 'training.file.disk' });
      const document = { _id, schema: 1, ...piece.value, by: by.id, takenAt: this.#now() };
      await putUnlessChanged(this.#training, document);
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
      const stray = (await this.#listPieces(null)).filter(({ id }) => {
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
      await this.#giveUpDeleted();
      return count;
    });
  }

  async #hasRoomForPiece(): Promise<boolean> {
    const { mostPieces = MAX_PIECES_OF_ALL } = this.#options;
    this.#pieces ??= (await this.#listPieces(null)).length;
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

  /** Checks completeness and hash. A damaged file is deleted, so that it can be sent again. */
  async #judgeFile(id: string, file: LessonFile): Promise<Result<null>> {
    const hash = createHash('sha256');
    const words = file.type === 'text/markdown' ? new TextDecoder('utf-8', { fatal: true }) : null;
    let isText = true;
    for (let number = 0; number < countPieces(file.size); number++) {
      const bytes = await this.#bytesOf(id, file, number);
      if (bytes === null) return refuse({ code: 'training.file.incomplete', values: { number } });
      hash.update(bytes);
      isText &&= words === null || isReadable(words, bytes);
    }
    const isWhole = hash.digest('base64url') === file.hash;
    if (isWhole && isText && (words === null || isReadable(words))) return accept(null);
    await this.#deletePieces(`${id}:${file.hash}`);
    return refuse({ code: isWhole ? 'training.file.type' : 'training.file.damaged' });
  }

  async #bytesOf(
    id: string,
    { hash, type, size }: LessonFile,
    number: number
  ): Promise<Uint8Array<ArrayBuffer> | null> {
    if (number >= countPieces(size)) return null;
    const held = await readDocument<Stored>(this.#training, pieceId(id, hash, number));
    const piece = held && parseStoredPiece(held);
    if (!piece?.ok || piece.value.type !== type || piece.value.size !== size) return null;
    const bytes = new Uint8Array(Buffer.from(piece.value.data, 'base64url'));
    return bytes.length === bytesOfPiece(size, number) ? bytes : null;
  }

  /** `of`: a lesson, a file `lesson:<uuid>:<hash>`, or null for all. */
  async #listPieces(of: string | null): Promise<readonly { readonly id: string; readonly rev: string }[]> {
    const prefix = `material:${of === null ? '' : `${of.slice('lesson:'.length)}:`}`;
    const { rows } = await this.#training.allDocs({ startkey: prefix, endkey: `${prefix}\uffff` });
    return rows.flatMap((row) => ('value' in row ? [{ id: row.id, rev: row.value.rev }] : []));
  }

  async #deletePieces(of: string): Promise<void> {
    const pieces = await this.#listPieces(of);
    const gone = pieces.map(({ id: _id, rev: _rev }) => ({ _id, _rev, _deleted: true }));
    if (gone.length > 0) await this.#training.bulkDocs(gone as object[]);
    this.#pieces = null;
    this.#deletedBytes += gone.length * PIECE_BYTES;
    if (this.#deletedBytes > MAX_DELETED_BYTES) await this.#giveUpDeleted();
  }

  async #giveUpDeleted(): Promise<void> {
    this.#deletedBytes = 0;
    await this.#options.engine.compact('training');
  }

  #now(): Instant {
    return new Date(this.#options.clock()).toISOString() as Instant;
  }
}

/** Requires UTF-8 without NUL; without bytes, checks that the last character is complete. */
function isReadable(decoder: TextDecoder, bytes?: Uint8Array<ArrayBuffer>): boolean {
  try {
    return !decoder.decode(bytes, { stream: bytes !== undefined }).includes('\u0000');
  } catch {
    return false;
  }
}
