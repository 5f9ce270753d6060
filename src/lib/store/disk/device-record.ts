/** What one computer remembers of itself and of the server, as the device book keeps it sealed. */
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
  /** Root keys that the server named last and that nobody handed over: until it names others, the line stays closed. */
  readonly strangeRoots: readonly KeyId[];
  readonly key: SealedKey | null;
  readonly requested: boolean;
  readonly deviceName: string | null;
  /** The installation works on invented data, or is a rehearsal: every act says so. */
  readonly demonstration: Invented;
  /** Epoch of each server database that this device last agreed to. */
  readonly epochs: Readonly<Record<string, string>>;
  /** Server databases that a person has agreed to go on with although they were replaced. */
  readonly accepted: Readonly<Record<string, AcceptedDatabase>>;
  /** Server sequence up to which the first sync is complete, per database; absent while it is not. */
  readonly filled: Readonly<Record<string, string>>;
  /** Numbers that the server has reserved, before replication brings the blocks themselves. */
  readonly blocks: readonly Block[];
  /** The server's time up to when certificates and withdrawals are known here. */
  readonly keysKnownAt: Instant | null;
  /** Latest instant that the server stated, against a clock that was moved back. */
  readonly serverTime: Instant | null;
  /** When the connection was lost that is still lost; null while there is one. */
  readonly lostAt: Instant | null;
  /**
   * Announcements of the Board that were opened here. They stay on this device: the one place that follows a person to
   * their other devices is their country's database, where whoever only reads writes nothing, and where the whole
   * office would see who has read what.
   */
  readonly lettersRead: readonly ActId[];
  /** Acts that the server has offered altered or deleted, in the order in which they were met. */
  readonly tampered: readonly TamperedRecord[];
}

export interface AcceptedDatabase {
  /** How often: each time everything is compared anew. */
  readonly times: number;
  /** End of this computer's own feed then: what is older the server may lack for now. */
  readonly from: number;
  /** Keys and number blocks, which all else needs, have been offered to it. */
  readonly prepared: boolean;
}

/** A revision that the server has said it holds. */
export interface Known {
  readonly id: string;
  readonly rev: string;
}

/** A revision that the server has refused, as it said so. */
export interface Refusal {
  readonly id: string;
  readonly rev: string;
  readonly problems: readonly Problem[];
}

/** The same, as it is kept until it is sent again or set aside. */
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
