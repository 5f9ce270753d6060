/** Sends one body, packed or not, or one question, over and over, on a few connections of one person; counts what was answered how. */
import { gzipSync } from 'node:zlib';
import { LONG_QUESTIONS } from '../couch/gateway/long-histories.ts';
import { LARGE_BODIES, REFUSED_BODIES, TAKEN_BODIES } from '../couch/gateway/worst-bodies.ts';

const [, , address = '', database = '', cookie = '', bytes = '', connections = '1', ...numbers] =
  process.argv;
const [drafts = 1, merges = 0] = numbers.map(Number);
const KINDS = { ...REFUSED_BODIES, ...LARGE_BODIES, ...TAKEN_BODIES };
const PACKED = 'packed ';
const ROUTES = ['_bulk_docs', '_bulk_get'];

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | null;
}

let counts: Record<number, number> = {};
/** What to send as the so-manieth, on the so-manieth connection. */
let next: ((turn: number, connection: number) => Sent) | null = null;
let turn = 0;
let underWay = 0;

async function ask(sent: Sent): Promise<number> {
  underWay++;
  const { status, body } = await fetch(`${address}/db/${database}/${sent.path}`, sent);
  for await (const _part of body ?? []);
  counts[status] = (counts[status] ?? 0) + 1;
  underWay--;
  if (underWay === 0 && next === null) tellCounts();
  return status;
}

function tellCounts(): void {
  process.send?.(counts);
  counts = {};
}

async function send(connection: number): Promise<void> {
  for (;;) {
    const sent = next?.(turn++, connection);
    const status = sent && (await ask(sent));
    if (status === undefined || status === 429 || status === 503)
      await new Promise((go) => setTimeout(go, 20));
  }
}

const headers = { cookie, 'content-type': 'application/json' };

function bodiesOf(kind: string, isPacked: boolean): (turn: number, connection: number) => Sent {
  const plain = new TextEncoder().encode(KINDS[kind]?.(Number(bytes)) ?? '');
  const body = isPacked ? new Uint8Array(gzipSync(plain)) : plain;
  const packed = isPacked ? { 'content-encoding': 'gzip' } : {};
  return (_, connection) => ({
    method: 'POST',
    path: ROUTES[connection % ROUTES.length] ?? '',
    headers: { ...headers, ...packed },
    body
  });
}

/** What is the same each time is written once: its sender should cost less than its reader. */
function questionsOf(kind: string): (turn: number) => Sent {
  const ask = LONG_QUESTIONS[kind];
  if (ask === undefined) throw new Error(kind);
  const about = { drafts, merges };
  const isSame = JSON.stringify(ask(about, 0)) === JSON.stringify(ask(about, 1));
  const first = ask(about, 0);
  return (at) => {
    const { method, path, body } = isSame ? first : ask(about, at);
    return { method, path, headers: body === null ? { cookie } : headers, body };
  };
}

/** A kind to send from now on, `packed ` before it where it is; or nothing, and what was sent is answered then. */
process.on('message', (what: string) => {
  turn = 0;
  const isPacked = what.startsWith(PACKED);
  const kind = isPacked ? what.slice(PACKED.length) : what;
  if (kind === '') next = null;
  else next = kind in LONG_QUESTIONS ? questionsOf(kind) : bodiesOf(kind, isPacked);
  if (next !== null || underWay === 0) tellCounts();
});
for (let one = 0; one < Number(connections); one++)
  send(one).catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
process.send?.('begun');
