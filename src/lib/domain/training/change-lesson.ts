/** Changes to a trainer's lesson: write, publish, withdraw, add or remove a file. The server applies them. */
import type { Instant, OwnLessonId } from '../ids.ts';
import { may } from '../registration/rights.ts';
import { accept, refuse, type Problem, type Result } from '../result.ts';
import type { TrainerNow } from './change-session.ts';
import { lessonFile, MAX_FILES, MAX_LESSON_BYTES, type LessonFile } from './material.ts';
import { bytesOfFiles, isAuthorOf, parseWritten, type OwnLesson } from './own-lesson.ts';

/** Exactly one change, plus `revision` of the lesson that the trainer saw; 0 for a new one. */
export interface LessonRequest {
  readonly revision: unknown;
  readonly lesson?: unknown;
  readonly publish?: unknown;
  readonly add?: unknown;
  readonly remove?: unknown;
}

export function changeLesson(
  id: OwnLessonId,
  before: OwnLesson | null,
  asked: LessonRequest,
  by: TrainerNow,
  now: Instant
): Result<OwnLesson> {
  if (before !== null && !isAuthorOf(before, by)) return refuse({ code: 'training.lesson.foreign' });
  if (asked.revision !== (before?.revision ?? 0)) return refuse({ code: 'training.lesson.changedMeanwhile' });
  const changed = before === null ? writeFirst(id, asked, by, now) : changeWritten(before, asked);
  if (!changed.ok) return changed;
  // A change ends the approval: the lesson must be read again.
  const { approval: _approval, ...lesson } = changed.value;
  return accept({
    ...lesson,
    trainer: { person: by.id, name: by.name },
    revision: (before?.revision ?? 0) + 1,
    changedAt: now
  });
}

/** By a trainer or announcer other than the author: two people have checked what everyone reads. */
export function approveLesson(
  before: OwnLesson | null,
  revision: unknown,
  by: TrainerNow & { readonly role: string },
  at: Instant
): Result<OwnLesson> {
  if (before === null || before.state !== 'published') return refuse({ code: 'training.lesson.unknown' });
  if (isAuthorOf(before, by)) return refuse({ code: 'training.lesson.ownApproval' });
  if (!may(by, 'teach') && !may(by, 'announce')) return refuse({ code: 'training.lesson.foreign' });
  if (revision !== before.revision) return refuse({ code: 'training.lesson.changedMeanwhile' });
  // The lesson and its revision stay, so readers' copies remain valid.
  return accept({ ...before, approval: { name: by.name, at } });
}

function writeFirst(
  _id: OwnLessonId,
  { lesson }: LessonRequest,
  { id: person, name }: TrainerNow,
  changedAt: Instant
): Result<OwnLesson> {
  if (lesson === undefined) return refuse({ code: 'training.lesson.unknown' });
  const written = parseWritten(lesson);
  if (!written.ok) return written;
  return accept({
    ...written.value,
    _id,
    schema: 1,
    revision: 1,
    trainer: { person, name },
    changedAt,
    state: 'draft'
  });
}

function changeWritten(
  before: OwnLesson,
  { lesson, publish, add, remove }: LessonRequest
): Result<OwnLesson> {
  if (lesson !== undefined) {
    const written = parseWritten(lesson);
    return written.ok ? accept({ ...before, ...written.value }) : written;
  }
  if (typeof publish === 'boolean') return accept({ ...before, state: publish ? 'published' : 'withdrawn' });
  if (add !== undefined) return addFile(before, add);
  if (typeof remove === 'string') return accept(withFiles(before, filesBut(before, remove)));
  return refuse({ code: 'training.lesson.malformed' });
}

function addFile(before: OwnLesson, given: unknown): Result<OwnLesson> {
  const problems: Problem[] = [];
  lessonFile(given, problems);
  if (problems.length > 0) return refuse(...problems);
  const file = given as LessonFile;
  const files = [...filesBut(before, file.hash), file];
  if (files.length > MAX_FILES) return refuse({ code: 'training.file.tooMany', values: { most: MAX_FILES } });
  return bytesOfFiles({ files }) > MAX_LESSON_BYTES
    ? refuse({ code: 'training.lesson.tooLarge', path: 'files' })
    : accept(withFiles(before, files));
}

function filesBut({ files = [] }: OwnLesson, hash: string): readonly LessonFile[] {
  return files.filter((file) => file.hash !== hash);
}

function withFiles({ files: _before, ...lesson }: OwnLesson, files: readonly LessonFile[]): OwnLesson {
  return files.length === 0 ? lesson : { ...lesson, files };
}
