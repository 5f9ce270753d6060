/** What counts as one address: the same in the gateway and in the proxy before it. */
import { createServer, get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SlowDown } from '#couch/accounts/slow-down.ts';
import { addressKey } from '#couch/base/address-key.ts';
import { runConfigured, whyNoNginx, type RunningNginx } from './run-nginx.ts';

/** Of one network each, as nginx and Node write addresses. */
const NETWORKS: readonly (readonly string[])[] = [
  ['203.0.113.7', '::ffff:203.0.113.7'],
  ['203.0.113.8'],
  ['2001:db8:1:2::1', '2001:db8:1:2:a:b:c:d', '2001:db8:1:2:ffff:ffff:ffff:ffff'],
  ['2001:db8:1:3::1', '2001:db8:1:3:a:b:c:d'],
  ['2001:db8:1::1', '2001:db8:1:0:a:b:c:d', '2001:db8:1::b:c:d'],
  ['2001:db8::1', '2001:db8::b:c:d', '2001:db8:0:0:a::'],
  ['2001::1', '2001:0:0:0:a::', '2001::a:b:c:d'],
  ['2001::7:a:b:c:d', '2001:0:0:7:a::'],
  ['fe80::1', 'fe80::1:2:3:4'],
  ['::1']
];
const all = NETWORKS.flatMap((network, index) => network.map((address) => ({ address, index })));

function expectOneKeyEach(keys: readonly string[]): void {
  all.forEach(({ address, index }, at) => {
    for (const [other, one] of all.entries())
      expect([address, one.address, keys[at] === keys[other]]).toEqual([
        address,
        one.address,
        index === one.index
      ]);
  });
}

test('of IPv6 a whole /64 is one address, and IPv4 is itself however it is written', () => {
  expectOneKeyEach(all.map(({ address }) => addressKey(address)));
  expect(addressKey('::ffff:203.0.113.7')).toBe('203.0.113.7');
  expect(addressKey('::FFFF:cb00:7107')).toBe('203.0.113.7');
  expect(addressKey('fe80::1%eth0')).toBe(addressKey('fe80::2'));
  expect(addressKey('2001:db8:1:2::1')).toBe('2001:db8:1:2::/64');
});

test('a guesser gains nothing by another address of their own network', () => {
  const slow = new SlowDown();
  for (let tries = 0; tries < 40; tries++)
    slow.noteFailure('au.officer', `2001:db8:1:2::${tries.toString(16)}`, 0);
  expect(slow.waitOf('ch.officer', '2001:db8:1:2:ffff::1', 1)).toBeGreaterThan(0);
  expect(slow.waitOf('ch.officer', '2001:db8:1:3::1', 1)).toBe(0);
});

const why = whyNoNginx();

describe.skipIf(why !== null)(`the proxy${why === null ? '' : ` (skipped: ${why})`}`, () => {
  let [nginx, port] = [{} as RunningNginx, 0];

  /** Its own map, of an address that the test names instead of the caller’s. */
  beforeAll(async () => {
    port = await freePort();
    nginx = await runConfigured('nginx.conf', port, [
      [/map \$remote_addr \$address_key/, 'map $arg_from $address_key'],
      [/default \$remote_addr;/, 'default $arg_from;'],
      [/server \{[^]*$/, `server { listen 127.0.0.1:${port}; location / { return 200 $address_key; } } }`],
      [/access_log \/dev\/stdout plain;/, 'access_log off;'],
      [/include \/etc\/nginx\/gateways\.conf;/, ''],
      [/worker_connections 16384;/, 'worker_connections 256;']
    ]);
  });
  afterAll(() => nginx.stop());

  test('counts connections by the same', async () => {
    const keys = await Promise.all(
      all.map(({ address }) => told(`http://127.0.0.1:${port}/?from=${address}`))
    );
    expectOneKeyEach(keys);
  });
});

function told(address: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(address, { agent: false }, (response) => {
      let text = '';
      response.on('data', (piece: Buffer) => (text += piece.toString()));
      response.on('end', () => resolve(text));
    }).on('error', reject);
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
