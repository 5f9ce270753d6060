/**
 * Each authority, system database and the exchange has its own user. The administrator only provisions and removes
 * unconfirmed claims.
 */
import { isOrdered, revisionsOf, USUAL_REVISIONS } from '#couch/base/databases.ts';
import { authorityToDatabase } from '#lib/domain/exchange/share-scope.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import createNano from 'nano';
import {
  canStore,
  claimDocument,
  fetchStored,
  fetchWithin,
  StoredCopies,
  tooFewCopies,
  writeStored,
  type Fetch
} from './couchdb-requests.ts';
import {
  isDatabaseName,
  type Claimed,
  type Database,
  type Engine,
  type Nodes,
  type TakenOut
} from './contract.ts';
import { openPouch } from './pouch.ts';
import { EngineError } from './problem.ts';
import {
  authorizationOf,
  exchangeUserOf,
  putExchangeUser,
  putSecurity,
  putServiceUser,
  removeServiceUser,
  serviceUserOf,
  type AdministratorAccess,
  type ServiceUser
} from './service-user.ts';
import { takeOut } from './document.ts';

/** Longer than a busy node needs, and shorter than a load balancer waits. */
const MAX_PROBE_MS = 5_000;

interface CouchdbOptions {
  /** The administrator's: `http://name:password@host:5984`. */
  readonly url: string;
  /** Precedes every database and user name, so that several systems can share one server. */
  readonly prefix?: string;
  /** The service users' passwords derive from it. Without it only the administrator is used. */
  readonly secret?: string;
  readonly answerWithinMs?: number;
}

export async function openCouchdbEngine(options: CouchdbOptions): Promise<Engine> {
  const engine = new CouchdbEngine(options);
  await engine.check();
  return engine;
}

class CouchdbEngine implements Engine {
  readonly kind = 'couchdb';
  readonly #address: string;
  readonly #administrator: ServiceUser;
  readonly #headers: { readonly authorization: string };
  readonly #prefix: string;
  readonly #secret: string | null;
  readonly #nano: createNano.ServerScope;
  readonly #fetch: Fetch;
  readonly #open = new Map<string, Database>();
  readonly #copies: StoredCopies;
  #exchangeUser: Promise<void> | null = null;
  #nodes: Nodes | null = null;

  constructor({ url, prefix = '', secret, answerWithinMs }: CouchdbOptions) {
    const parsed = new URL(url);
    this.#administrator = {
      username: decodeURIComponent(parsed.username),
      password: decodeURIComponent(parsed.password)
    };
    this.#address = `${parsed.protocol}//${parsed.host}${parsed.pathname.replace(/\/+$/, '')}`;
    this.#prefix = prefix;
    this.#secret = secret ?? null;
    this.#fetch = fetchStored(fetchWithin(answerWithinMs), () => this.#nodes);
    this.#headers = authorizationOf(this.#administrator);
    this.#copies = new StoredCopies(this.#address, this.#headers, fetchWithin(MAX_PROBE_MS));
    this.#nano = createNano({ url: this.#address, headers: this.#headers });
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
    if (this.#secret === null) return this.openAsAdministrator(name);
    return this.#openWith(name, serviceUserOf(this.#prefix + name, this.#secret));
  }

