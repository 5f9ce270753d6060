/** One planned request on the wire, as far as it was meant to be sent; and what came back, if anything. */
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { brotliDecompressSync, unzipSync } from 'node:zlib';
import { CUT, type Answer } from '../wire.ts';
import { bytesOf, joined } from './mutate.ts';
import type { Frame, Planned } from './plan.ts';

/** A request with everything filled in. */
export interface Filled {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | null;
}

/** Nobody waits that long for an answer that comes; a long poll is left before. */
const MAX_WAIT_MS = 60_000;
export const NO_ANSWER: Answer = { status: -1, headers: {}, text: 'No answer came.', json: null };

/** One connection at a time, kept open as a browser keeps it, from an address of its own. */
export class Wire {
  readonly #base: URL;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });
  readonly #from: string;

  /** Linux has all of 127/8. */
  constructor(base: string, number: number) {
    this.#base = new URL(base);
    this.#from = process.platform === 'linux' ? `127.0.1.${number + 1}` : '127.0.0.1';
  }

  send(filled: Filled, { frame, leaves }: Pick<Planned, 'frame' | 'leaves'>): Promise<Answer> {
    return frame === null
      ? this.#ask(filled, leaves)
      : this.#sendRaw(toBytes(frame, filled, this.#base.host));
  }

  close(): void {
    this.#agent.destroy();
  }

  #ask({ method, path, headers, body }: Filled, leaves: number | null): Promise<Answer> {
    const length: Record<string, string> = body === null ? {} : { 'content-length': String(body.length) };
    const options = {
      host: '127.0.0.1',
      port: this.#base.port,
      localAddress: this.#from,
      agent: this.#agent,
      method,
      path,
      headers: { host: this.#base.host, ...length, ...headers }
    };
    return new Promise((resolve) => {
      const asked = request(options, (response) => {
        const parts: Uint8Array[] = [];
        response.on('data', (part: Uint8Array) => parts.push(part));
        response.on('end', () => {
          clearTimeout(patience);
          const { statusCode = 0, headers } = response;
          resolve(toAnswer(statusCode, headers, unpacked(headers, joined(...parts))));
        });
        response.on('error', () => resolve(CUT));
      });
      const patience = setTimeout(() => {
        resolve(leaves === null ? NO_ANSWER : CUT);
        asked.destroy();
      }, leaves ?? MAX_WAIT_MS);
      asked.on('upgrade', (_, socket) => socket.destroy());
      asked.on('close', () => {
        clearTimeout(patience);
        resolve(CUT);
      });
      asked.on('error', () => resolve(CUT));
      asked.end(body ?? undefined);
    });
  }

  #sendRaw(bytes: Uint8Array): Promise<Answer> {
    return new Promise((resolve) => {
      let seen = '';
      const socket = connect({ port: Number(this.#base.port), host: '127.0.0.1', localAddress: this.#from });
      socket.setTimeout(MAX_WAIT_MS, () => {
        resolve(NO_ANSWER);
        socket.destroy();
      });
      // Nothing more comes: what is still waited for never will.
      socket.on('connect', () => socket.end(bytes));
      socket.on('data', (part: Buffer) => (seen += part.toString('utf8')));
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(toRawAnswer(seen)));
    });
  }
}

/** Only who asks for a packed answer may get one; what cannot be unpacked is no JSON, which is judged. */
function unpacked(headers: Answer['headers'], bytes: Uint8Array): string {
  const encoding = headers['content-encoding'];
  if (encoding === undefined || bytes.length === 0) return new TextDecoder().decode(bytes);
  try {
    return new TextDecoder().decode(encoding === 'br' ? brotliDecompressSync(bytes) : unzipSync(bytes));
  } catch {
    return '';
  }
}

function toAnswer(status: number, headers: Answer['headers'], text: string): Answer {
  let json: unknown = null;
  try {
    json = JSON.parse(text);
  } catch {
    // No JSON: whoever judges the answer sees that.
  }
  return { status, headers, text, json };
}

/** What only says that a body may come is no answer yet. */
const INTERIM = /^(?:HTTP\/1\.[01] 1\d\d [^\r]*\r\n(?:[^\r]+\r\n)*\r\n)+/;

function toRawAnswer(all: string): Answer {
  const seen = all.replace(INTERIM, '');
  const status = Number(/^HTTP\/1\.[01] (\d{3})/.exec(seen)?.[1] ?? 0);
  if (status === 0) return CUT;
  const [head = '', ...rest] = seen.split('\r\n\r\n');
  const headers = Object.fromEntries(
    head
      .split('\r\n')
      .slice(1)
      .map((line) => [line.split(':')[0]?.toLowerCase(), line.replace(/^[^:]*: */, '')] as const)
  );
  return toAnswer(status, headers, rest.join('\r\n\r\n'));
}

function toBytes(frame: Frame, { method, path, headers, body }: Filled, host: string): Uint8Array {
  const sent = body ?? bytesOf('{}');
  const line = (address = path, version = 'HTTP/1.1'): string => `${method} ${address} ${version}`;
  const fields = Object.entries(headers).map(
    ([name, value]) => `${name}: ${value.replaceAll(/[\r\n\0]/g, '')}`
  );
  const length = (size: number | string): string => `content-length: ${size}`;
  const write = (start: string, more: readonly string[], tail = sent): Uint8Array =>
    joined(bytesOf([start, ...fields, ...more, 'connection: close', '', ''].join('\r\n')), tail);
  const at = `host: ${host}`;
  return {
    'length-short': () => write(line(), [at, length(Math.max(0, sent.length - 3))]),
    'length-long': () => write(line(), [at, length(sent.length + 10)]),
    'length-twice': () => write(line(), [at, length(sent.length), length(sent.length + 1)]),
    'length-odd': () => write(line(), [at, length(sent.length % 2 ? '-1' : '1e3')]),
    'chunks-broken': () =>
      write(line(), [at, 'transfer-encoding: chunked'], bytesOf(`zz\r\n${new TextDecoder().decode(sent)}`)),
    'chunks-and-length': () => write(line(), [at, 'transfer-encoding: chunked', length(sent.length)]),
    'no-host': () => write(line(), [length(sent.length)]),
    'old-http': () => write(line(path, 'HTTP/1.0'), [length(sent.length)]),
    'no-http': () => write(`${method} ${path}`, []),
    'head-long': () => write(line(), [at, `x-long: ${'x'.repeat(17_000)}`, length(sent.length)]),
    'heads-many': () =>
      write(line(), [at, ...Array.from({ length: 2100 }, (_, n) => `x-${n}: 1`), length(sent.length)]),
    'address-absolute': () => write(line(`http://elsewhere.example${path}`), [at, length(sent.length)])
  }[frame]();
}
