/**
 * Apache CouchDB through PouchDB's HTTP adapter; nano does what only its administrator may. Credentials
 * travel in headers alone, so that no URL, log or error ever holds them.
 */
import createNano from 'nano';
import { isDatabaseName, serviceUserOf, type CouchdbAdministration, type Engine } from './engine.ts';
import { openPouch, type Database } from './pouch.ts';
import { EngineError } from './problem.ts';

export interface CouchdbOptions {
  /** With the administrator's credentials: `http://name:password@host:5984`. */
  readonly url: string;
  /** Put before every database and user name, so that several systems share one server. */
  readonly prefix?: string;
}

interface Credentials {
  readonly username: string;
  readonly password: string;
}

export async function openCouchdbEngine(options: CouchdbOptions): Promise<Engine> {
  const engine = new CouchdbEngine(options);
  await engine.check();
  return engine;
}

class CouchdbEngine implements Engine {
  readonly kind = 'couchdb';
  readonly administration: CouchdbAdministration;
  readonly #address: string;
  readonly #administrator: Credentials;
  readonly #prefix: string;
  readonly #nano: createNano.ServerScope;
  readonly #open = new Map<string, Database>();
  #passwordOf: ((user: string) => string) | null = null;

  constructor({ url, prefix = '' }: CouchdbOptions) {
    const parsed = new URL(url);
    this.#administrator = {
      username: decodeURIComponent(parsed.username),
      password: decodeURIComponent(parsed.password)
    };
    this.#address = `${parsed.protocol}//${parsed.host}${parsed.pathname.replace(/\/+$/, '')}`;
    this.#prefix = prefix;
    const { username, password } = this.#administrator;
    const basic = Buffer.from(`${username}:${password}`, 'utf8').toString('base64');
    this.#nano = createNano({ url: this.#address, headers: { authorization: `Basic ${basic}` } });
    this.administration = { putUser: this.#putUser.bind(this), putSecurity: this.#putSecurity.bind(this) };
  }

  async check(): Promise<void> {
    try {
      await this.#nano.db.list();
    } catch (error) {
      const refused = [401, 403].includes((error as { statusCode?: number }).statusCode ?? 0);
      throw refused
        ? new EngineError(
            'couchdb-refused',
            `CouchDB at ${this.#address} refused the administrator's name or password.`
          )
        : new EngineError('couchdb-unreachable', `CouchDB at ${this.#address} does not answer.`);
    }
  }

  open(name: string): Database {
    const user = serviceUserOf(this.#prefix + name);
    const served = this.#passwordOf !== null && name.startsWith('country-');
    const auth = served && this.#passwordOf ? { username: user, password: this.#passwordOf(user) } : null;
    return this.#openWith(name, auth ?? this.#administrator, served ? 'service' : 'administrator');
  }

  openAsAdministrator(name: string): Database {
    return this.#openWith(name, this.#administrator, 'administrator');
  }

  async create(name: string): Promise<void> {
    if (!isDatabaseName(name)) throw new Error(`Not the name of a database: ${name}`);
    try {
      await this.#nano.db.create(this.#prefix + name);
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode !== 412) throw error;
    }
  }

  async exists(name: string): Promise<boolean> {
    try {
      await this.#nano.db.get(this.#prefix + name);
      return true;
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode === 404) return false;
      throw error;
    }
  }

  async list(): Promise<string[]> {
    const names = await this.#nano.db.list();
    const ours = names.filter((name) => name.startsWith(this.#prefix));
    return ours
      .map((name) => name.slice(this.#prefix.length))
      .filter(isDatabaseName)
      .sort();
  }

  async destroy(name: string): Promise<void> {
    for (const role of ['service', 'administrator']) this.#open.delete(`${role}/${name}`);
    try {
      await this.#nano.db.destroy(this.#prefix + name);
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode !== 404) throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((database) => database.close()));
    this.#open.clear();
  }

  useServicePasswords(passwordOf: (user: string) => string): void {
    this.#passwordOf = passwordOf;
  }

  #openWith(name: string, auth: Credentials, role: string): Database {
    if (!isDatabaseName(name)) throw new Error(`Not the name of a database: ${name}`);
    const kept = this.#open.get(`${role}/${name}`);
    if (kept) return kept;
    const options = { adapter: 'http', skip_setup: true, auth, fetch: fetchKeptAlive };
    const database = openPouch(`${this.#address}/${this.#prefix}${name}`, options);
    this.#open.set(`${role}/${name}`, database);
    return database;
  }

  async #putUser(name: string, password: string): Promise<void> {
    const users = this.#nano.use<{ name: string; password: string; roles: string[]; type: string }>('_users');
    const _id = `org.couchdb.user:${name}`;
    const held = await users.get(_id).catch(() => null);
    const user = { name, password, roles: [], type: 'user' };
    await users.insert({ ...user, _id, ...(held ? { _rev: held._rev } : {}) });
  }

  async #putSecurity(database: string, member: string): Promise<void> {
    const body = { admins: { names: [], roles: ['_admin'] }, members: { names: [member], roles: [] } };
    await this.#nano.request({ db: this.#prefix + database, path: '_security', method: 'put', body });
  }
}

/** The runtime's own fetch: connections are kept alive and not limited to a few per host. */
function fetchKeptAlive(url: string, options: RequestInit): Promise<Response> {
  return fetch(url, options);
}
