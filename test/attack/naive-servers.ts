/**
 * Servers with one principle's protections taken away: a stand-in before the real one, which answers by itself what
 * the principle forbids and hands on everything else. What is found open here could be found open anywhere.
 */
import { createHash } from 'node:crypto';
import { lookup } from 'node:dns/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Principle } from './attack.ts';
import { DEMONSTRATION } from './intruder.ts';
import type { Json } from './sign.ts';
import { send, type Answer } from './wire.ts';

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly cookie: string;
  /** The method that the request says it has in truth. */
  readonly override: string;
  readonly body: string;
}

type Told = Pick<Answer, 'status'> & {
  readonly text: string | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
};

interface Naivety {
  /** Null where the real server is asked. */
  readonly instead?: (asked: Asked) => Told | null;
  readonly afterwards?: (asked: Asked, told: Answer) => Told;
}

interface NaiveServer {
  readonly address: string;
  /** What it took of the case before. */
  forget(): void;
  close(): void;
}

/** So that its requests are not counted with those of the attack before. Other systems than Linux have one address. */
async function ownAddress(upstream: string): Promise<string | undefined> {
  const { address } = await lookup(new URL(upstream).hostname);
  return process.platform === 'linux' && address === '127.0.0.1' ? '127.0.0.2' : undefined;
}

const JSON_TYPE = { 'content-type': 'application/json' };
const told = (status: number, value: unknown = {}): Told => ({
  status,
  text: JSON.stringify(value),
  headers: JSON_TYPE
});

export async function startNaiveServer(upstream: string, make: () => Naivety): Promise<NaiveServer> {
  let naivety = make();
  const from = await ownAddress(upstream);
  // Nothing of what node itself refuses: the longest header, a request with two lengths.
  const server: Server = createServer(
    { maxHeaderSize: 1_000_000, insecureHTTPParser: true },
    (request, response) => void answer({ upstream, from }, naivety, request, response)
  ).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { address, forget: () => void (naivety = make()), close: () => server.close() };
}

async function answer(
  { upstream, from }: { readonly upstream: string; readonly from: string | undefined },
  { instead, afterwards }: Naivety,
  request: IncomingMessage,
  response: ServerResponse
): Promise<void> {
  const parts: Uint8Array[] = [];
  for await (const part of request) parts.push(new Uint8Array(part as Buffer));
  const body = Buffer.concat(parts);
  const { method = 'GET', url: path = '/' } = request;
  const { cookie = '', 'x-http-method-override': override } = request.headers;
  const asked = { method, path, cookie, override: String(override ?? ''), body: body.toString('utf8') };
  const own = instead?.(asked) ?? null;
  if (own) return tell(response, own);
  const { host: _host, connection: _connection, 'content-length': _length, ...kept } = request.headers;
  const headers = Object.fromEntries(Object.entries(kept).map(([name, value]) => [name, String(value)]));
  const sent = { method, path, headers, from, ...(body.length > 0 ? { body } : {}) };
  const real = await send(upstream, { ...sent, headers: { ...headers, ...lengthOf(body) } });
  tell(response, afterwards?.(asked, real) ?? toTold(real));
}

function lengthOf(body: Buffer): Record<string, string> {
  return body.length > 0 ? { 'content-length': String(body.length) } : {};
}

/** As it came, but for what belongs to its own connection. */
function toTold({ status, text, headers }: Answer): Told {
  const {
    'transfer-encoding': _encoding,
    'content-length': _length,
    connection: _connection,
    ...kept
  } = headers;
  return { status, text, headers: kept as Record<string, string> };
}

function tell(response: ServerResponse, { status, text, headers = {} }: Told): void {
  response.writeHead(status || 500, headers);
  response.end(text);
}

function parseLoosely(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return {};
  }
}