  openFor(authority: AuthorityCode, name: string): Database {
    if (this.#secret === null) return this.openAsAdministrator(name);
    const own = authorityToDatabase(authority);
    if (own === null) throw new Error(`Nobody acts for ${authority}`);
    return this.#openWith(name, serviceUserOf(this.#prefix + own, this.#secret));
  }

  openAsExchange(name: string): Database {
    if (this.#secret === null) return this.openAsAdministrator(name);
    return this.#openWith(name, exchangeUserOf(this.#prefix, this.#secret));
  }

  openAsAdministrator(name: string): Database {
    return this.#openWith(name, this.#administrator);
  }

  claim(name: string, document: { readonly _id: string }): Promise<Claimed> {
    const url = `${this.#address}/${this.#prefix}${name}`;
    const owner =
      this.#secret === null ? this.#administrator : serviceUserOf(this.#prefix + name, this.#secret);
    return claimDocument({ url, owner, administrator: this.#administrator }, document);
  }

  takeOut(name: string, id: string): Promise<TakenOut> {
    return takeOut(this.openAsAdministrator(name), id, async (body) => {
      await this.#nano.request({ db: this.#prefix + name, path: '_purge', method: 'POST', body });
    });
  }

  async compact(name: string): Promise<void> {
    // CouchDB continues without us: PouchDB would poll for the end for ever if it does not answer.
    await this.#nano.db.compact(this.#prefix + name);
  }

  async freeBytes(): Promise<null> {
    return null;
  }

  hearWrites(): null {
    return null;
  }

  async create(name: string): Promise<void> {
    if (!isDatabaseName(name)) throw new Error(`Not the name of a database: ${name}`);
    if (!(await this.exists(name))) await this.#refuseWithoutMajority();
    try {
      await this.#nano.db.create(this.#prefix + name, isOrdered(name) ? { q: 1 } : {});
    } catch (error) {
      if ((error as { statusCode?: number }).statusCode !== 412) throw error;
    }
    const body = revisionsOf(name);
    const path = '_revs_limit';
    if (body !== USUAL_REVISIONS)
      await this.#nano.request({ db: this.#prefix + name, path, method: 'PUT', body });
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
    for (const key of [...this.#open.keys()]) if (key.startsWith(`${name}/`)) this.#open.delete(key);
    await removeServiceUser(this.#nano, this.#prefix + name);
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

  async nodes(): Promise<Nodes> {
    const response = await fetchWithin(MAX_PROBE_MS)(`${this.#address}/_membership`, {
      headers: this.#headers
    });
    const { all_nodes, cluster_nodes } = (await response.json()) as Readonly<Record<string, unknown>>;
    if (!Array.isArray(all_nodes) || !Array.isArray(cluster_nodes))
      throw new EngineError('couchdb-unreachable', `CouchDB at ${this.#address} does not name its nodes.`);
    const connected = cluster_nodes.filter((node) => all_nodes.includes(node)).length;
    return (this.#nodes = { configured: cluster_nodes.length, connected });
  }

  async protect(name: string): Promise<void> {
    if (this.#secret === null) return;
    await this.#ensureExchangeUser(this.#secret);
    const access = this.#access();
    await putServiceUser(access, name, this.#secret);
    await putSecurity(access, name);
  }

  #access(): AdministratorAccess {
    const refuseWithoutMajority = (): Promise<void> => this.#refuseWithoutMajority();
    return { nano: this.#nano, prefix: this.#prefix, refuseWithoutMajority };
  }

  /** They do not pass through `#fetch`, which checks the answers to writes. */
  async #refuseWithoutMajority(): Promise<void> {
    if (!canStore(await this.nodes())) throw tooFewCopies();
  }

  #ensureExchangeUser(secret: string): Promise<void> {
    const put = (this.#exchangeUser ??= putExchangeUser(this.#access(), secret));
    put.catch(() => (this.#exchangeUser = null));
    return put;
  }

  #openWith(name: string, auth: ServiceUser): Database {
    if (!isDatabaseName(name)) throw new Error(`Not the name of a database: ${name}`);
    const kept = this.#open.get(`${name}/${auth.username}`);
    if (kept) return kept;
    const options = { adapter: 'http', skip_setup: true, auth, fetch: this.#fetch };
    const database = writeStored(openPouch(`${this.#address}/${this.#prefix}${name}`, options), (written) =>
      this.#copies.confirm(this.#prefix + name, written)
    );
    this.#open.set(`${name}/${auth.username}`, database);
    return database;
  }
}
