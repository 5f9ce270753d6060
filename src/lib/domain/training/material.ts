/** National servers replicate the pieces like other documents. */
import { hasText, parsePieceOf, type Bytes, type FileKind, type Piece } from '../file/pieces.ts';
import { hash } from '../shape/references.ts';
import {
  fits,
  integer,
  isPlainObject,
  oneOf,
  pattern,
  shaped,
  textProblem,
  type Check,
  type Checked
} from '../shape/shape.ts';
import { refuse, type Result } from '../result.ts';
import { lessonReference } from './lesson-reference.ts';

export const FILE_ENDINGS = {
  'application/pdf': 'pdf',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'audio/mpeg': 'mp3',
  'audio/ogg': 'ogg',
  'text/markdown': 'md'
} as const;
export type FileType = keyof typeof FILE_ENDINGS;
const FILE_TYPES = Object.keys(FILE_ENDINGS) as readonly FileType[];

/** Bytes per file: twenty minutes of speech with slides, or forty of speech. */
export const MAX_FILE_BYTES = 20_000_000;
export const MAX_FILES = 8;
/** Bytes of all files of a lesson, which a reader can keep on the device. */
export const MAX_LESSON_BYTES = 60_000_000;
const MAX_NAME_LENGTH = 80;

/** In no system's file names, and nothing by which a browser could take a name for a place. */
// eslint-disable-next-line no-control-regex -- controls are exactly what is looked for
const NOT_IN_NAMES = /[\u0000-\u001f\u007f<>:"/\\|?*%#;'`$&{}[\]=]/g;

export function cleanFileName(name: string, type: FileType): string {
  const ending = '.' + FILE_ENDINGS[type];
  const last = name.slice(Math.max(name.lastIndexOf('/'), name.lastIndexOf('\\')) + 1);
  const dot = last.lastIndexOf('.');
  const stem = (dot > 0 ? last.slice(0, dot) : last)
    .replace(NOT_IN_NAMES, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[. -]+|[. ]+$/g, '')
    .slice(0, MAX_NAME_LENGTH - ending.length)
    .trim();
  const whole = (stem === '' ? 'file' : stem) + ending;
  return textProblem(whole, 1, MAX_NAME_LENGTH, false) === null ? whole : 'file' + ending;
}

const namedFile = shaped({
  required: {
    hash,
    name: pattern(/^[^]{1,80}$/, 'training.file.name'),
    type: oneOf(FILE_TYPES),
    size: integer(1, MAX_FILE_BYTES)
  }
});
export type LessonFile = Checked<typeof namedFile>;

/** The name must equal its cleaned form, so a device cannot skip the cleaning. */
export const lessonFile: Check<LessonFile> = (value, out) => {
  const before = out.length;
  namedFile(value, out);
  if (out.length > before) return;
  const { name, type } = value as LessonFile;
  if (cleanFileName(name, type) !== name) out.push({ code: 'training.file.name', path: 'name' });
};

/** Plain text only has to differ from all other types. */
export function isTypeOf(type: FileType, bytes: Bytes): boolean {
  if (type === 'application/pdf') return hasText(bytes, '%PDF-');
  if (type === 'video/mp4') return hasText(bytes, 'ftyp', 4);
  if (type === 'video/webm') return hasText(bytes, '\u001aE\u00df\u00a3');
  if (type === 'audio/ogg') return hasText(bytes, 'OggS');
  if (type === 'audio/mpeg') return hasText(bytes, 'ID3') || isMpegFrame(bytes);
  return FILE_TYPES.every((other) => other === type || !isTypeOf(other, bytes)) && isBeginningOfText(bytes);
}

/** Eleven set bits, then a valid version and layer (ISO/IEC 11172-3). */
function isMpegFrame(bytes: Bytes): boolean {
  const second = bytes[1] ?? 0;
  return bytes[0] === 0xff && (second & 0xe0) === 0xe0 && (second & 0x18) !== 0x08 && (second & 0x06) !== 0;
}

function isBeginningOfText(bytes: Bytes): boolean {
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] ?? 0;
    if (byte < 32 && byte !== 10 && byte !== 13 && byte !== 9) return false;
  }
  return true;
}

export function typeOfBytes(bytes: Bytes, name: string): FileType | null {
  const found = FILE_TYPES.filter((type) => type !== 'text/markdown' && isTypeOf(type, bytes))[0];
  if (found) return found;
  return /\.(?:md|txt)$/i.test(name) && isTypeOf('text/markdown', bytes) ? 'text/markdown' : null;
}

const PIECE_ID = /^material:([0-9a-f-]{36}):([A-Za-z0-9_-]{43}):(\d{1,3})$/;

export const MATERIAL: FileKind<FileType> = {
  types: FILE_TYPES,
  maxBytes: MAX_FILE_BYTES,
  isTypeOf,
  codes: { content: 'training.file.content', type: 'training.file.type' }
};

export function pieceId(lesson: string, file: string, number: number): string {
  return `${piecesOfFile(lesson, file)}${number}`;
}

export function piecesOfFile(lesson: string, file: string): string {
  return `material:${lesson.slice('lesson:'.length)}:${file}:`;
}

export function readPieceId(id: string): { lesson: string; hash: string; number: number } | null {
  const match = PIECE_ID.exec(id);
  if (!match) return null;
  const lesson = `lesson:${match[1] ?? ''}`;
  const number = Number(match[3]);
  if (!fits(lessonReference, lesson) || String(number) !== match[3]) return null;
  return { lesson, hash: match[2] ?? '', number };
}

/** The server adds sender and time. */
export function parseStoredPiece(value: unknown): Result<Piece<FileType>> {
  const id = isPlainObject(value) ? readPieceId(String(value['_id'])) : null;
  if (!isPlainObject(value) || id === null) return refuse({ code: 'document.malformed' });
  const { type, size, data } = value;
  return parsePieceOf(MATERIAL, { type, size, data }, id.number);
}
