/** People, sessions, devices and the audit as the server tells them to administrators (contract of couch/gateway). */
import type { AuthorityCode, Instant, KeyId } from '#lib/domain/ids.ts';
import type { PersonRole } from '#lib/domain/registration/rights.ts';

export interface PersonRow {
  readonly id: string;
  readonly name: string;
  readonly function: string;
  readonly role: PersonRole;
  readonly authority: AuthorityCode;
  readonly suspended: boolean;
  /** A link by which a new password is chosen is open. */
  readonly reset: boolean;
  readonly lastSeen: Instant | null;
  readonly secondFactors: number;
  readonly sessions: number;
}

export interface PersonChange {
  readonly role?: PersonRole;
  readonly suspended?: boolean;
  readonly name?: string;
  readonly function?: string;
}

export interface NewInvitation {
  readonly role: PersonRole;
  readonly name: string;
  readonly function: string;
  readonly email: string;
}

export interface OpenInvitation extends NewInvitation {
  readonly id: string;
  readonly invitedBy: string;
  readonly invitedAt: Instant;
  readonly validUntil: Instant;
}

/** What is told once: the secret of a link, and until when it works. */
export interface HandedLink {
  readonly token: string;
  readonly validUntil: Instant;
}

export interface OpenSession {
  readonly id: string;
  readonly person: string;
  readonly openedAt: Instant;
  readonly seenAt: Instant;
  /** As its person calls it; null until it has said so. */
  readonly device: string | null;
  /** The one that asks. */
  readonly current: boolean;
}

/** What a device said of itself when it last had the line. */
export interface ReportedDevice {
  readonly keyId: KeyId;
  readonly device: string;
  readonly person: string;
  readonly lastSync: Instant;
  readonly unsent: number;
  readonly refused: number;
  readonly version: string;
  /** Seconds that it is ahead of the server; null where it did not say its time. */
  readonly clockOffset: number | null;
}

export interface AuditEntry {
  /** The place in the list: `before` of the next page. */
  readonly id: string;
  readonly at: Instant;
  /** A person's account, `server` or `anybody`. */
  readonly by: string;
  /** Such as `person.invited`; a server of a later version may know more. */
  readonly what: string;
  readonly about?: string;
  readonly values?: Readonly<Record<string, string>>;
}
