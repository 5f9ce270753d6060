/**
 * Whether a stored act is still what was stated: a first revision, not deleted, its id the hash of its
 * content. Nothing else is looked at, so that an act of a later version, which this one cannot read, is not
 * taken for an altered one.
 */
import { actId } from './act-id.ts';
import type { BodyHead, Signature } from './body.ts';
import type { ActKind } from './kinds.ts';
import { judgeEnvelope } from './parse-act.ts';
import { isPlainObject } from './shape.ts';

export function isIntact(document: unknown): boolean {
  if (!isPlainObject(document) || judgeEnvelope(document).length > 0) return false;
  const { body, signature } = document;
  if (!isPlainObject(body) || !isPlainObject(signature) || typeof body['at'] !== 'string') return false;
  try {
    const id = actId(body as unknown as BodyHead<ActKind>, signature as unknown as Signature);
    return id === document['_id'];
  } catch {
    // What has no canonical form has no hash either.
    return false;
  }
}
