/**
 * The proxy before the nodes of a cluster, by its own configuration, in front of nodes of the test: what
 * writes is sent once, and its log holds no document’s name.
 */
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runConfigured, whyNoNginx, type RunningNginx } from './run-nginx.ts';

const why = whyNoNginx();

describe.skipIf(why !== null)(`the proxy of the nodes${why === null ? '' : ` (skipped: ${why})`}`, () => {
  let [good, bad, nginx] = [{} as Server, {} as Server, {} as RunningNginx];
  let [port, cut] = [0, 0];
  const asked: string[] = [];

  beforeAll(async () => {
    good = await listen(createServer((one, answer) => (asked.push(`good ${one.method}`), answer.end('{}'))));
    // Takes what is sent, and goes away before it answers.
    bad = await listen(
      createServer((one) => {
        one.resume();
        one.on('end', () => (asked.push(`bad ${one.method}`), cut++, one.socket.destroy()));
      })
    );
    port = await freePort();
    nginx = await runConfigured('couchdb-nodes.conf', port, [
      [/listen 5984;/, `listen 127.0.0.1:${port};`],
      [/server couchdb-1.*\n/, `server 127.0.0.1:${portOf(bad)} max_fails=0;\n`],
      [/server couchdb-2.*\n/, `server 127.0.0.1:${portOf(good)} max_fails=0;\n`],
      [/server couchdb-3.*\n/, ''],
      [/worker_processes auto;/, 'worker_processes 1;'],
      [/worker_connections 8192;/, 'worker_connections 256;']
    ]);
  });
  afterAll(async () => {
    await nginx.stop();
    for (const server of [good, bad]) server.close();
  });

  /** As often as it takes until the node that goes away has had one. */
  async function untilCut(method: string): Promise<void> {
    asked.length = 0;
    for (const before = cut; cut === before;) await ask(port, method, '/accounts/person:au.officer');
  }

  test('sends what reads to the next node, where one goes away', async () => {
    await untilCut('GET');
    expect(asked.slice(-2)).toEqual(['bad GET', 'good GET']);
  });

  test.each(['PUT', 'DELETE', 'POST'])('sends a %s once, and says that it was cut', async (method) => {
    await untilCut(method);
    expect(asked[asked.length - 1]).toBe(`bad ${method}`);
    const once = asked.filter((one) => one === `bad ${method}`);
    expect(once).toHaveLength(1);
  });

  test('writes down nobody’s name', () => {
    expect(cut).toBeGreaterThan(3);
    for (const word of ['au.officer', 'request:', 'client:']) expect(nginx.said()).not.toContain(word);
  });
});

function listen(server: Server): Promise<Server> {
  return new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)));
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

async function freePort(): Promise<number> {
  const server = await listen(createServer());
  const port = portOf(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function ask(port: number, method: string, path: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const body = method === 'PUT' || method === 'POST' ? '{}' : '';
    const headers = { 'content-length': body.length };
    const asking = request({ port, host: '127.0.0.1', method, path, headers, agent: false }, (response) => {
      response.resume();
      response.on('end', () => resolve(response.statusCode ?? 0));
    });
    asking.on('error', reject);
    asking.end(body);
  });
}
