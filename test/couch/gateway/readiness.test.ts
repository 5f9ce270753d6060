/** What monitoring and load balancers ask, while CouchDB answers and while it does not. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { Readiness } from '#couch/gateway/calls/readiness.ts';
import { openCouchdbEngine } from '#couch/engine/engine.ts';
import { openTestCouchdb, openTestEmbedded } from '../with-engine.ts';
import { TroubledLine, type Trouble } from '../troubled-line.ts';
import { Client, openRig, type Rig } from './rig.ts';

const url = process.env['COUCHDB_URL'];
if (!url) console.warn('SKIPPED: readiness with CouchDB away. Set COUCHDB_URL to run it.');

describe('a gateway with its database', () => {
  const stopping = { now: false };
  let rig: Rig;
  beforeAll(async () => void (rig = await openRig(openTestEmbedded, { isStopping: () => stopping.now })));
  afterAll(() => rig.drop());

  test('lives and is ready, and is neither once it was asked to stop', async () => {
    const nobody = new Client(rig.address, '');
    expect(await nobody.ask('GET', '/api/health')).toMatchObject({
      status: 200,
      body: { ok: true, problems: [] }
    });
    expect(await nobody.ask('GET', '/api/ready')).toMatchObject({
      status: 200,
      body: { ok: true, problems: [] }
    });
    stopping.now = true;
    for (const path of ['/api/health', '/api/ready'])
      expect(await nobody.ask('GET', path)).toMatchObject({
        status: 503,
        body: { reason: 'server.stopping' }
      });
  });
});

test('a look at what does not answer ends before the proxy takes the gateway for away', async () => {
  const proxy = readFileSync(join(import.meta.dirname, '../../../couch/deploy/nginx.conf'), 'utf8');
  const seconds = [...proxy.matchAll(/ready[^}]*?proxy_read_timeout (\d+)s/g)].map(([, figure]) =>
    Number(figure)
  );
  expect(seconds).toHaveLength(2);
  const began = performance.now();
  const found = await new Readiness([() => new Promise(() => undefined)]).look();
  expect(performance.now() - began).toBeLessThan(Math.min(...seconds) * 1000);
  expect(found).toMatchObject([{ problem: { code: 'request.engine.failed' }, stopsServing: true }]);
});

describe.skipIf(!url)('a gateway whose CouchDB is away', () => {
  let line: TroubledLine;
  let rig: Rig;
  let nobody: Client;

  beforeAll(async () => {
    const address = new URL(url as string);
    line = await TroubledLine.open({ host: address.hostname, port: Number(address.port) });
    address.host = `127.0.0.1:${line.port}`;
    rig = await openRig(() => openTestCouchdb(address.href));
    nobody = new Client(rig.address, '');
  });
  afterEach(() => line.be('none'));
  afterAll(async () => {
    await rig.engine.exists('accounts').catch(() => false);
    await rig.drop();
    await line.close();
  });

  test.each<Trouble>(['refuses', 'resets', 'hangs'])(
    'lives and is not ready where it %s',
    async (trouble) => {
      await line.be(trouble);
      await vi.waitFor(
        async () => {
          expect(await nobody.ask('GET', '/api/ready')).toMatchObject({
            status: 503,
            body: { reason: 'request.engine.failed' }
          });
        },
        { timeout: 20_000 }
      );
      expect(await nobody.ask('GET', '/api/health')).toMatchObject({
        status: 200,
        body: { ok: false, problems: [{ code: 'request.engine.failed' }] }
      });
      await line.be('none');
      await vi.waitFor(async () => expect((await nobody.ask('GET', '/api/ready')).status).toBe(200), {
        timeout: 20_000
      });
    }
  );

  test('answers health immediately while requests that wait for CouchDB take all turns', async () => {
    await line.be('hangs');
    const waiting = Array.from({ length: 40 }, () => nobody.ask('GET', '/api/who').catch(() => null));
    expect((await nobody.ask('GET', '/api/health')).status).toBe(200);
    await line.be('none');
    await Promise.all(waiting);
  });
});

test.skipIf(!url)('CouchDB names its nodes, and all of them are connected', async () => {
  const engine = await openCouchdbEngine({ url: url as string });
  const nodes = await engine.nodes();
  expect(nodes?.connected).toBe(nodes?.configured);
  await engine.close();
});
