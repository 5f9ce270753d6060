import { errorToText } from '#couch/base/error-text.ts';
import { databaseToCountry } from '#couch/base/databases.ts';
import type { Settings } from '#couch/base/env.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import { authorizationOf, type ServiceUser } from '#couch/engine/service-user.ts';
import type { Secrets } from '#couch/installation/secrets.ts';
import type { CountryCode } from '#lib/domain/ids.ts';

export interface CheckContext {
  readonly engine: Engine;
  readonly settings: Pick<
    Settings,
    'couchdbPrefix' | 'dataFolder' | 'national' | 'origin' | 'isOriginNamed' | 'trustedProxies'
  >;
  readonly secretFiles: Readonly<Record<string, string>>;
  readonly server: CouchdbServer | null;
  readonly secrets: Secrets | null;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  readonly pause: number;
}

export type Finding =
  | { readonly level: 'ok'; readonly about: string; readonly says: string }
  | {
      readonly level: 'warn' | 'bad';
      readonly about: string;
      readonly says: string;
      readonly remedy: string;
    };

export function ok(about: string, says: string): Finding {
  return { level: 'ok', about, says };
}

export function warn(about: string, says: string, remedy: string): Finding {
  return { level: 'warn', about, says, remedy };
}

export function bad(about: string, says: string, remedy: string): Finding {
  return { level: 'bad', about, says, remedy };
}

type Check = (context: CheckContext) => Promise<readonly Finding[]>;
type DatabaseCheck = (name: string, database: Database, context: CheckContext) => Promise<readonly Finding[]>;
type CountryCheck = (country: CountryCode, database: Database) => Promise<readonly Finding[]>;

export interface HealthCheck {
  readonly about: string;
  readonly sound?: string;
  readonly only?: 'central' | 'national';
  readonly check: Check;
}

export async function runCheck(
  { about, sound, only, check }: HealthCheck,
  context: CheckContext
): Promise<readonly Finding[]> {
  const isOther = only !== undefined && (only === 'national') !== (context.settings.national !== null);
  if (isOther) return [];
  const findings = await checkSafely(about, () => check(context));
  return findings.length === 0 && sound !== undefined ? [ok(about, sound)] : findings;
}

/** An unreadable database is a finding and hides nothing of the others. */
export function ofEachDatabase(check: DatabaseCheck): Check {
  return async (context) => {
    const findings: Finding[] = [];
    for (const name of await context.engine.list()) {
      const database = context.engine.openAsAdministrator(name);
      findings.push(...(await checkSafely(name, () => check(name, database, context))));
    }
    return findings;
  };
}

export function ofEachCountry(check: CountryCheck): Check {
  return ofEachDatabase(async (name, database) => {
    const country = databaseToCountry(name);
    return country === null ? [] : check(country, database);
  });
}

export async function checkSafely(
  about: string,
  check: () => Promise<readonly Finding[]>
): Promise<readonly Finding[]> {
  try {
    return await check();
  } catch (error) {
    const says = `Cannot be looked at: ${errorToText(error)}`;
    return [bad(about, says, 'Put the other findings right first.')];
  }
}

interface ServerAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  readonly time: number | null;
}

const TIMEOUT_MS = 10_000;

/** CouchDB's own routes, asked as administrator, as another user or anonymously. */
export class CouchdbServer {
  readonly #address: string;
  readonly #administrator: ServiceUser;
  readonly isHere: boolean;

  constructor(url: string) {
    const { origin, pathname, username, password, hostname } = new URL(url);
    this.#address = `${origin}${pathname.replace(/\/+$/, '')}`;
    this.#administrator = {
      username: decodeURIComponent(username),
      password: decodeURIComponent(password)
    };
    this.isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  }

  ask(path: string): Promise<ServerAnswer> {
    return this.askAs(this.#administrator, path);
  }

  async askAs(user: ServiceUser | null, path: string): Promise<ServerAnswer> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const headers = user === null ? {} : authorizationOf(user);
    const response = await fetch(`${this.#address}/${path}`, { headers, signal });
    const date = Date.parse(response.headers.get('date') ?? '');
    const body: unknown = await response.json().catch(() => ({}));
    return {
      status: response.status,
      body: (body ?? {}) as Record<string, unknown>,
      time: Number.isNaN(date) ? null : date
    };
  }
}
