/** 256 random bits. Only the hash is kept, so that a copy of the database invites no one. */
import { createHash, randomBytes } from 'node:crypto';
import type { Instant } from '#lib/domain/ids.ts';
import { parseEmail } from '#lib/domain/registration/request.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import { forOfficeOf, judgeParticulars } from './person.ts';
import type { InvitationDocument } from './stored-document.ts';

const DAY_MS = 24 * 3_600_000;
export const INVITED_FOR_MS = 14 * DAY_MS;
export const RESET_FOR_MS = 3 * DAY_MS;
export const MAX_OPEN_INVITATIONS = 100;

export type NewInvitation = Pick<
  InvitationDocument,
  'authority' | 'role' | 'name' | 'function' | 'email' | 'by' | 'company' | 'mayApply' | 'body'
>;

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

export interface InvitationView extends Pick<
  InvitationDocument,
  'kind' | 'authority' | 'role' | 'name' | 'function' | 'person'
> {
  readonly validUntil: Instant;
}

export function newInvitationToken(): string {
  return randomBytes(32).toString('base64url');
}

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

export function invitationIdOf({ _id }: InvitationDocument): string {
  return _id.slice('invitation:'.length);
}

export function toOpenInvitation(held: InvitationDocument): OpenInvitation {
  const { role, name, email, by: invitedBy } = held;
  const [invitedAt, validUntil] = [toInstant(held.invitedAt), toInstant(held.validUntil)];
  const person = { role, name, function: held.function, email, ...forOfficeOf(held) };
  return { id: invitationIdOf(held), ...person, invitedBy, invitedAt, validUntil };
}

export function toInvitationView(held: InvitationDocument): InvitationView {
  const { kind, authority, role, name } = held;
  const person = kind === 'reset' ? held.person : null;
  return {
    kind,
    authority,
    role,
    name,
    function: held.function,
    person,
    validUntil: toInstant(held.validUntil)
  };
}
