/**
 * Which documents `training` and `training-desk` take: the server's own wall behind the gateway, as
 * `exchange/system-structure.ts` is for the Board's. Nothing of a trade comes into either.
 */
import { isPlainObject } from '../act/shape.ts';
import { checkAct, checkOwnDocument, UUID } from '../exchange/document-structure.ts';
import { TRAINING_DESK } from '../exchange/share-scope.ts';
import { refuse, type Result } from '../result.ts';
import { parseSession } from './session.ts';

const SESSION = new RegExp(`^session:${UUID}$`);
/** Written by the server for whoever teaches; each is read by the parser of its room. */
const MATERIAL = /^(?:lesson|material):[a-z0-9][a-z0-9-]{0,80}$/;
const DESK = new RegExp(
  `^(?:attendance:${UUID}:[A-Za-z0-9_-]{43}|evaluation:${UUID}:[a-z0-9._-]{2,64}|heard:[A-Za-z0-9_-]{43}|tally:${UUID})$`
);

/** What is published: a session is cancelled and never deleted, so that whoever had a place is told why. */
export function checkTrainingDocument(document: unknown): Result<true> {
  const id = idOf(document);
  if (id === null) return refuse({ code: 'document.malformed' });
  const own = document as Record<string, unknown>;
  if (id.slice(0, 4) === 'act:') return refuse({ code: 'act.database.wrong', path: '_id' });
  if (MATERIAL.test(id)) return checkOwnDocument(own);
  if (!SESSION.test(id)) return refuse({ code: 'document.unknown', path: '_id' });
  const bounded = checkOwnDocument(own);
  if (!bounded.ok) return bounded;
  if (own['_deleted'] !== undefined)
    return refuse({ code: 'door.document.mayNotBeDeleted', path: '_deleted' });
  const session = parseSession(own);
  return session.ok ? { ok: true, value: true } : session;
}

/** Enrolments as they were signed, and what the server notes of attendance. All of it may be deleted: names are. */
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
