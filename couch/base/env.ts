import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isCountry } from '#lib/domain/country.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import { parseEmail } from '#lib/domain/registration/request.ts';
import { StartError } from './command.ts';

export interface Settings {
  readonly host: string;
  readonly port: number;
  readonly dataFolder: string;
  /** Contains the administrator's credentials; null for the embedded engine. Never logged. */
  readonly couchdbUrl: string | null;
  readonly couchdbPrefix: string;
  readonly demonstration: false | 'pair' | 'world';
  readonly rootsFile: string | null;
  readonly appFolder: string | null;
  readonly trustedProxies: readonly string[];
  readonly origin: string;
  readonly operator: { readonly name: string | null; readonly email: string | null };
  readonly isOriginNamed: boolean;
  readonly logLevel: string;
  readonly secretsFile: string | null;
  /** For Prometheus, never on the gateway's port. Null if disabled. */
  readonly metrics: MetricsSettings | null;
  readonly mail: MailSettings | null;
  readonly stopAfterSeconds: number;
  /** Then other gateways on a shared CouchDB take over its countries. */
  readonly leaseSeconds: number;
  readonly listSeconds: number;
  readonly national: NationalSettings | null;
}

export interface MailSettings {
  readonly url: string;
  readonly from: string;
}

export interface MetricsSettings {
  readonly host: string;
  readonly port: number;
  /** Bearer token. Null if only this computer can ask. Never logged. */
  readonly token: string | null;
}

interface NationalSettings {
  readonly country: CountryCode;
  readonly centralUrl: string;
  readonly account: string;
  /** Password in the first line: a file keeps it out of process lists. */
  readonly passwordFile: string;
}

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'];

export function readSettings(env: Environment): Settings {
  const couchdbUrl = readSecretSetting(env, 'COUCHDB_URL');
  if (couchdbUrl !== null && !isHttpAddress(couchdbUrl)) {
    throw new StartError('COUCHDB_URL is not an address such as http://name:password@host:5984.');
  }
  const logLevel = env['LOG_LEVEL'] || 'warn';
  if (!LOG_LEVELS.includes(logLevel))
    throw new StartError(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}.`);
  return {
    host: toAddress(env['HOST'] || '127.0.0.1'),
    port: readPort(env['PORT'], 'PORT', 4600),
    dataFolder: resolve(env['DATA_DIR'] || 'data'),
    couchdbUrl,
    couchdbPrefix: env['COUCHDB_PREFIX'] || '',
    // Off by default on CouchDB and on a country's own server, where real records are kept.
    demonstration: readDemonstration(env, couchdbUrl === null && !env['NATIONAL_COUNTRY']),
    rootsFile: env['ROOTS_FILE'] || null,
    appFolder: env['APP_DIR'] || null,
    trustedProxies: (env['TRUSTED_PROXIES'] ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== ''),
    origin: readOrigin(env['ORIGIN'], readPort(env['PORT'], 'PORT', 4600)),
    isOriginNamed: Boolean(env['ORIGIN']),
    operator: readOperator(env),
    logLevel,
    secretsFile: env['SECRETS_FILE'] ? resolve(env['SECRETS_FILE']) : null,
    metrics: readMetrics(env),
    mail: readMail(env),
    stopAfterSeconds: readSeconds(env, 'STOP_AFTER_SECONDS', 0, [0, 120]),
    leaseSeconds: readSeconds(env, 'LEASE_SECONDS', 15, [1, 600]),
    listSeconds: readSeconds(env, 'LIST_SECONDS', 3600, [1, 86_400]),
    national: readNational(env)
  };
}

const SECRET_FILES = [
  'SECRETS_FILE',
  'COUCHDB_URL_FILE',
  'CENTRAL_PASSWORD_FILE',
  'METRICS_TOKEN_FILE',
  'SMTP_URL_FILE'
] as const;

export function secretFilesOf(env: Environment): Readonly<Record<string, string>> {
  const named = SECRET_FILES.map((name) => [name, env[name] ?? ''] as const);
  return Object.fromEntries(
    named.filter(([, path]) => path !== '').map(([name, path]) => [name, resolve(path)])
  );
}

/** One address only: a server with two can be closed on one and continue on the other. */
function toAddress(host: string): string {
  return host === 'localhost' ? '127.0.0.1' : host;
}

function readMetrics(env: Environment): MetricsSettings | null {
  if (!env['METRICS_PORT']) return null;
  const host = toAddress(env['METRICS_HOST'] || '127.0.0.1');
  const token = readSecretSetting(env, 'METRICS_TOKEN');
  if (token === null && !/^(?:127\.|::1$)/.test(host))
    throw new StartError('METRICS_HOST is open to other computers: set METRICS_TOKEN or METRICS_TOKEN_FILE.');
  if (token !== null && token.length < 20)
    throw new StartError('METRICS_TOKEN is too short: at least 20 characters that nobody guesses.');
  return { host, port: readPort(env['METRICS_PORT'], 'METRICS_PORT', 0), token };
}

/** Settings of earlier versions, still read. */
const OLD_NAMES = { KEEPER: 'OPERATOR', KEEPER_EMAIL: 'OPERATOR_EMAIL' } as const;

export function noticeOldNames(env: Environment): readonly string[] {
  const old = Object.entries(OLD_NAMES).filter(([name]) => env[name as keyof typeof OLD_NAMES]);
  return old.map(
    ([name, now]) =>
      `The setting ${name} is now called ${now}. Rename it: a later version will not read ${name}.`
  );
}

function readOperator(env: Environment): Settings['operator'] {
  const name = (env['OPERATOR'] ?? env['KEEPER'])?.trim() || null;
  const setting =
    env['OPERATOR_EMAIL'] === undefined && env['KEEPER_EMAIL'] ? 'KEEPER_EMAIL' : 'OPERATOR_EMAIL';
  const email = env[setting]?.trim() || null;
  if (email !== null && !parseEmail(email).ok) throw new StartError(`${setting} is not an e-mail address.`);
  return { name, email };
}

/** A message without a sender is refused everywhere. */
function readMail(env: Environment): MailSettings | null {
  const url = readSecretSetting(env, 'SMTP_URL');
  const from = env['MAIL_FROM'] || null;
  if (url === null && from === null) return null;
  if (url === null || from === null) throw new StartError('SMTP_URL and MAIL_FROM are set together.');
  if (!/^smtps?:\/\/[^\s/]+\/?$/.test(url))
    throw new StartError('SMTP_URL is not an address such as smtps://name:password@mail.example:465.');
  if (!parseEmail(from).ok) throw new StartError('MAIL_FROM is not an e-mail address.');
  return { url, from };
}

function readSeconds(
  env: Environment,
  name: SettingName,
  otherwise: number,
  [least, most]: readonly [number, number]
): number {
  const seconds = env[name] ? Number(env[name]) : otherwise;
  if (!Number.isFinite(seconds) || seconds < least || seconds > most)
    throw new StartError(`${name} is a number from ${least} to ${most}: ${env[name]}`);
  return seconds;
}

const NATIONAL = ['NATIONAL_COUNTRY', 'CENTRAL_URL', 'CENTRAL_ACCOUNT', 'CENTRAL_PASSWORD_FILE'] as const;

/** All four or none. The connection to the central server uses TLS, except to this computer. */
function readNational(env: Environment): NationalSettings | null {
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

/** Browsers support no passkeys on a bare IP address; `localhost` is this computer. */
function readOrigin(text: string | undefined, port: number): string {
  if (!text) return `http://localhost:${port}`;
  const isNear = /^http:\/\/localhost(?::[0-9]+)?$/.test(text);
  if (!isHttpAddress(text) || new URL(text).origin !== text || !(text.startsWith('https:') || isNear))
    throw new StartError(
      'ORIGIN is the https address under which people open the app, such as https://i2es.example.'
    );
  return text;
}

