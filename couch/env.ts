/** Settings from the environment, each with a default that makes `npm start` work at once. */
import { resolve } from 'node:path';
import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';

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
  /** How long a gateway that shares a CouchDB may be silent before the others take its countries over. */
  readonly leaseSeconds: number;
  /** Where this is one country's own server, linked with the central one; null for the central one. */
  readonly national: NationalSettings | null;
}

export interface NationalSettings {
  readonly country: CountryCode;
  /** Origin of the central gateway, without a slash at the end. */
  readonly centralUrl: string;
  /** The country's service account there. */
  readonly account: string;
  /** A file with its password in the first line, so that it is in no list of processes. */
  readonly passwordFile: string;
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
    // Invented data never come unasked to where real records are kept: a CouchDB, a country's own server.
    demonstration:
      readYesOrNo(env['DEMONSTRATION']) ?? (couchdbUrl === null && !env['NATIONAL_COUNTRY']),
    rootsFile: env['ROOTS_FILE'] || null,
    appFolder: env['APP_DIR'] || null,
    trustedProxies: (env['TRUSTED_PROXIES'] ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    logLevel,
    leaseSeconds: readSeconds(env['LEASE_SECONDS']),
    national: readNational(env)
  };
}

function readSeconds(text: string | undefined): number {
  const seconds = text ? Number(text) : 15;
  if (!Number.isFinite(seconds) || seconds < 1 || seconds > 600)
    throw new StartError(`LEASE_SECONDS is a number from 1 to 600: ${text}`);
  return seconds;
}

const NATIONAL = ['NATIONAL_COUNTRY', 'CENTRAL_URL', 'CENTRAL_ACCOUNT', 'CENTRAL_PASSWORD_FILE'] as const;

/** All four or none. The line to the central server is over TLS, save to this computer itself. */
function readNational(env: Readonly<Record<string, string | undefined>>): NationalSettings | null {
  const missing = NATIONAL.filter((name) => !env[name]);
  if (missing.length === NATIONAL.length) return null;
  if (missing.length > 0)
    throw new StartError(`A national server needs ${missing.join(' and ')} as well (see couch/README.md).`);
  const [country = '', address = '', account = '', passwordFile = ''] = NATIONAL.map((name) => env[name]);
  if (!isCountry(country)) throw new StartError(`NATIONAL_COUNTRY is no country of ISO 3166: ${country}`);
  const isNear = /^http:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?::|\/|$)/.test(address);
  if (!isHttpAddress(address) || !(address.startsWith('https:') || isNear))
    throw new StartError(
      'CENTRAL_URL is the https address of the central server, such as https://i2es.example.'
    );
  return { country, centralUrl: address.replace(/\/+$/, ''), account, passwordFile: resolve(passwordFile) };
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
