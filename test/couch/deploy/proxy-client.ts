/** Requests through a proxy as a browser makes them, told as they come: head, pieces, and the whole. */
import { request, type RequestOptions } from 'node:https';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { connect } from 'node:http2';

interface Ask {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From which address of this computer. */
  readonly from?: string;
}

export interface Told {
  readonly status: number;
  /** Names in small letters, each as often as it came. */
  readonly names: readonly string[];
  readonly headers: IncomingMessage['headers'];
  readonly bytes: Buffer;
  readonly text: string;
}

export function begin(port: number, { method = 'GET', path, headers = {}, from }: Ask): ClientRequest {
  const options: RequestOptions = {
    port,
    host: '127.0.0.1',
    method,
    path,
    headers: { host: `localhost:${port}`, ...headers },
    rejectUnauthorized: false,
    agent: false,
    ...(from === undefined ? {} : { localAddress: from })
  };
  return request(options);
}

export function headOf(asked: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => asked.once('response', resolve).once('error', reject));
}

export async function wholeOf(response: IncomingMessage): Promise<Told> {
  const pieces: Uint8Array[] = [];
  for await (const piece of response) pieces.push(piece as Uint8Array);
  const bytes = Buffer.concat(pieces);
  const names = response.rawHeaders.filter((_one, index) => index % 2 === 0).map((one) => one.toLowerCase());
  const { statusCode: status = 0, headers } = response;
  return { status, names, headers, bytes, text: bytes.toString('utf8') };
}

export async function ask(port: number, question: Ask): Promise<Told> {
  const json = question.body === undefined ? {} : { 'content-type': 'application/json' };
  const asked = begin(port, { ...question, headers: { ...json, ...question.headers } });
  const head = headOf(asked);
  asked.end(question.body);
  return wholeOf(await head);
}

/** By HTTP/2, as browsers ask; gives status and body. */
export function askByHttp2(port: number, path: string, cookie: string): Promise<[number, string]> {
  return new Promise((resolve, reject) => {
    const session = connect(`https://localhost:${port}`, { rejectUnauthorized: false });
    const stream = session.request({ ':path': path, cookie });
    let [status, text] = [0, ''];
    stream.on('response', (headers) => (status = headers[':status'] ?? 0));
    stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    stream.on('end', () => (session.close(), resolve([status, text])));
    stream.on('error', reject);
    session.on('error', reject);
  });
}
