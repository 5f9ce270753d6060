/** This device and others: their keys, their certificates, and the browser's storage. */
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import type { Person } from './person.ts';

export interface DeviceRequest {
  readonly keyId: KeyId;
  readonly key: PublicKey;
  readonly person: Person;
  readonly device: string;
  /** To be compared with what the person's own screen shows. */
  readonly fingerprint: string;
  readonly at: Instant;
}

export interface DeviceState {
  /** `none`: no key yet · `waiting`: asked for, not certified · others as the certificate says. */
  readonly state: 'none' | 'waiting' | 'certified' | 'withdrawn' | 'expired';
  readonly keyId: KeyId | null;
  /** To be compared with what the administrator sees before they certify. */
  readonly fingerprint: string | null;
  readonly validUntil: Instant | null;
  /** The server is being asked for more numbers at this moment. */
  readonly isReserving: boolean;
  /** Numbers left in this device's blocks of this year. */
  readonly numbersLeft: { readonly 'import-authorization': number; readonly 'export-authorization': number };
}

/** Whether the browser keeps what is stored, and how much room there is. */
export interface StorageState {
  readonly persistent: boolean;
  readonly usedBytes: number | null;
  readonly quotaBytes: number | null;
  /** From 90 % no new long work is begun. */
  readonly tight: boolean;
}
