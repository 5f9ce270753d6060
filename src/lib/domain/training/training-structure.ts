/** A second barrier behind the gateway. Trade data is never allowed. */
import { isPlainObject } from '../shape/shape.ts';
import { checkAct, checkFileDocument, checkOwnDocument, UUID } from '../exchange/document-structure.ts';
import { TRAINING_DESK } from '../exchange/share-scope.ts';
import { refuse, type Result } from '../result.ts';
import { parseStoredPiece, readPieceId } from './material.ts';
import { parseOwnLesson } from './own-lesson.ts';
import { parseSession } from './session.ts';

const SESSION = new RegExp(`^session:${UUID}$`);
const LESSON = new RegExp(`^lesson:${UUID}$`);
const DESK = new RegExp(
  `^(?:attendance:${UUID}:[A-Za-z0-9_-]{43}|(?:evaluation|certified):${UUID}:[a-z0-9._-]{2,64}|heard:[A-Za-z0-9_-]{43}|(?:tally|told):${UUID}|version:${UUID}:[1-9][0-9]{0,5}|guests:${UUID}:[A-Za-z0-9_-]{43}|guest:${UUID}:[0-9a-f]{24})$`
);

/**
 * Sessions are cancelled and lessons withdrawn, but neither is deleted or changes its trainer or its regional body. A
 * piece never changes until it is deleted.
 */
export function checkTrainingDocument(document: unknown, previous?: unknown): Result<true> {
  const id = idOf(document);
  if (id === null) return refuse({ code: 'document.malformed' });
  const own = document as Record<string, unknown>;
  if (id.slice(0, 4) === 'act:') return refuse({ code: 'act.database.wrong', path: '_id' });
  // INCB's files for everyone (`file/public-file.ts`), which national servers get with the rest.
  if (/^(?:scan|piece):/.test(id)) return checkFileDocument(document, previous);
  const isPiece = readPieceId(id) !== null;
  if (!isPiece && !SESSION.test(id) && !LESSON.test(id))
    return refuse({ code: 'document.unknown', path: '_id' });
  const bounded = checkOwnDocument(own);
  if (!bounded.ok) return bounded;
  if (isPiece) return checkPiece(own, previous);
  if (own['_deleted'] !== undefined)
    return refuse({ code: 'door.document.mayNotBeDeleted', path: '_deleted' });
  const isLesson = LESSON.test(id);
  const parsed = isLesson ? parseOwnLesson(own) : parseSession(own);
  if (!parsed.ok) return parsed;
  if (typeof authorOf(own) !== 'string') return refuse({ code: 'document.malformed', path: 'trainer' });
  return isAnothers(own, previous)
    ? refuse({ code: isLesson ? 'training.lesson.foreign' : 'training.session.foreign', path: 'trainer' })
    : { ok: true, value: true };
}

function checkPiece(piece: Record<string, unknown>, previous: unknown): Result<true> {
  if (piece['_deleted'] === true) return { ok: true, value: true };
  if (isPlainObject(previous) && previous['_deleted'] !== true)
    return refuse({ code: 'training.file.immutable', path: '_id' });
  const parsed = parseStoredPiece(piece);
  return parsed.ok ? { ok: true, value: true } : parsed;
}

function isAnothers(own: Record<string, unknown>, previous: unknown): boolean {
  return (
    isPlainObject(previous) && (authorOf(previous) !== authorOf(own) || bodyOf(previous) !== bodyOf(own))
  );
}

function authorOf({ trainer }: Record<string, unknown>): unknown {
  return isPlainObject(trainer) ? trainer['person'] : null;
}

function bodyOf({ body }: Record<string, unknown>): unknown {
  return isPlainObject(body) ? body['id'] : null;
}

/** All can be deleted, because names are. */
export function checkTrainingDeskDocument(document: unknown, previous: unknown): Result<true> {
  const id = idOf(document);
  if (id === null) return refuse({ code: 'document.malformed' });
  const own = document as Record<string, unknown>;
  if (id.slice(0, 4) === 'act:' && own['_deleted'] !== true) return checkAct(own, previous, TRAINING_DESK);
  if (id.slice(0, 4) !== 'act:' && !DESK.test(id)) return refuse({ code: 'document.unknown', path: '_id' });
  return checkOwnDocument(own);
}

function idOf(document: unknown): string | null {
  const id = isPlainObject(document) ? document['_id'] : null;
  return typeof id === 'string' ? id : null;
}
