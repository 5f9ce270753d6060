/** A session as the server returns it, complete or half complete. */
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import type { Person, ServerDatabases } from '../api.ts';

export interface Session {
  readonly person: Person;
  readonly databases: ServerDatabases;
  readonly roots: readonly PublicKey[];
  /** Handovers of the root, unparsed; an older server sends none. */
  readonly handovers?: readonly unknown[];
  readonly time: Instant;
  readonly demonstration: Invented;
}

export type SecondMethod = 'totp' | 'passkey' | 'recovery';

export type Proof = { readonly totp: string } | { readonly passkey: object } | { readonly recovery: string };

/** The server's answer to a half complete sign-in; without a ticket a factor must be enrolled first. */
export interface HalfSession {
  readonly ticket: string | null;
  readonly methods: readonly SecondMethod[];
  readonly enrol: boolean;
  readonly passkey: PublicKeyCredentialRequestOptionsJSON | null;
}
