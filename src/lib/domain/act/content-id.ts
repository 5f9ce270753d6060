/**
 * An act's id is the SHA-256 of the canonical JSON (RFC 8785) of body and signature. A changed act is another act, and
 * a copy has the same id. The kinds are not read here: a background thread that checks signatures needs no more.
 */
import { instantToDate } from '../calendar-date.ts';
import { canonicalJson } from '../canonical.ts';
import type { ActId } from '../ids.ts';
import { sha256Base64url, type TextHash } from '../sha256.ts';
import type { BodyHead } from './body.ts';
import type { CarriedAct } from './later-act.ts';

/** Text around the two in canonical JSON of `{ body, signature }`. */
const BEFORE_BODY = '{"body":';
const AFTER_BODY = ',"signature":';

/** Cuts the body's canonical JSON, which is signed, from the text that the id hashes. */
export function signedPartOf(hashed: string): string {
  return hashed.slice(BEFORE_BODY.length, hashed.lastIndexOf(AFTER_BODY));
}

/** `act:<yyyymmdd of body.at>:<ISSUER>:<kind>:<hash>` */
export function actId(
  body: Pick<BodyHead, 'at' | 'issuer' | 'kind'>,
  signature: object,
  hashOf: TextHash = sha256Base64url
): ActId {
  const day = instantToDate(body.at).replace(/-/g, '');
  const hash = hashOf(BEFORE_BODY + canonicalJson(body) + AFTER_BODY + canonicalJson(signature) + '}');
  return `act:${day}:${body.issuer}:${body.kind}:${hash}` as ActId;
}

/** An unknown member can hold a value without canonical form, which has no hash. */
export function hasSameId({ _id, body, signature }: CarriedAct, hashOf?: TextHash): boolean {
  try {
    return actId(body, signature, hashOf) === _id;
  } catch {
    return false;
  }
}
