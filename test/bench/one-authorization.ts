/**
 * What one authorization costs on the line of the officer who issues it, from signing until the partner has opened
 * it: every byte both ways, heads included, as gzipped and as an older server had it.
 */
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { unwrap } from '#lib/domain/result.ts';
import { importParticulars } from '../store/particulars.ts';
import { openWorld, until, type Device, type World } from '../store/world.ts';
import { round, type Row } from './row.ts';

export async function benchOneAuthorization(): Promise<Row[]> {
  const world = await openWorld();
  const relay = await openRelay(world.rig.address);
  try {
    const administrator = await world.administrator('au.administrator');
    const officer = await world.officer('au.officer', administrator);
    const partner = await world.administrator('ch.officer');
    officer.network.origin = relay.address;
    const packed = await issueOne(officer, partner, relay);
    speakPlainly(officer);
    const plain = await issueOne(officer, partner, relay);
    return [
      {
        name: 'bytes of one authorization, from signing until the partner has opened it, gzipped against plain',
        ours: round(packed / 1000, 1),
        reference: round(plain / 1000, 1),
        unit: 'kB',
        ratio: round(packed / plain),
        goal: null,
        growth: null
      }
    ];
  } finally {
    await closeAll(world, relay);
  }
}

async function issueOne({ store }: Device, partner: Device, relay: Relay): Promise<number> {
  await until(() => store.line?.state === 'all-delivered');
  const before = relay.bytes();
  const act = unwrap(
    await store.issue('import-authorization', importParticulars(), { draft: store.newDraftId() })
  );
  await until(() => partner.store.verdictOf(act._id) === 'good');
  unwrap(await partner.store.markOpened(act._id));
  await until(() => store.ledgerOf(act._id)?.opened['CH'] !== null);
  await until(() => store.line?.state === 'all-delivered');
  return relay.bytes() - before;
}

/** As with a server that packs nothing and takes nothing packed. */
function speakPlainly({ network }: Device): void {
  network.before = (_url, init) => {
    if (init) init.headers = plainHead(init.headers);
  };
  network.line = async (send) => {
    const { body, status, headers } = await send();
    const plain = new Headers(headers);
    plain.delete('accept-encoding');
    return new Response(body, { status, headers: plain });
  };
}

function plainHead(given: HeadersInit | undefined): Headers {
  const headers = new Headers(given);
  headers.set('accept-encoding', 'identity');
  return headers;
}

interface Relay {
  readonly address: string;
  bytes(): number;
  close(): void;
}

async function openRelay(to: string): Promise<Relay> {
  const { hostname, port } = new URL(to);
  let bytes = 0;
  const server: Server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const [from, onto] of [
      [near, far],
      [far, near]
    ] as const) {
      from.on('data', (piece: Uint8Array) => (bytes += piece.length));
      from.on('error', () => onto.destroy());
      from.pipe(onto);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const own = (server.address() as AddressInfo).port;
  return { address: `http://127.0.0.1:${own}`, bytes: () => bytes, close: () => void server.close() };
}

async function closeAll(world: World, relay: Relay): Promise<void> {
  await world.close();
  relay.close();
}
