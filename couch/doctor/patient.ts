/** What the doctor looks at; nothing of it is changed by looking. */
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
  /** Files that hold a secret, by the setting that names each. */
  readonly secretFiles: Readonly<Record<string, string>>;
  /** Null for the embedded engine. */
  readonly server: CouchdbServer | null;
  /** Null where they are not in this place. */
  readonly secrets: Secrets | null;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** Milliseconds between two looks at what ought to move. */
  readonly pause: number;
}

export type Look = (patient: Patient) => Promise<readonly Finding[]>;
