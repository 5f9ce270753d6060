/** Sends one body, packed or not, over and over, on a few connections of one person; counts what was answered how. */
import { gzipSync } from 'node:zlib';
import { LARGE_BODIES, REFUSED_BODIES, TAKEN_BODIES } from '../couch/gateway/worst-bodies.ts';

const [, , address = '', database = '', cookie = '', bytes = '', connections = '1'] = process.argv;
const KINDS = { ...REFUSED_BODIES, ...LARGE_BODIES, ...TAKEN_BODIES };
const PACKED = 'packed ';
const ROUTES = ['_bulk_docs', '_bulk_get'];

let counts: Record<number, number> = {};
let body: Uint8Array<ArrayBuffer> | null = null;
let isPacked = false;

async function send(route: string): Promise<void> {
  const path = `${address}/db/${database}/${route}`;
  for (;;) {
    const mine = body;
    const answer =
      mine &&
      (await fetch(path, {
        method: 'POST',
        headers: {
          cookie,
          'content-type': 'application/json',
          ...(isPacked ? { 'content-encoding': 'gzip' } : {})
        },
        body: mine
      }));
    if (answer) {
      counts[answer.status] = (counts[answer.status] ?? 0) + 1;
      await answer.arrayBuffer();
    }
    if (answer?.status !== 400 && answer?.status !== 201) await new Promise((go) => setTimeout(go, 20));
  }
}

/** A kind to send from now on, `packed ` before it where it is; or nothing. */
process.on('message', (what: string) => {
  process.send?.(counts);
  counts = {};
  isPacked = what.startsWith(PACKED);
  const kind = isPacked ? what.slice(PACKED.length) : what;
  const plain = new TextEncoder().encode(KINDS[kind]?.(Number(bytes)) ?? '');
  body = kind === '' ? null : isPacked ? new Uint8Array(gzipSync(plain)) : plain;
});
for (let one = 0; one < Number(connections); one++)
  send(ROUTES[one % ROUTES.length] ?? '').catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
process.send?.('begun');
