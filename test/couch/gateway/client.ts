/** One signed-in person's way to a gateway, as a device's store goes it. */
import PouchCore from 'pouchdb-core';
import HttpAdapter from 'pouchdb-adapter-http';
import MemoryAdapter from 'pouchdb-adapter-memory';
import Replication from 'pouchdb-replication';

type PouchClass = new (name: string, options: object) => PouchDB.Database<object>;
const Pouch = PouchCore.defaults({}) as unknown as PouchClass;
for (const plugin of [HttpAdapter, MemoryAdapter, Replication] as unknown as ((on: PouchClass) => void)[])
  plugin(Pouch);

let replicas = 0;

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: unknown;
}

export class Client {
  readonly #address: string;
  readonly cookie: string;

  constructor(address: string, cookie: string) {
    this.#address = address;
    this.cookie = cookie;
  }

  static async signIn(address: string, person: string, password: string): Promise<Client> {
    const answer = await new Client(address, '').ask('POST', '/api/session', { person, password });
    if (answer.status !== 201) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
    return new Client(address, (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '');
  }

  async ask(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {}
  ): Promise<Answer> {
    const response = await fetch(this.#address + path, {
      method,
      headers: {
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) })
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json') && text !== '';
    return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : text };
  }

  /** Pushes documents as replication does, and gives back the problem codes of each refused one. */
  async push(database: string, documents: readonly object[]): Promise<Record<string, string[]>> {
    const docs = documents.map((document) => withRevision(document as { _id: string }));
    const { status, body } = await this.ask('POST', `/db/${database}/_bulk_docs`, { docs, new_edits: false });
    if (status !== 201) throw new Error(`${status} ${JSON.stringify(body)}`);
    const rows = body as { id: string; reason: string }[];
    return Object.fromEntries(
      rows.map(({ id, reason }) => [id, (JSON.parse(reason) as { code: string }[]).map(({ code }) => code)])
    );
  }

  remote(database: string): PouchDB.Database<object> {
    const headers = { cookie: this.cookie };
    return new Pouch(`${this.#address}/db/${database}`, { skip_setup: true, fetch: fetchWith(headers) });
  }
}

function fetchWith(headers: Record<string, string>) {
  return (url: string, options: RequestInit): Promise<Response> => {
    const all = new Headers(options.headers);
    for (const [name, value] of Object.entries(headers)) all.set(name, value);
    return fetch(url, { ...options, headers: all });
  };
}

/** A device's database, in memory. */
export function aReplica(): PouchDB.Database<object> {
  return new Pouch(`replica-${process.pid}-${replicas++}`, { adapter: 'memory' });
}

export function withRevision<D extends { _id: string }>(
  document: D,
  hash = 'a'.repeat(32)
): D & { _rev: string } {
  if ('_rev' in document) return document as D & { _rev: string };
  return { ...document, _rev: `1-${hash}`, _revisions: { start: 1, ids: [hash] } };
}
