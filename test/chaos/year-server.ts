/** A gateway with its exchange for the year: in the caller's process, or a process of its own that can be killed. */
import { fileURLToPath } from 'node:url';
import { Accounts } from '#couch/accounts/accounts.ts';
import { openCouchdbEngine, type Engine } from '#couch/engine/engine.ts';
import { startExchange } from '#couch/exchange/start.ts';
import { buildGateway } from '#couch/gateway/gateway.ts';
import { importSigningKey } from '#lib/crypto/key.ts';
import { Keyring } from '#lib/crypto/keyring.ts';
import type { PublicKey } from '#lib/domain/act/body.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { TEST_SECRET } from '../couch/with-engine.ts';

export interface YearSettings {
  readonly root: PublicKey;
  readonly exchangeKey: Parameters<typeof importSigningKey>[0];
  /** The clock of the gateway and the exchange: the last day of the year. */
  readonly now: number;
  readonly port: number;
}

export interface YearServer {
  readonly address: string;
  stop(): Promise<void>;
}

/** A whole year comes in minutes, from one address. */
const NO_RATES = { requestsPerAddress: 1e9, requestsPerPerson: 1e9, requestsPerCountry: 1e9 };
const LEASES = { deadAfter: 5000, renewEvery: 1000 };

export async function openYearServer(engine: Engine, settings: YearSettings): Promise<YearServer> {
  const { root, exchangeKey, now, port } = settings;
  const clock = (): number => now;
  const gateway = await buildGateway({
    engine,
    accounts: new Accounts({ engine, clock }),
    secret: TEST_SECRET,
    app: null,
    roots: [root],
    clock,
    limits: NO_RATES,
    trustedProxies: ['127.0.0.1']
  });
  const address = await gateway.listen({ port, host: '127.0.0.1' });
  const exchange = await startExchange({
    engine,
    key: {
      key: await importSigningKey(exchangeKey),
      by: { person: 'exchange', name: 'Exchange', function: 'Exchange' }
    },
    keyring: new Keyring([root]),
    log: gateway.log,
    now: () => new Date(now).toISOString() as Instant,
    ...(engine.kind === 'couchdb' ? { leases: LEASES } : {})
  });
  const stop = async (): Promise<void> => {
    await gateway.close();
    await exchange.stop();
  };
  return { address, stop };
}

async function serve(): Promise<void> {
  const { url, prefix, settings } = JSON.parse(process.env['YEAR_SERVER'] ?? '{}') as {
    url: string;
    prefix: string;
    settings: YearSettings;
  };
  const engine = await openCouchdbEngine({ url, prefix, secret: TEST_SECRET });
  console.log((await openYearServer(engine, settings)).address);
}

// No await at the top: what waits for the database with timers that keep no process alive would end this one (13).
if (process.argv[1] === fileURLToPath(import.meta.url)) void serve();
