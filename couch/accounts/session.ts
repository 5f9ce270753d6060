/**
 * Sessions: 256 random bits in a cookie, their SHA-256 in the database, so that a copy of it opens nothing. A session
 * ends after the policy's idle time or after 7 days.
 */
import { randomBytes } from 'node:crypto';
import { nativeSha256 } from '#couch/base/native-crypto.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { MAX_IDLE_MINUTES } from '#lib/domain/registration/policy.ts';
import { toInstant } from './invitation.ts';
import { isPersonId, type Person } from './person.ts';
import type { SessionDevice, SessionDocument } from './stored-document.ts';

/** Upper bound for every policy. */
const MAX_IDLE_MS = MAX_IDLE_MINUTES * 60_000;
const MAX_SESSION_MS = 7 * 24 * 3_600_000;
/** Time for which a person sees why access ended. After a longer absence the device asks for a sign-in. */
const REASON_KEPT_MS = 30 * 24 * 3_600_000;
/** Allowed age of the stored time of last use, since not every request is worth a write. */
export const TOUCH_AFTER_MS = 5 * 60_000;

export function touchAfter(idleLimit: number): number {
  return Math.min(TOUCH_AFTER_MS, idleLimit / 10);
}

export interface Session {
  /** `session:<person>:<hash>` names the session in logs and limits and opens nothing. */
  readonly id: string;
  readonly person: Person;
  /** The session can only enrol a second factor and sign out. */
  readonly enrolling?: 'at-sign-in' | 'since';
}

export interface Beginning {
  readonly enrolling?: boolean;
  readonly second?: boolean;
  readonly device?: SessionDevice;
}

/** The token goes only into the cookie. */
export interface Opened {
  readonly token: string;
  readonly session: Session;
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

export function isOver(session: SessionDocument, now: number, idleLimit = MAX_IDLE_MS): boolean {
  if (session.ended) return true;
  return now - session.seenAt > idleLimit || now - session.openedAt > MAX_SESSION_MS;
}

/** True if no reason is left to show to the holder. */
export function isToGo(session: SessionDocument, now: number): boolean {
  return session.ended ? now - session.ended.at > REASON_KEPT_MS : isOver(session, now);
}

/** The last part of a session's document id, its name in lists and paths. */
export function sessionIdToHash(id: string): string {
  return id.slice(id.lastIndexOf(':') + 1);
}

export function toSessionView({ _id, openedAt, seenAt, device }: SessionDocument): SessionView {
  const person = _id.slice('session:'.length, _id.lastIndexOf(':'));
  const [opened, seen] = [toInstant(openedAt), toInstant(seenAt)];
  return { id: sessionIdToHash(_id), person, openedAt: opened, seenAt: seen, device: device?.name ?? null };
}
