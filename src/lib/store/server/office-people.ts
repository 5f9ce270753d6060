import type { MayApply } from '#lib/domain/company/company.ts';
import type { AuthorityCode, Instant, KeyId } from '#lib/domain/ids.ts';
import type { PersonRole } from '#lib/domain/registration/rights.ts';

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly function: string;
  readonly role: PersonRole;
  readonly authority: AuthorityCode;
  readonly suspended: boolean;
  readonly reset: boolean;
  readonly lastSeen: Instant | null;
  readonly secondFactors: number;
  readonly sessions: number;
  /** Of a user of a company. */
  readonly company?: string;
  readonly mayApply?: MayApply;
  /** Of a user of a regional body. */
  readonly body?: string;
}

export interface PersonChange {
  readonly role?: PersonRole;
  readonly suspended?: boolean;
  readonly name?: string;
  readonly function?: string;
  readonly mayApply?: MayApply;
}

export interface NewInvitation {
  readonly role: PersonRole;
  readonly name: string;
  readonly function: string;
  readonly email: string;
  readonly company?: string;
  readonly mayApply?: MayApply;
  readonly body?: string;
}

export interface OpenInvitation extends NewInvitation {
  readonly id: string;
  readonly invitedBy: string;
  readonly invitedAt: Instant;
  readonly validUntil: Instant;
}

export interface HandedLink {
  readonly token: string;
  readonly validUntil: Instant;
}

export interface OpenSession {
  readonly id: string;
  readonly person: string;
  readonly openedAt: Instant;
  readonly seenAt: Instant;
  readonly device: string | null;
  readonly current: boolean;
}

export interface ReportedDevice {
  readonly keyId: KeyId;
  readonly device: string;
  readonly person: string;
  readonly lastSync: Instant;
  readonly unsent: number;
  readonly refused: number;
  readonly version: string;
  /** Seconds ahead of the server; null if it did not report its time. */
  readonly clockOffset: number | null;
}

export interface AuditEntry {
  readonly id: string;
  readonly at: Instant;
  /** A person's account, `server` or `anybody`. */
  readonly by: string;
  /** A later server version might have more. */
  readonly what: string;
  readonly about?: string;
  readonly values?: Readonly<Record<string, string>>;
}
