/** Documents of `accounts` that are an interface and nothing more; the others are beside what is done with them. */
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import type { SessionDevice } from './session.ts';

export interface Ticket {
  readonly _id: string;
  readonly _rev?: string;
  readonly schema: 1;
  readonly until: number;
  readonly password: number;
  readonly tries: number;
  /** What a passkey has to sign. */
  readonly challenge: string | null;
  /** At which they sign in, where it said so. */
  readonly device: SessionDevice | null;
}

export interface SeenDocument {
  readonly _id: string;
  readonly _rev?: string;
  readonly schema: 1;
  readonly at: number;
}

/** Which lessons a person finished; parsed by `domain/training/lesson-progress.ts`. */
export interface LearningDocument {
  readonly _id: string;
  readonly _rev?: string;
  readonly schema: 1;
  readonly progress: object;
}

export interface DeviceReport {
  readonly keyId: KeyId;
  /** What the person calls it. */
  readonly device: string;
  /** Documents that no server has yet, and those that the server refused. */
  readonly unsent: number;
  readonly refused: number;
  readonly version: string;
  /** In which the app is shown, where it says it; nothing else is asked of it than how many use which. */
  readonly language?: string;
  /** The device's own time, where it says it. */
  readonly at?: Instant;
}

export interface ReportedDevice extends Omit<DeviceReport, 'at'> {
  readonly person: string;
  readonly lastSync: Instant;
  /** Seconds that the device is ahead of the server; null where it did not say its time. */
  readonly clockOffset: number | null;
}

export interface DeviceDocument extends ReportedDevice {
  readonly _id: string;
  readonly _rev?: string;
  readonly schema: 1;
}
