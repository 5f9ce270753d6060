/** The verbs and entries of the audit. */
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';

export const AUDIT_VERBS = [
  'person.invited',
  'person.joined',
  'person.suspended',
  'person.restored',
  'person.removed',
  'person.role',
  'person.particulars',
  'person.reset',
  'person.password',
  'invitation.revoked',
  'session.opened',
  'session.refused',
  'session.device',
  'session.ended',
  'device.asked',
  'policy.changed',
  'registration.asked',
  'registration.letter',
  'registration.letterSent',
  'registration.letterWithdrawn',
  'registration.confirmed',
  'registration.refused',
  'country.suspended',
  'country.resumed',
  'country.closed',
  'country.successor',
  'country.ownServer',
  'secondFactor.added',
  'secondFactor.removed',
  'secondFactor.cleared',
  'secondFactor.recovery',
  'key.certified',
  'key.renewed',
  'key.withdrawn',
  'setting.changed',
  'company.changed',
  'service.made',
  'service.password',
  'announcement.mailed',
  'installation.restored'
] as const;
export type AuditVerb = (typeof AUDIT_VERBS)[number];

export interface NewAuditEntry {
  readonly authority: AuthorityCode;
  /** A person's account, `server`, or `anybody` for the public. */
  readonly by: string;
  readonly what: AuditVerb;
  readonly about?: string;
  readonly values?: Readonly<Record<string, string>>;
}

export interface AuditEntry extends Omit<NewAuditEntry, 'authority'> {
  /** Position in the list: `before` of the next page. */
  readonly id: string;
  readonly at: Instant;
}

export type AuditDocument = Omit<AuditEntry, 'id'> & { readonly _id: string; readonly schema: 1 };
