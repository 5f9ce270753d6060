/** Settings from the environment, each with a default that makes `npm start` work at once. */
import { resolve } from 'node:path';

/** Something about the surroundings that the person who starts it can put right: one sentence, no stack. */
export class StartError extends Error {}

export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly dataFolder: string;
  /** With the administrator's credentials; null for the embedded engine. Never logged. */
  readonly couchdbUrl: string | null;
  readonly couchdbPrefix: string;
  /** Whether a first start fills the installation with invented authorities and trade. */
  readonly demonstration: boolean;
  /** JSON list of the Board's public keys (JWK), for a real installation. */
  readonly rootsFile: string | null;
  /** The built app, where it is not the one beside the sources (an image); built when null. */
  readonly appFolder: string | null;
  readonly trustedProxies: readonly string[];
  readonly logLevel: string;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'];

export function readSettings(env: Readonly<Record<string, string | undefined>>): Settings {
  const couchdbUrl = env['COUCHDB_URL'] || null;
  if (couchdbUrl !== null && !isHttpAddress(couchdbUrl)) {
    throw new StartError('COUCHDB_URL is not an address such as http://name:password@host:5984.');
  }
  const logLevel = env['LOG_LEVEL'] || 'warn';
  if (!LOG_LEVELS.includes(logLevel))
    throw new StartError(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.`);
  return {
    host: env['HOST'] || '127.0.0.1',
    port: readPort(env['PORT']),
    dataFolder: resolve(env['DATA_DIR'] || 'data'),
    couchdbUrl,
    couchdbPrefix: env['COUCHDB_PREFIX'] || '',
    // Invented data never come into a CouchDB unasked: that is where real records are kept.
    demonstration: readYesOrNo(env['DEMONSTRATION']) ?? couchdbUrl === null,
    rootsFile: env['ROOTS_FILE'] || null,
    appFolder: env['APP_DIR'] || null,
    trustedProxies: (env['TRUSTED_PROXIES'] ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    logLevel
  };
}

function readPort(text: string | undefined): number {
  const port = text ? Number(text) : 4600;
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new StartError(`PORT is not a port number: ${text}`);
  return port;
}

function readYesOrNo(text: string | undefined): boolean | null {
  if (!text) return null;
  if (text === 'yes' || text === 'no') return text === 'yes';
  throw new StartError('DEMONSTRATION is yes or no.');
}

function isHttpAddress(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}
