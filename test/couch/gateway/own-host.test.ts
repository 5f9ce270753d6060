import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CentralClient } from '#couch/link/central-client.ts';
import { openTestEmbedded } from '../with-engine.ts';
import { openRig, type Rig } from './rig.ts';

const ORIGIN = 'https://i2es.example';

/** By hand, so that the Host header is as written here. */
function askRaw(rig: Rig, target: string, ...headers: readonly string[]): Promise<string> {
  const { hostname, port } = new URL(rig.address);
  return new Promise((tell, fail) => {
    let seen = '';
    const socket = connect(Number(port), hostname, () =>
      socket.write([`GET ${target} HTTP/1.1`, ...headers, 'Connection: close', '', ''].join('\r\n'))
    );
    socket.on('data', (part) => (seen += part.toString()));
    socket.on('close', () => tell(seen));
    socket.on('error', fail);
  });
}
const statusOf = (answer: string): number => Number(answer.split(' ')[1]);

describe('a server whose public address is named', () => {
  let rig: Rig;
  let proxied: Rig;
  beforeAll(async () => {
    rig = await openRig(openTestEmbedded, { origin: ORIGIN, isOriginNamed: true });
    const trustedProxies = ['127.0.0.1'];
    proxied = await openRig(openTestEmbedded, { origin: ORIGIN, isOriginNamed: true, trustedProxies });
  });
  afterAll(() => Promise.all([rig.drop(), proxied.drop()]));

  test.each([
    'evil.example',
    'i2es.example.evil.example',
    'evil-i2es.example',
    'i2es.example:8443',
    'localhost.evil.example',
    'evil@i2es.example',
    'i2es.example/',
    '10.0.0.7:4600',
    '[2001:db8::1]',
    ''
  ])('refuses a request for the host “%s”, and says nothing else', async (host) => {
    for (const path of ['/api/session', '/api/who', '/db/country-au', '/api/nothing-here', '/']) {
      const answer = await askRaw(rig, path, `Host: ${host}`);
      expect([path, statusOf(answer)]).toEqual([path, 421]);
      const body: unknown = JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1));
      const code = 'request.host.refused';
      expect(body).toEqual({ error: 'misdirected_request', reason: code, problems: [{ code }] });
    }
  });

  test.each([
    'i2es.example',
    'I2ES.example',
    'i2es.example:443',
    'localhost:4600',
    '127.0.0.1',
    '[::1]:4600'
  ])('answers a request for the host “%s”', async (host) => {
    expect(statusOf(await askRaw(rig, '/api/who', `Host: ${host}`))).toBe(200);
  });

  test.each(['/api/health', '/api/ready', '/api/health?x=1'])(
    'answers the health check %s for any host',
    async (path) => {
      expect(statusOf(await askRaw(rig, path, 'Host: 10.0.0.7:4600'))).toBe(200);
    }
  );

  test('takes the host that people asked for from its proxy, and from nobody else', async () => {
    const inside = ['Host: gateway:4600', 'X-Forwarded-Host: i2es.example'];
    expect(statusOf(await askRaw(proxied, '/api/who', ...inside))).toBe(200);
    expect(statusOf(await askRaw(rig, '/api/who', ...inside))).toBe(421);
    const led = ['Host: i2es.example', 'X-Forwarded-Host: evil.example'];
    expect(statusOf(await askRaw(proxied, '/api/who', ...led))).toBe(421);
  });

  test('tells a national server that names it otherwise what to set', async () => {
    const url = rig.address.replace('127.0.0.1', '0.0.0.0');
    const client = new CentralClient({ url, account: 'ch.service', passwordFile: '/dev/null' });
    const asked = client.ask({ path: '/api/link', signal: new AbortController().signal });
    await expect(asked).rejects.toThrow(`does not answer as ${url}. Set CENTRAL_URL`);
  });
});

test('a server whose public address is not named answers under every host', async () => {
  const rig = await openRig(openTestEmbedded, { origin: ORIGIN });
  expect(statusOf(await askRaw(rig, '/api/who', 'Host: evil.example'))).toBe(200);
  await rig.drop();
});