/** Tells what exists from what does not, obeys a second method, and lets every site read along. */
function tellingApart(): Naivety {
  let gone = '';
  return {
    instead: ({ method, path, override, body }) => {
      if (override === 'DELETE') gone = String((parseLoosely(body)['keys'] as unknown[] | undefined)?.[0]);
      if (gone !== '' && path.endsWith('/_bulk_get') && body.includes(gone))
        return told(200, { results: [] });
      if (path === '/db/country-ch/_changes' || path.endsWith('/ch.officer')) return told(403);
      if (path.startsWith('/api/v1/dossiers/AU.')) return told(403);
      const isHeld = method === 'POST' && path === '/api/registrations' && body.includes('"CH"');
      return isHeld ? told(409, { registered: true }) : null;
    },
    afterwards: (_asked, real) => {
      const plain = toTold(real);
      return { ...plain, headers: { ...plain.headers, 'access-control-allow-origin': '*' } };
    }
  };
}

/** A database that takes whatever it is sent, in whatever form, and gives it out again. */
function takesEverything(): Naivety {
  const held = new Map<string, Json>();
  return {
    instead: ({ path, body }) => {
      if (path.endsWith('/_bulk_docs')) {
        const { docs } = parseLoosely(body);
        for (const one of Array.isArray(docs) ? (docs as Json[]) : []) held.set(String(one['_id']), one);
        return told(201, []);
      }
      if (path === '/api/carried') return told(200, { state: 'stored' });
      if (/^\/api\/applications\/[A-Z]{2}$/.test(path)) return told(201, {});
      if (!path.endsWith('/_bulk_get')) return null;
      const [id] = (parseLoosely(body)['docs'] as { id: string }[] | undefined) ?? [];
      const own = held.get(id?.id ?? '');
      return own ? told(200, { results: [{ docs: [{ ok: own }] }] }) : null;
    }
  };
}

/** Takes no document of anybody, and has one word for whatever it was. */
export function refusesEverything(): Naivety {
  return {
    instead: ({ path, body }) => {
      const problems = [{ code: 'document.refused' }];
      if (path === '/api/carried') return told(400, { problems });
      if (!path.endsWith('/_bulk_docs')) return null;
      const { docs } = parseLoosely(body);
      const reason = JSON.stringify(problems);
      const ids = (Array.isArray(docs) ? (docs as Json[]) : []).map((one) => one['_id']);
      return told(
        201,
        ids.map((id) => ({ id, error: 'forbidden', reason }))
      );
    }
  };
}

/** No bound of size, number or time. */
const KNOWN: readonly string[] = Object.values(DEMONSTRATION).map(({ password }) => password);
const boundless: Naivety = {
  instead: ({ method, path, body }) => {
    if (path.endsWith('/_bulk_docs')) return told(201, []);
    if (path === '/api/session' && method === 'POST') return signInForEver(body);
    if (path.startsWith('/api/company/')) return told(201);
    if (path.startsWith('/api/links/')) return told(200);
    if (path.startsWith('/api/applications/')) return told(path.endsWith('/status') ? 404 : 201);
    const isQuestion = /\/(?:_bulk_get|_all_docs|_revs_diff)$/.test(path) && body.length > 100_000;
    const isLong = method === 'PUT' || path.includes('longpoll') || path.length > 10_000;
    return isQuestion || isLong ? told(200) : null;
  }
};

/** The next try as soon as the last, of any length, and of what is no sign-in at all. */
function signInForEver(body: string): Told | null {
  const { password } = parseLoosely(body);
  if (typeof password !== 'string' || password.length > 2000) return told(200);
  return KNOWN.includes(password) ? null : told(401);
}

/** One bad document, and the batch is gone; whoever names what is not there ends the answer. */
const stumbling: Naivety = {
  instead: ({ path, body }) => {
    const isPoisoned = path.endsWith('/_bulk_docs') && /"act:(?:poison|a|b|c)"/.test(body);
    const namesNothing = /deaddead|\/ZZ\/|since=9{15}/.test(path + body);
    return isPoisoned || namesNothing ? told(500, { error: 'poison' }) : null;
  }
};

