/** This device and others: keys, certificates, and the browser's storage. */
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import type { Person } from './person.ts';

export interface DeviceRequest {
  readonly keyId: KeyId;
  readonly key: PublicKey;
  readonly person: Person;
  readonly device: string;
  /** Compare with the fingerprint on the person's own screen. */
  readonly fingerprint: string;
  readonly at: Instant;
}

export interface DeviceState {
  /** `none`: no key yet · `waiting`: requested, not certified · others follow the certificate. */
  readonly state: 'none' | 'waiting' | 'certified' | 'withdrawn' | 'expired';
  readonly keyId: KeyId | null;
  readonly fingerprint: string | null;
  readonly validUntil: Instant | null;
  readonly isReserving: boolean;
  readonly numbersLeft: { readonly 'import-authorization': number; readonly 'export-authorization': number };
}

/** The browser's promise to keep stored data, and the room left. */
export interface StorageState {
  readonly persistent: boolean;
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  /** From 90 % no new long work is begun. */
  readonly tight: boolean;
}