function readPort(text: string | undefined, name: string, otherwise: number): number {
  const port = text ? Number(text) : otherwise;
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    throw new StartError(`${name} is not a port number: ${text}`);
  return port;
}

function readDemonstration(env: Environment, otherwise: boolean): Settings['demonstration'] {
  const text = env['DEMONSTRATION'] || (otherwise ? 'yes' : 'no');
  if (text === 'no') return false;
  if (text === 'yes') return 'world';
  if (text === 'pair') return text;
  throw new StartError('DEMONSTRATION is yes, pair or no.');
}

function isHttpAddress(text: string): boolean {
  try {
    return /^https?:$/.test(new URL(text).protocol);
  } catch {
    return false;
  }
}

type SecretName = 'COUCHDB_URL' | 'METRICS_TOKEN' | 'SMTP_URL';

/** Null if neither is set. A secret in a file appears in no process list and no container description. */
function readSecretSetting(env: Environment, name: SecretName): string | null {
  const file = env[`${name}_FILE`];
  if (!file) return env[name] || null;
  if (env[name]) throw new StartError(`${name} and ${name}_FILE are both set: leave one of them out.`);
  const [line = ''] = readText(file, `${name}_FILE`).split('\n');
  if (line.trim() === '') throw new StartError(`${file} is empty; ${name}_FILE names it.`);
  return line.trim();
}

function readText(file: string, setting: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new StartError(`${file} cannot be read; ${setting} names it.`);
  }
}

/** In the order of `couch/README.md`: a test compares the two lists. */
export const SETTING_NAMES = [
  'PORT',
  'HOST',
  'DATA_DIR',
  'COUCHDB_URL',
  'COUCHDB_URL_FILE',
  'COUCHDB_PREFIX',
  'SECRETS_FILE',
  'DEMONSTRATION',
  'ROOTS_FILE',
  'APP_DIR',
  'TRUSTED_PROXIES',
  'ORIGIN',
  'OPERATOR',
  'OPERATOR_EMAIL',
  'LOG_LEVEL',
  'LEASE_SECONDS',
  'LIST_SECONDS',
  'STOP_AFTER_SECONDS',
  'SMTP_URL',
  'SMTP_URL_FILE',
  'MAIL_FROM',
  'METRICS_PORT',
  'METRICS_HOST',
  'METRICS_TOKEN',
  'METRICS_TOKEN_FILE',
  'NATIONAL_COUNTRY',
  'CENTRAL_URL',
  'CENTRAL_ACCOUNT',
  'CENTRAL_PASSWORD_FILE'
] as const;

export type SettingName = (typeof SETTING_NAMES)[number];

export type Environment = Readonly<Partial<Record<SettingName | keyof typeof OLD_NAMES, string | undefined>>>;
