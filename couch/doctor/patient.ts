/** Inputs of the doctor, which changes none of them. */
import type { Engine } from '#couch/engine/engine.ts';
import type { Settings } from '#couch/base/env.ts';
import type { Secrets } from '#couch/installation/secrets.ts';
import type { CouchdbServer } from './couchdb-server.ts';
import type { Finding } from './finding.ts';

export interface Patient {
  readonly engine: Engine;
  readonly settings: Pick<
    Settings,
    'couchdbPrefix' | 'dataFolder' | 'national' | 'origin' | 'isOriginNamed' | 'trustedProxies'
  >;
  readonly secretFiles: Readonly<Record<string, string>>;
  readonly server: CouchdbServer | null;
  /** Null if they are not on this computer. */
  readonly secrets: Secrets | null;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Milliseconds between two checks of something that should move. */
  readonly pause: number;
}

export type Look = (patient: Patient) => Promise<readonly Finding[]>;
