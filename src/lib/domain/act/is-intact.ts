/**
 * Checks a stored act: first revision, not deleted, id equal to its hash. Content is not parsed, so an act of a later
 * version does not count as altered.
 */
import { actId } from './act-id.ts';
import type { BodyHead, Signature } from './body.ts';
import type { ActKind } from './kinds.ts';
import { judgeEnvelope } from './parse-act.ts';
import { isPlainObject } from '../shape/shape.ts';

export function isIntact(document: unknown): boolean {
  if (!isPlainObject(document) || judgeEnvelope(document).length > 0) return false;
  const { body, signature } = document;
  if (!isPlainObject(body) || !isPlainObject(signature) || typeof body['at'] !== 'string') return false;
  try {
    const id = actId(body as unknown as BodyHead<ActKind>, signature as unknown as Signature);
    return id === document['_id'];
  } catch {
    // A value without canonical form has no hash.
    return false;
  }
}
