/** A proxy that TRUSTED_PROXIES lacks: all its callers have its address, and the log of the server says so. */
import { Writable } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { addressToLog } from '#couch/gateway/bounds/callers.ts';
import { openTestEmbedded } from '../with-engine.ts';
import { openRig, type Rig } from './rig.ts';

let rig: Rig;
afterEach(() => rig.drop());

/** The log's warnings after these requests, each of them made twice. */
async function logAfter(
  trustedProxies: readonly string[],
  ...requests: readonly Record<string, string>[]
): Promise<readonly string[]> {
  const lines: string[] = [];
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(...String(chunk).trim().split('\n'));
      done();
    }
  });
  rig = await openRig(openTestEmbedded, { trustedProxies, log: { level: 'warn', stream } });
  for (const headers of requests)
    for (const path of ['/api/who', '/api/nothing-here'])
      await (await fetch(rig.address + path, { headers })).text();
  return lines;
}

test('a proxy that is not named is told once, with its address and what follows from it', async () => {
  const lines = await logAfter(
    [],
    { 'x-forwarded-for': '203.0.113.7' },
    { 'x-forwarded-for': '203.0.113.8' }
  );
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ level: 40, proxy: '127.0.0.1' });
  expect(lines[0]).toContain('TRUSTED_PROXIES does not name');
  expect(lines[0]).toContain('lock out everyone');
  expect(lines[0]).not.toContain('203.0.113');
});

test('another proxy than the named one is told as well', async () => {
  expect(await logAfter(['10.0.0.7'], { 'x-forwarded-for': '203.0.113.7' })).toHaveLength(1);
});

test('a proxy that sends only Forwarded is told what I2ES reads', async () => {
  const lines = await logAfter(['127.0.0.1'], { forwarded: 'for=203.0.113.7' });
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain('Forwarded, but not X-Forwarded-For');
});

test('a proxy that is named, also for a caller on its own computer, and callers without a proxy are not told', async () => {
  const near = { 'x-forwarded-for': '127.0.0.1' };
  expect(await logAfter(['127.0.0.1'], { 'x-forwarded-for': '203.0.113.7' }, near, {})).toEqual([]);
});

test.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:172.30.46.10', '172.30.46.10'],
  ['fd00::7', 'fd00::7'],
  ['::1', '::1'],
  ['203.0.113.7', 'a public address'],
  ['2001:db8::7', 'a public address'],
  ['172.32.0.1', 'a public address']
])('of %s the log says %s: a person’s own address is not told', async (address, told) => {
  rig = await openRig(openTestEmbedded);
  expect(addressToLog(address)).toBe(told);
});
