/** Sends one body, over and over, on a few connections of one person; counts what was answered how. */
import { LARGE_BODIES, REFUSED_BODIES, TAKEN_BODIES } from '../couch/gateway/worst-bodies.ts';

const [, , address = '', database = '', cookie = '', bytes = '', connections = '1'] = process.argv;
const KINDS = { ...REFUSED_BODIES, ...LARGE_BODIES, ...TAKEN_BODIES };
const ROUTES = ['_bulk_docs', '_bulk_get'];

let counts: Record<number, number> = {};
let body: Uint8Array<ArrayBuffer> | null = null;

async function send(route: string): Promise<void> {
  const path = `${address}/db/${database}/${route}`;
  for (;;) {
    const mine = body;
    const answer =
      mine &&
      (await fetch(path, {
        method: 'POST',
        headers: { cookie, 'content-type': 'application/json' },
        body: mine
      }));
    if (answer) {
      counts[answer.status] = (counts[answer.status] ?? 0) + 1;
      await answer.arrayBuffer();
    }
    if (answer?.status !== 400 && answer?.status !== 201) await new Promise((go) => setTimeout(go, 20));
  }
}

/** A kind to send from now on, or nothing. */
process.on('message', (kind: string) => {
  process.send?.(counts);
  counts = {};
  body = kind === '' ? null : new Uint8Array(Buffer.from(KINDS[kind]?.(Number(bytes)) ?? ''));
});
for (let one = 0; one < Number(connections); one++)
  send(ROUTES[one % ROUTES.length] ?? '').catch((error: unknown) => {
    console.error(error);
    process.exit(1);
  });
process.send?.('begun');
