/** Raw HTTP to a server under attack: what node sends is what is written here, no help from the app's client. */
import { request as plain, type IncomingHttpHeaders } from 'node:http';
import { request as secure } from 'node:https';
import { connect, type Socket } from 'node:net';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Parsed, or null where the answer is no JSON. */
  readonly json: unknown;
}

export interface Sent {
  readonly method?: string;
  /** Sent as it stands: no address is tidied up on the way. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text and bytes go as they are, anything else as JSON. */
  readonly body?: unknown;
  /** The own address. */
  readonly from?: string | undefined;
}

/** The connection was cut while the request was still being sent. */
export const CUT: Answer = { status: 0, headers: {}, text: 'The connection was cut.', json: null };

const MAX_WAIT_MS = 40_000;

export function send(
  base: string,
  { method = 'GET', path, headers = {}, body, from }: Sent
): Promise<Answer> {
  const url = new URL(base);
  const bytes = body === undefined ? null : bytesOf(body);
  const all: Record<string, string> = {
    ...(bytes ? { 'content-type': 'application/json', 'content-length': String(bytes.length) } : {}),
    ...headers
  };
  const options = {
    host: url.hostname,
    port: url.port,
    method,
    path,
    headers: all,
    timeout: MAX_WAIT_MS,
    agent: false,
    ...(from === undefined ? {} : { localAddress: from })
  };
  return new Promise((resolve, reject) => {
    const asked = (url.protocol === 'https:' ? secure : plain)(options, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.on('end', () => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: parse(text) });
      });
      response.on('error', reject);
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer')));
    // A server that cuts the connection in the middle of what it does not want has answered as it should.
    asked.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EPIPE' || error.code === 'ECONNRESET' ? resolve(CUT) : reject(error)
    );
    asked.end(bytes ?? undefined);
  });
}

function bytesOf(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(typeof body === 'string' ? body : JSON.stringify(body), 'utf8');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Bytes on a bare connection; resolves with all that came back once the server has closed it. */
export function sendRaw(base: string, text: string, longestWait = MAX_WAIT_MS): Promise<string> {
  const url = new URL(base);
  return new Promise((resolve, reject) => {
    let seen = '';
    const socket: Socket = connect(Number(url.port || 80), url.hostname, () => socket.write(text));
    socket.setTimeout(longestWait, () => socket.destroy(new Error('the connection was left open')));
    socket.on('data', (part) => (seen += part.toString('latin1')));
    socket.on('close', (failed) => (failed ? undefined : resolve(seen)));
    // A server that cuts the connection has answered as it should.
    socket.on('error', (error: NodeJS.ErrnoException) =>
      error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(seen) : reject(error)
    );
  });
}
