/** Documents of `accounts` without operations of their own. */
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import type { SessionDevice } from './session.ts';

export interface Ticket {
  readonly _id: string;
  readonly _rev?: string;
  readonly schema: 1;
  readonly until: number;
  readonly password: number;
  readonly tries: number;
  readonly challenge: string | null;
  readonly device: SessionDevice | null;
}

export interface SeenDocument {
  readonly _id: string;
  readonly _rev?: string;
  readonly schema: 1;
  readonly at: number;
}

/** Lessons that a person finished, parsed by `domain/training/lesson-progress.ts`. */
export interface LearningDocument {
  readonly _id: string;
  readonly _rev?: string;
  readonly schema: 1;
  readonly progress: object;
}

export interface DeviceReport {
  readonly keyId: KeyId;
  readonly device: string;
  /** Documents that no server has yet or that the server refused. */
  readonly unsent: number;
  readonly refused: number;
  readonly version: string;
  /** Counted only. */
  readonly language?: string;
  readonly at?: Instant;
}

export interface ReportedDevice extends Omit<DeviceReport, 'at'> {
  readonly person: string;
  readonly lastSync: Instant;
  /** Seconds that the device is ahead of the server. Null if it did not report its time. */
  readonly clockOffset: number | null;
}

export interface DeviceDocument extends ReportedDevice {
  readonly _id: string;
  readonly _rev?: string;
  readonly schema: 1;
}
