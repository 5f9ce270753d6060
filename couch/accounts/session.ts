/**
 * Sessions: 256 random bits in the person's cookie, their SHA-256 in the database, so that a copy of the
 * database opens nothing. Idle for as long as the authority's policy says, or 7 days old, a session is over.
 */
import { randomBytes } from 'node:crypto';
import { nativeSha256 } from '#couch/base/native-hash.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import { MAX_IDLE_MINUTES } from '#lib/domain/registration/policy.ts';
import { isPersonId, type Person } from './person.ts';

/** Whatever the policy. */
const IDLE_LIMIT = MAX_IDLE_MINUTES * 60_000;
const WHOLE_LIMIT = 7 * 24 * 3_600_000;
/** How long whoever was shut out is told so; a device that stays away longer is asked to sign in. */
const TOLD_FOR = 30 * 24 * 3_600_000;
/** How stale the written time of last use may be: not every request is worth a write. */
export const TOUCH_AFTER = 5 * 60_000;

export function touchAfter(idleLimit: number): number {
  return Math.min(TOUCH_AFTER, idleLimit / 10);
}

export interface Session {
  /** `session:<person>:<hash>`; names the session in logs and limits, opens nothing. */
  readonly id: string;
  readonly person: Person;
  /**
   * They may enrol a second factor and sign out, and nothing else: because they had none when they signed in, or because
   * one is asked for since.
   */
  readonly enrolling?: 'at-sign-in' | 'since';
}

/** What a session begins with, of the one before it where there was one. */
export interface Beginning {
  readonly enrolling?: true;
  readonly second?: true;
  readonly device?: SessionDevice;
}

/** What a sign-in gives: the token goes into the cookie and nowhere else. */
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
  /** A second factor was shown when it was opened, or has been enrolled in it. */
  readonly second?: true;
  /** The device that works in it, once it has said so. */
  readonly device?: SessionDevice;
  /**
   * It opens nothing any more, and is kept for a while so that its holder can be told why: that the device was
   * withdrawn, or how the person stands by then.
   */
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

/** The document of a token, or null where no token can look like this. */
export function tokenToSessionId(token: string): { readonly id: string; readonly person: string } | null {
  const [person, secret, ...rest] = token.split('~');
  if (!isPersonId(person) || !secret || !/^[A-Za-z0-9_-]{43}$/.test(secret) || rest.length > 0) return null;
  return { id: `session:${person}:${nativeSha256(secret)}`, person };
}

export function isOver(session: SessionDocument, now: number, idleLimit = IDLE_LIMIT): boolean {
  if (session.ended) return true;
  return now - session.seenAt > idleLimit || now - session.openedAt > WHOLE_LIMIT;
}

/** There is nothing left to say to its holder. */
export function isToGo(session: SessionDocument, now: number): boolean {
  return session.ended ? now - session.ended.at > TOLD_FOR : isOver(session, now);
}

/** The last part of a session's document id: what lists and paths name it by. */
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
