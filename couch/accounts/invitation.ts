/**
 * An invitation. Its token has 256 random bits. Only the hash is kept, so that a copy of the database invites no one.
 */
import { createHash, randomBytes } from 'node:crypto';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { parseEmail } from '#lib/domain/registration/request.ts';
import type { PersonRole } from '#lib/domain/registration/rights.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { judgeParticulars } from './person.ts';

const DAY = 24 * 3_600_000;
export const INVITED_FOR = 14 * DAY;
export const RESET_FOR = 3 * DAY;
export const MAX_OPEN_INVITATIONS = 100;

export interface NewInvitation {
  readonly authority: AuthorityCode;
  readonly role: PersonRole;
  readonly name: string;
  readonly function: string;
  readonly email: string;
  /** The inviting account, or `server` for the operator at the console. */
  readonly by: string;
}

export interface InvitationDocument extends NewInvitation {
  readonly _id: string;
  readonly _rev?: string;
  readonly schema: 1;
  /** `join` makes an account, `reset` lets the person of an account choose a new password. */
  readonly kind: 'join' | 'reset';
  /** Milliseconds since 1970. */
  readonly invitedAt: number;
  readonly validUntil: number;
  readonly person: string | null;
  readonly used: boolean;
}

export interface Handed {
  readonly id: string;
  readonly token: string;
  readonly validUntil: Instant;
}

export interface OpenInvitation extends Omit<NewInvitation, 'by' | 'authority'> {
  readonly id: string;
  readonly invitedBy: string;
  readonly invitedAt: Instant;
  readonly validUntil: Instant;
}

export interface InvitationLook extends Pick<NewInvitation, 'authority' | 'role' | 'name' | 'function'> {
  readonly kind: 'join' | 'reset';
  /** Null for a new account. */
  readonly person: string | null;
  readonly validUntil: Instant;
}

export const INVITATION_PREFIX = 'invitation:';

export function newInvitationToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Null if the text cannot be a token. */
export function tokenToInvitationId(token: unknown): string | null {
  if (typeof token !== 'string' || !/^[A-Za-z0-9_-]{43}$/.test(token)) return null;
  return createHash('sha256').update(token).digest('base64url');
}

export function parseNewInvitation(invitation: NewInvitation): Result<NewInvitation> {
  const email = parseEmail(invitation.email);
  const problems: Problem[] = [...judgeParticulars(invitation), ...(email.ok ? [] : email.problems)];
  return problems.length > 0 ? refuse(...problems) : accept(invitation);
}

export function toInstant(milliseconds: number): Instant {
  return new Date(milliseconds).toISOString() as Instant;
}

export function toOpenInvitation(document: InvitationDocument): OpenInvitation {
  const { _id, role, name, email, by, invitedAt, validUntil } = document;
  return {
    id: _id.slice(INVITATION_PREFIX.length),
    role,
    name,
    function: document.function,
    email,
    invitedBy: by,
    invitedAt: toInstant(invitedAt),
    validUntil: toInstant(validUntil)
  };
}

export function toLook(document: InvitationDocument): InvitationLook {
  const { kind, authority, role, name, person, validUntil } = document;
  const shown = kind === 'reset' ? person : null;
  return {
    kind,
    authority,
    role,
    name,
    function: document.function,
    person: shown,
    validUntil: toInstant(validUntil)
  };
}
