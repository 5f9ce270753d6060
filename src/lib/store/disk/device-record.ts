/** The device book's encrypted data about this computer and the server. */
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { Block } from '#lib/domain/authorization/block.ts';
import type { ActId, Instant, KeyId } from '#lib/domain/ids.ts';
import type { SealedKey } from '#lib/crypto/key.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import type { Problem } from '#lib/domain/result.ts';
import type { RefusedWrite } from '../api.ts';
import type { TamperedRecord } from './tampered-record.ts';

export interface DeviceRecord {
  readonly roots: readonly PublicKey[];
  /** Root keys that the server named last without a handover: until it names others, the connection stays closed. */
  readonly strangeRoots: readonly KeyId[];
  readonly key: SealedKey | null;
  readonly requested: boolean;
  readonly deviceName: string | null;
  /** The installation uses sample data or is a rehearsal: every act is marked so. */
  readonly demonstration: Invented;
  /** Epoch of each server database that this device last agreed to. */
  readonly epochs: Readonly<Record<string, string>>;
  readonly accepted: Readonly<Record<string, AcceptedDatabase>>;
  /** Server sequence of the completed first sync, per database; absent until then. */
  readonly filled: Readonly<Record<string, string>>;
  readonly blocks: readonly Block[];
  /** Server time up to which certificates and withdrawals are complete here. */
  readonly keysKnownAt: Instant | null;
  /** Latest server time, against a clock that was set back. */
  readonly serverTime: Instant | null;
  readonly lostAt: Instant | null;
  /**
   * Announcements opened here. The list stays on this device: in the country's database viewers cannot write, and the
   * whole office would see who has read them.
   */
  readonly lettersRead: readonly ActId[];
  /** Acts that the server offered altered or deleted, in order of discovery. */
  readonly tampered: readonly TamperedRecord[];
}

export interface AcceptedDatabase {
  readonly times: number;
  /** Sequence of this computer's feed then: the server might lack older documents for now. */
  readonly from: number;
  /** Keys and number blocks, which everything else needs, have been offered to it. */
  readonly prepared: boolean;
}

export interface Known {
  readonly id: string;
  readonly rev: string;
}

export interface Refusal {
  readonly id: string;
  readonly rev: string;
  readonly problems: readonly Problem[];
}

export type RefusedRecord = Omit<RefusedWrite, 'act'> & { readonly rev: string };

export const EMPTY_DEVICE: DeviceRecord = {
  roots: [],
  strangeRoots: [],
  key: null,
  requested: false,
  deviceName: null,
  demonstration: false,
  epochs: {},
  accepted: {},
  filled: {},
  blocks: [],
  keysKnownAt: null,
  serverTime: null,
  lostAt: null,
  lettersRead: [],
  tampered: []
};
