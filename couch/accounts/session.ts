/**
 * Sessions: 256 random bits in the person's cookie, their SHA-256 in the database, so that a copy of the
 * database opens nothing. Idle for 12 hours or 7 days old, a session is over.
 */
import { createHash, randomBytes } from 'node:crypto';
import { isPersonId, type Person } from './person.ts';

export const IDLE_LIMIT = 12 * 3_600_000;
export const WHOLE_LIMIT = 7 * 24 * 3_600_000;
/** How stale the written time of last use may be: not every request is worth a write. */
export const TOUCH_AFTER = 5 * 60_000;

export interface Session {
  /** `session:<person>:<hash>`; names the session in logs and limits, opens nothing. */
  readonly id: string;
  readonly person: Person;
}

/** What a sign-in gives: the token goes into the cookie and nowhere else. */
export interface Opened {
  readonly token: string;
  readonly session: Session;
}

export interface SessionDocument {
  readonly _id: string;
  readonly _rev?: string;
  readonly schema: 1;
  readonly openedAt: number;
  readonly seenAt: number;
  readonly password: number;
}

export function newToken(person: string): string {
  return `${person}~${randomBytes(32).toString('base64url')}`;
}

/** The document of a token, or null where no token can look like this. */
export function tokenToSessionId(token: string): { readonly id: string; readonly person: string } | null {
  const [person, secret, ...rest] = token.split('~');
  if (!isPersonId(person) || !secret || !/^[A-Za-z0-9_-]{43}$/.test(secret) || rest.length > 0) return null;
  const hash = createHash('sha256').update(secret).digest('base64url');
  return { id: `session:${person}:${hash}`, person };
}

export function isOver(session: SessionDocument, now: number): boolean {
  return now - session.seenAt > IDLE_LIMIT || now - session.openedAt > WHOLE_LIMIT;
}
