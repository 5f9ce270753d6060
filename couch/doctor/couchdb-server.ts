/** CouchDB's own routes, asked as administrator, as another user or anonymously. */
import { authorizationOf, type ServiceUser } from '#couch/engine/service-user.ts';

interface ServerAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
  /** Server time, in milliseconds since 1970, or null. */
  readonly time: number | null;
}

const TIMEOUT_MS = 10_000;

export class CouchdbServer {
  readonly #address: string;
  readonly #administrator: ServiceUser;
  /** The server is this computer. */
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
    const response = await fetch(`${this.#address}/${path}`, {
      headers: user === null ? {} : authorizationOf(user),
      signal
    });
    const date = Date.parse(response.headers.get('date') ?? '');
    const body: unknown = await response.json().catch(() => ({}));
    return {
      status: response.status,
      body: (body ?? {}) as Record<string, unknown>,
      time: Number.isNaN(date) ? null : date
    };
  }
}