/** Whoever leaves is told so, and goes on. */
const unforgetting: Naivety = {
  instead: ({ method, path, body }) => {
    if (
      method === 'DELETE' &&
      /^\/api\/(?:session|sessions\/.*|people\/.*|notifications\/calendar)$/.test(path)
    )
      return told(200);
    if (method === 'PUT' && path === '/api/password') return told(204);
    return method === 'PATCH' && /"(?:suspended|role)"/.test(body) ? told(200) : null;
  },
  afterwards: ({ method, path, cookie }, real) =>
    method === 'POST' && path === '/api/session' && cookie.includes('~')
      ? { ...toTold(real), headers: { ...JSON_TYPE, 'set-cookie': cookie } }
      : toTold(real)
};

/** No epoch, no reason, one revision of two. */
const losing: Naivety = {
  instead: ({ path, body }) => (path.endsWith('/_revs_diff') ? told(200, parseLoosely(body)) : null),
  afterwards: ({ path }, real) => {
    const { 'i2es-epoch': _epoch, ...headers } = toTold(real).headers ?? {};
    return { ...toTold(real), headers, ...(path.endsWith('/_bulk_docs') ? { text: '[{}]' } : {}) };
  }
};

/** Tells what went wrong as a developer likes it, and shows the folder it runs in. */
const FILE = '{"service":"x","dependencies":{}}';
const telltale = (): Naivety => {
  /** Of the documents that it has handed on: their ids and numbers. */
  const seen = new Set<string>();
  return {
    instead: ({ method, path }) => {
      if (path.startsWith('/api/verify/lists')) return { status: 200, text: listOf([...seen]) };
      if (path === '/') return { status: 200, text: '<html></html>' };
      const isFile = method === 'GET' && !/^\/(?:db|api)\//.test(path);
      return isFile ? { status: 200, text: FILE } : null;
    },
    afterwards: ({ path, body }, real) => {
      for (const [, text] of real.text.matchAll(/"(?:_id|number)":"([^"]+)"/g)) seen.add(text!);
      const { 'cache-control': _kept, ...headers } = toTold(real).headers ?? {};
      const loose = String(headers['set-cookie'] ?? '').replace(/; *(?:HttpOnly|Secure|SameSite=\w+)/gi, '');
      const more = { server: 'i2es/0.1', ...(loose === '' ? {} : { 'set-cookie': loose }) };
      const text =
        real.status >= 400 ? `TypeError at answer (/srv/gateway.js:1:1), asked ${body}` : real.text;
      return {
        status: real.status,
        text: path === '/api/people' ? '[{"hash":"$argon2id$"}]' : text,
        headers: { ...headers, ...more }
      };
    }
  };
};

/** A public list by hashes of what can be guessed, which names its author. */
function listOf(texts: readonly string[]): Buffer {
  const hidden = texts.map(
    (text) =>
      new Uint8Array(createHash('sha256').update(`i2es public list 1 ${text}`).digest().subarray(0, 6))
  );
  const [none, recent] = [{ bytes: 0 }, { bytes: 6 * texts.length }];
  const parts = { keys: none, cancelled: { bytes: 4 }, recent, suspended: none };
  const by = DEMONSTRATION.officer.person;
  const head = Buffer.from(JSON.stringify({ head: { by, parts }, certificate: {} }));
  const length = Buffer.alloc(4);
  length.writeUInt32BE(head.length);
  return Buffer.concat([length, head, Buffer.alloc(4), ...hidden].map((one) => new Uint8Array(one)));
}

export const NAIVETIES: Readonly<Record<Principle, () => Naivety>> = {
  P1: tellingApart,
  P2: takesEverything,
  P3: takesEverything,
  P4: takesEverything,
  P5: () => boundless,
  P6: () => stumbling,
  P7: () => unforgetting,
  P8: () => losing,
  P9: telltale
};
