/**
 * Sessions: 256 random bits in a cookie, their SHA-256 in the database, so that a copy of it opens nothing. A session
 * ends after the policy's idle time or after 7 days.
 */
import { randomBytes } from 'node:crypto';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import { MAX_IDLE_MINUTES } from '#lib/domain/registration/policy.ts';
import { isPersonId, type Person } from './person.ts';

/** Upper bound for every policy. */
const IDLE_LIMIT = MAX_IDLE_MINUTES * 60_000;
const WHOLE_LIMIT = 7 * 24 * 3_600_000;
/** Time for which a person sees why access ended. After a longer absence the device asks for a sign-in. */
const TOLD_FOR = 30 * 24 * 3_600_000;
/** Allowed age of the stored time of last use, since not every request is worth a write. */
export const TOUCH_AFTER = 5 * 60_000;

export function touchAfter(idleLimit: number): number {
  return Math.min(TOUCH_AFTER, idleLimit / 10);
}

export interface Session {
  /** `session:<person>:<hash>` names the session in logs and limits and opens nothing. */
  readonly id: string;
  readonly person: Person;
  /** The session can only enrol a second factor and sign out. */
  readonly enrolling?: 'at-sign-in' | 'since';
}

export interface Beginning {
  readonly enrolling?: true;
  readonly second?: true;
  readonly device?: SessionDevice;
}

/** The token goes only into the cookie. */
export interface Opened {
  readonly token: string;
  readonly session: Session;
}

export interface SessionDevice {
  readonly keyId: KeyId;
  readonly name: string;
}

export interface SessionDocument {
  readonly _id: string;
  readonly _rev?: string;
  readonly schema: 1;
  /** Milliseconds since 1970. */
  readonly openedAt: number;
  readonly seenAt: number;
  readonly password: number;
  readonly enrolling?: true;
  /** A second factor was shown at sign-in or enrolled in the session. */
  readonly second?: true;
  /** The device that works in it, if it has identified itself. */
  readonly device?: SessionDevice;
  /** Kept for a while to show its holder the reason. */
  readonly ended?: { readonly why: 'device' | 'person'; readonly at: number };
}

/** A session as people see it: `id` names it and opens nothing. */
export interface SessionView {
  readonly id: string;
  readonly person: string;
  readonly openedAt: Instant;
  readonly seenAt: Instant;
  readonly device: string | null;
}

export function newToken(person: string): string {
  return `${person}~${randomBytes(32).toString('base64url')}`;
}

/** The document id of a token. Null if the text cannot be a token. */
export function tokenToSessionId(token: string): { readonly id: string; readonly person: string } | null {
  const [person, secret, ...rest] = token.split('~');
  if (!isPersonId(person) || !secret || !/^[A-Za-z0-9_-]{43}$/.test(secret) || rest.length > 0) return null;
  return { id: `session:${person}:${nativeSha256(secret)}`, person };
}

export function isOver(session: SessionDocument, now: number, idleLimit = IDLE_LIMIT): boolean {
  if (session.ended) return true;
  return now - session.seenAt > idleLimit || now - session.openedAt > WHOLE_LIMIT;
}

/** True if no reason is left to show to the holder. */
export function isToGo(session: SessionDocument, now: number): boolean {
  return session.ended ? now - session.ended.at > TOLD_FOR : isOver(session, now);
}

/** The last part of a session's document id, its name in lists and paths. */
export function sessionIdToHash(id: string): string {
  return id.slice(id.lastIndexOf(':') + 1);
}

export function toSessionView({ _id, openedAt, seenAt, device }: SessionDocument): SessionView {
  const person = _id.slice('session:'.length, _id.lastIndexOf(':'));
  return {
    id: sessionIdToHash(_id),
    person,
    openedAt: new Date(openedAt).toISOString() as Instant,
    seenAt: new Date(seenAt).toISOString() as Instant,
    device: device?.name ?? null
  };
}
