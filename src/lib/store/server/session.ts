/** A session as the server tells it, whole or half done. */
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import type { Person, ServerDatabases } from '../api.ts';

export interface Session {
  readonly person: Person;
  readonly databases: ServerDatabases;
  readonly roots: readonly PublicKey[];
  /** Handovers of the root, unread; a server of an older version tells none. */
  readonly handovers?: readonly unknown[];
  readonly time: Instant;
  readonly demonstration: Invented;
}

export type SecondMethod = 'totp' | 'passkey' | 'recovery';

/** One of the three. */
export type Proof = { readonly totp: string } | { readonly passkey: object } | { readonly recovery: string };

/** As the server answers a sign-in that is half done; without a ticket a factor is to be enrolled first. */
export interface HalfSession {
  readonly ticket: string | null;
  readonly methods: readonly SecondMethod[];
  readonly enrol: boolean;
  readonly passkey: PublicKeyCredentialRequestOptionsJSON | null;
}
