/**
 * The proxy by its own configuration, where it waits: in front of two gateways of which the first is a process that is
 * stopped, and behind a poll that is begun first and looked at last.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Gateway } from '#couch/gateway/gateway.ts';
import { memberOf, parseChanges } from '../gateway/answers.ts';
import { openRig, type Rig } from '../gateway/rig.ts';
import { openTestEmbedded } from '../with-engine.ts';
import { ask, type Told } from './proxy-client.ts';
import { oneGateway, runNginx, twoGateways, whyNoNginx, type Nginx } from './run-nginx.ts';

const why = whyNoNginx();
/** Says its port when it listens, and answers every request with its name. */
const FIRST = `require('node:http').createServer((request, response) => { request.resume(); response.end('first'); })
  .listen(0, '127.0.0.1', function () { console.log(this.address().port); })`;

/** A tenth of the time, so that a write need not be waited for a minute and a half. */
const SOONER = [[/proxy_read_timeout (\d)0s;/, 'proxy_read_timeout $1s;']] as const;
/** A tenth of the minute that CouchDB is given before a gateway answers 503. */
const SLOW_MS = 6_000;

let [rig, proxy] = [{} as Rig, {} as Nginx];
/** The longest that a gateway waits, without a word. */
let silent: Promise<Told>;

beforeAll(async () => {
  if (why !== null) return;
  rig = await openRig(openTestEmbedded, { origin: 'https://i2es.example', trustedProxies: ['127.0.0.1'] });
  proxy = await runNginx(oneGateway(serverOf(rig.gateway)));
  const { cookie } = await rig.signIn('au.officer');
  const { text } = await ask(proxy.tlsPort, { path: '/db/reference', headers: { cookie } });
  const since = String(memberOf(JSON.parse(text), 'update_seq'));
  const path = `/db/reference/_changes?feed=longpoll&since=${since}`;
  silent = ask(proxy.tlsPort, { path, headers: { cookie } });
  silent.catch(() => undefined);
});
afterAll(async () => {
  if (why !== null) return;
  await proxy.stop();
  await rig.drop();
});

function serverOf({ server }: Gateway): string {
  return `server 127.0.0.1:${(server.address() as AddressInfo).port};\n`;
}

test.skipIf(why !== null)(
  'slow answers to one country take the gateways from nobody else',
  { timeout: 60_000 },
  async () => {
    const gateways = [await aGateway(), await aGateway()];
    const [first = '', second = ''] = gateways.map((one) => String((one.address() as AddressInfo).port));
    const nginx = await runNginx(twoGateways(`127.0.0.1:${first}`, `127.0.0.1:${second}`), SOONER);
    const push = async (country: string): Promise<number> => {
      const path = `/db/country-${country}/_bulk_docs`;
      return (await ask(nginx.tlsPort, { method: 'POST', path, body: '{}' })).status;
    };
    try {
      // As many as would take first the one gateway and then the other.
      for (let times = 0; times < 2; times++)
        expect(await Promise.all([push('slow'), push('slow')])).toEqual([503, 503]);
      expect(await push('au')).toBe(200);
      expect((await ask(nginx.tlsPort, { path: '/' })).status).toBe(200);
    } finally {
      await nginx.stop();
      for (const gateway of gateways) gateway.close();
    }
  }
);

/** Answers 503 for one country as late as a gateway does whose CouchDB is silent, and all others immediately. */
async function aGateway(): Promise<Server> {
  const gateway = createServer((request, response) => {
    request.resume();
    if (!request.url?.includes('slow')) return void response.end();
    response.statusCode = 503;
    setTimeout(() => response.end(), SLOW_MS);
  });
  await new Promise<void>((resolve) => gateway.listen(0, '127.0.0.1', resolve));
  return gateway;
}

describe.skipIf(why !== null)(
  `a hung gateway${why === null ? '' : ` (skipped: ${why})`}`,
  { timeout: 90_000 },
  () => {
    let [first, second, nginx] = [{} as ChildProcess, {} as Server, {} as Nginx];
    const written: string[] = [];

    beforeAll(async () => {
      first = spawn(process.execPath, ['-e', FIRST], { stdio: ['ignore', 'pipe', 'inherit'] });
      const port = await new Promise<number>((resolve) =>
        first.stdout?.once('data', (chunk: Buffer) => resolve(Number(chunk.toString())))
      );
      second = createServer((request, response) => {
        request.resume();
        if (request.method !== 'GET') written.push(String(request.method));
        response.end('second');
      });
      await new Promise<void>((resolve) => second.listen(0, '127.0.0.1', resolve));
      const other = `127.0.0.1:${(second.address() as AddressInfo).port}`;
      nginx = await runNginx(twoGateways(`127.0.0.1:${port}`, other), SOONER);
    });
    afterAll(async () => {
      first.kill('SIGCONT');
      first.kill('SIGKILL');
      await nginx.stop();
      second.close();
    });

    const saysReady = async (): Promise<string> =>
      (await fetch(`http://127.0.0.1:${nginx.checkPort}/gateway_1/api/ready`)).text();

    test('is passed over in seconds, by the proxy’s own health check, and nobody waits for it then', async () => {
      expect(await saysReady()).toBe('first');
      first.kill('SIGSTOP');
      const stopped = performance.now();
      // Each of them waits three seconds at the first and is answered by the second.
      for (let times = 0; times < 2; times++) expect(await saysReady()).toBe('second');
      expect(performance.now() - stopped).toBeLessThan(20_000);
      const asked = performance.now();
      expect((await ask(nginx.tlsPort, { path: '/' })).text).toBe('second');
      const push = { method: 'POST', path: '/db/country-au/_bulk_docs', body: '{}' };
      expect((await ask(nginx.tlsPort, push)).text).toBe('second');
      expect(performance.now() - asked).toBeLessThan(3_000);
    });

    test('is asked again when it answers', async () => {
      first.kill('SIGCONT');
      await expect.poll(saysReady, { timeout: 30_000, interval: 500 }).toBe('first');
    });

    test('does not have a write sent to the other one as well', async () => {
      written.length = 0;
      first.kill('SIGSTOP');
      const { status } = await ask(nginx.tlsPort, {
        method: 'PUT',
        path: '/api/people/au.officer',
        body: '{}'
      });
      expect([status, written]).toEqual([504, []]);
      first.kill('SIGCONT');
    });
  }
);

test.skipIf(why !== null)('a poll to which nothing happens ends by itself after 55 s, whole', async () => {
  const { status, text } = await silent;
  expect([status, parseChanges(JSON.parse(text)).results]).toEqual([200, []]);
});
