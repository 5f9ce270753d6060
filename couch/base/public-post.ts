/** Posts to an address that a client gave: only public addresses are asked, and no redirect is followed. */
import { lookup } from 'node:dns';
import { Agent, request } from 'node:https';
import type { LookupFunction } from 'node:net';
import { isPublic } from './address-key.ts';

const MAX_URL_LENGTH = 1000;
/** A name with a dot and not a number. `URL` writes every form of an IPv4 address as four numbers. */
const HOST_NAME = /^(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]*$/;
const LOCAL_NAME = /\.(?:local|localhost|localdomain|internal|intranet|lan|home|corp|home\.arpa)$/;
const TIMEOUT_MS = 10_000;

/** Null for all but `https` with a public name. Port 443 is `''`, as in `URL`. */
export function parsePublicUrl(value: unknown, ports: readonly string[] = ['']): URL | null {
  if (typeof value !== 'string' || value.length > MAX_URL_LENGTH || !URL.canParse(value)) return null;
  const url = new URL(value);
  const { protocol, hostname, port, username, password, hash } = url;
  if (protocol !== 'https:' || !ports.includes(port) || username + password + hash !== '') return null;
  return HOST_NAME.test(hostname) && !LOCAL_NAME.test(hostname) ? url : null;
}

interface Post {
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string | number>>;
  readonly body: Uint8Array | string;
  readonly ends: AbortSignal;
}

/** The status. Nothing else of the answer is read. Rejects after ten seconds, and if the connection ends without one. */
export function postPublic(url: URL, { agent, headers, body, ends }: Post): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method: 'POST', agent, headers, signal: ends }, (answer) => {
      resolve(answer.statusCode ?? 0);
      answer.destroy();
    });
    // Not `AbortSignal.timeout` in `any`: it is collected as garbage before it is due.
    const late = new DOMException('The receiver did not answer in time.', 'TimeoutError');
    const timer = setTimeout(() => asked.destroy(late), TIMEOUT_MS);
    asked.on('error', reject);
    asked.on('close', () => {
      clearTimeout(timer);
      // After `101 Switching Protocols` there is neither an answer nor an error.
      reject(new Error('The connection ended without an answer.'));
    });
    asked.end(body);
  });
}

export function publicAgent(): Agent {
  return new Agent({ lookup: lookupPublic, keepAlive: false });
}

/** The connection uses the address that is judged here: another answer to a second question changes nothing. */
export const lookupPublic: LookupFunction = (host, options, done) => {
  lookup(host, { ...options, all: true }, (error, found) => {
    const [first] = found ?? [];
    if (error || !first) return done(error ?? new Error('This name has no address.'), '');
    if (!found.every(({ address }) => isPublic(address)))
      return done(new Error('This name leads to an address that is not public.'), '');
    if (options.all) done(null, found);
    else done(null, first.address, first.family);
  });
};
