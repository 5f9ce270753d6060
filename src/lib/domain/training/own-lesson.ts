/**
 * The parts of I2ES's own lessons, in any number of languages. Markdown without HTML, so pages show only known
 * elements.
 */
import { ANNOUNCEMENT_LANGUAGES } from '../act/kinds/announcement.ts';
import {
  instant,
  integer,
  isPlainObject,
  listOf,
  oneOf,
  parseShape,
  shaped,
  text,
  type Check,
  type Checked
} from '../shape/shape.ts';
import { accept, refuse, type Result } from '../result.ts';
import { lessonReference } from './lesson-reference.ts';
import { cleanFileName, lessonFile, MAX_FILES, MAX_LESSON_BYTES, type LessonFile } from './material.ts';
import { trainerShape } from './session.ts';
import type { Instant, OwnLessonId } from '../ids.ts';
import { may } from '../registration/rights.ts';
import type { TrainerNow } from './change-session.ts';

export const OWN_LESSON_LANGUAGES = ANNOUNCEMENT_LANGUAGES;
/**
 * - `everybody`: on the public page of lessons, without an account, once a second person has approved it
 * - `signed-in`: everybody who has one
 * - `session`: whoever has a place in a session that names it, or was there
 */
export const LESSON_AUDIENCES = ['everybody', 'signed-in', 'session'] as const;
export type LessonAudience = (typeof LESSON_AUDIENCES)[number];
/** Only the author sees drafts and withdrawn lessons. */
const LESSON_STATES = ['draft', 'published', 'withdrawn'] as const;

export const MAX_TEXT_LENGTH = 20_000;
const MAX_EXERCISE_LENGTH = 4000;
const MAX_QUESTIONS = 8000;
const MAX_AIMS = 8;

/** Refuses HTML and external addresses: a lesson is read offline. */
const TAG = /<[a-z/!?]/i;
const LINK = /\]\(\s*(?!\/(?!\/)|drawing:|picture:)/;

function markdown(least: number, most: number): Check<string> {
  const isText = text(least, most, true);
  return (value, out) => {
    const before = out.length;
    isText(value, out);
    if (out.length > before) return;
    if (TAG.test(value as string)) out.push({ code: 'training.lesson.html' });
    else if (LINK.test(value as string)) out.push({ code: 'training.lesson.link' });
  };
}

const lessonText = shaped({
  required: {
    language: oneOf(OWN_LESSON_LANGUAGES),
    title: text(1, 160),
    lead: text(1, 300),
    text: markdown(1, MAX_TEXT_LENGTH)
  },
  optional: {
    aims: listOf(text(1, 200), 1, MAX_AIMS),
    exercise: markdown(1, MAX_EXERCISE_LENGTH),
    /** Format of lesson files: `### its-name`, the question, `- [ ]` and `- [x]`, `> why`. */
    questions: markdown(1, MAX_QUESTIONS)
  }
});
export type OwnLessonText = Checked<typeof lessonText>;

const written = {
  minutes: integer(1, 240),
  audience: oneOf(LESSON_AUDIENCES),
  texts: listOf(lessonText, 1, OWN_LESSON_LANGUAGES.length)
} as const;

export const writtenShape = shaped({ required: written });
export type WrittenLesson = Checked<typeof writtenShape>;

const lessonShape = shaped({
  required: {
    _id: lessonReference,
    schema: oneOf([1]),
    /** Counted by the server from 1; a change names the revision that it is based on. */
    revision: integer(1, 100_000),
    trainer: trainerShape,
    changedAt: instant,
    state: oneOf(LESSON_STATES),
    ...written
  },
  optional: {
    files: listOf(lessonFile, 1, MAX_FILES),
    /** A second person has read this version and releases it to everyone. */
    approval: shaped({ required: { name: text(1, 120), at: instant } })
  }
});
export type OwnLesson = Checked<typeof lessonShape>;

export function parseWritten(value: unknown): Result<WrittenLesson> {
  return inLanguagesOnce(parseShape(writtenShape, value));
}

export function parseOwnLesson(value: unknown): Result<OwnLesson> {
  if (!isPlainObject(value)) return refuse({ code: 'document.malformed' });
  const { _rev, _revisions, ...lesson } = value;
  const parsed = inLanguagesOnce(parseShape(lessonShape, lesson));
  if (!parsed.ok) return parsed;
  return bytesOfFiles(parsed.value) > MAX_LESSON_BYTES
    ? refuse({ code: 'training.lesson.tooLarge', path: 'files' })
    : parsed;
}

function inLanguagesOnce<T extends WrittenLesson>(parsed: Result<T>): Result<T> {
  if (!parsed.ok) return parsed;
  const languages = parsed.value.texts.map(({ language }) => language);
  const twice = languages.findIndex((one, index) => languages.indexOf(one) !== index);
  return twice < 0 ? parsed : refuse({ code: 'training.lesson.language', path: `texts.${twice}.language` });
}

export function bytesOfFiles({ files = [] }: Pick<OwnLesson, 'files'>): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

/**
 * A document of `training` as a country's own server receives it: a lesson that no one reads there, without its texts and
 * the names of its files. The server keeps the pieces of the files, for the day that the lesson is published.
 */
export function lessonForServer(document: unknown): unknown {
  if (!parseOwnLesson(document).ok) return document;
  const lesson = document as OwnLesson;
  if (lesson.state === 'published' && lesson.audience !== 'session') return lesson;
  const texts = lesson.texts.map(({ language }) => ({
    language,
    title: NOT_SHOWN,
    lead: NOT_SHOWN,
    text: NOT_SHOWN
  }));
  const files = lesson.files?.map((file) => ({ ...file, name: cleanFileName('', file.type) }));
  return { ...lesson, texts, ...(files ? { files } : {}) };
}

const NOT_SHOWN = '–';

export function isAuthorOf(
  { trainer }: Pick<OwnLesson, 'trainer'>,
  person: { readonly id: string }
): boolean {
  return trainer.person === person.id;
}

/** Until approved, it is only for signed-in users. */
export function awaitsApproval({
  state,
  audience,
  approval
}: Pick<OwnLesson, 'state' | 'audience' | 'approval'>): boolean {
  return state === 'published' && audience === 'everybody' && approval === undefined;
}

/** The reader's language, else English, else the first. */
export function textFor<T extends { readonly language: string }>(
  { texts }: { readonly texts: readonly T[] },
  language: string
): T {
  const inLanguage = (wanted: string): T | undefined => texts.filter((one) => one.language === wanted)[0];
  return inLanguage(language) ?? inLanguage('en') ?? (texts[0] as T);
}

/** Exactly one change, plus `revision` of the lesson that the trainer saw. */
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
  const parsed = parseShape(lessonFile, given);
  if (!parsed.ok) return parsed;
  const file = parsed.value;
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
