import { request } from 'node:http';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { packedFetch } from '#lib/store/server/arrivals.ts';
import { describeEngines } from '../with-engine.ts';
import { LIMITS } from '#couch/base/limits.ts';
import { openRig, type Client, type Rig } from './rig.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly bytes: Buffer;
}

function ask(
  rig: Rig,
  by: Client,
  path: string,
  headers: Record<string, string>,
  body?: Buffer
): Promise<Answer> {
  return new Promise((tell, fail) => {
    const method = body ? 'POST' : 'GET';
    const asking = request(
      rig.address + path,
      { method, headers: { cookie: by.cookie, 'content-type': 'application/json', ...headers } },
      (answer) => {
        const chunks: Uint8Array[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(new Uint8Array(chunk)));
        answer.on('end', () =>
          tell({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(chunks) })
        );
      }
    );
    asking.on('error', fail);
    asking.end(body);
  });
}

const read = (bytes: Buffer): unknown => JSON.parse(bytes.toString());

describeEngines('replication over a slow line is packed', (open) => {
  describe('both ways', () => {
    let rig: Rig;
    let officer: Client;
    const ids = Array.from(
      { length: 300 },
      (_, at) => `draft:00000000-0000-4000-8000-${String(at).padStart(12, '0')}`
    );
    const question = Buffer.from(
      JSON.stringify(Object.fromEntries(ids.map((id) => [id, [`1-${'a'.repeat(32)}`]])))
    );
    beforeAll(async () => {
      rig = await openRig(open);
      officer = await rig.signIn('au.officer');
    });
    afterAll(() => rig.drop());

    test('for whoever takes it so, and plain for whoever does not', async () => {
      const plain = await ask(rig, officer, '/db/country-au/_revs_diff', {}, question);
      const packed = await ask(
        rig,
        officer,
        '/db/country-au/_revs_diff',
        { 'accept-encoding': 'gzip' },
        question
      );
      expect([plain.status, plain.headers['content-encoding']]).toEqual([200, undefined]);
      expect([packed.status, packed.headers['content-encoding']]).toEqual([200, 'gzip']);
      expect(read(gunzipSync(new Uint8Array(packed.bytes)))).toEqual(read(plain.bytes));
      expect(packed.bytes.length).toBeLessThan(plain.bytes.length / 5);
      expect(packed.headers['accept-encoding']).toBe('gzip');
    });

    test('on the way in as well, and a body that was packed says the same', async () => {
      const gzip = { 'content-encoding': 'gzip' };
      const plain = await ask(rig, officer, '/db/country-au/_revs_diff', {}, question);
      const packed = await ask(
        rig,
        officer,
        '/db/country-au/_revs_diff',
        gzip,
        gzipSync(new Uint8Array(question))
      );
      expect(packed.status).toBe(200);
      expect(read(packed.bytes)).toEqual(read(plain.bytes));
    });

    test('bounded by what comes out of it: a bomb is refused, and others are answered meanwhile', async () => {
      const bomb = gzipSync(new Uint8Array(64 * LIMITS.bulkBytes).fill(0x20));
      expect(bomb.length).toBeLessThan(LIMITS.bulkBytes);
      const gzip = { 'content-encoding': 'gzip' };
      const [refused, other] = await Promise.all([
        ask(rig, officer, '/db/country-au/_revs_diff', gzip, bomb),
        ask(rig, officer, '/db/country-au', {})
      ]);
      expect([refused.status, other.status]).toEqual([413, 200]);
    });

    test('or refused in words where it is neither gzip nor whole', async () => {
      const send = (encoding: string, body: Buffer): Promise<Answer> =>
        ask(rig, officer, '/db/country-au/_revs_diff', { 'content-encoding': encoding }, body);
      expect((await send('br', question)).status).toBe(415);
      expect((await send('gzip', question)).status).toBe(400);
      expect((await send('gzip', gzipSync(new Uint8Array(question)).subarray(0, 40))).status).toBe(400);
    });

    test('and not where something is told once', async () => {
      const told = await ask(rig, officer, '/api/session', { 'accept-encoding': 'gzip' });
      expect([told.status, told.headers['content-encoding']]).toEqual([200, undefined]);
    });

    test('a poll’s sign of life is not kept in a buffer', async () => {
      const { seq } = JSON.parse(
        (await ask(rig, officer, '/db/country-au', {})).bytes.toString().replace('update_seq', 'seq')
      ) as { seq: string | number };
      const path = `/db/country-au/_changes?feed=longpoll&heartbeat=1000&timeout=5000&since=${encodeURIComponent(seq)}`;
      const first = await new Promise<string>((tell, fail) => {
        const headers = { cookie: officer.cookie, 'accept-encoding': 'gzip' };
        const asking = request(rig.address + path, { headers }, (answer) => {
          answer.once('data', (chunk: Buffer) => {
            tell(chunk.toString());
            asking.destroy();
          });
        });
        asking.on('error', fail);
        asking.end();
      });
      expect(first).toBe('\n');
    });
  });
});

test('a device sends packed what is worth it, once the server has said that it takes it', async () => {
  const sent: (string | null)[] = [];
  const server = (takes: boolean): typeof fetch =>
    packedFetch(async (_input, init) => {
      sent.push(new Headers(init?.headers).get('content-encoding'));
      return new Response('{}', takes ? { headers: { 'accept-encoding': 'gzip' } } : {});
    });
  const [young, old] = [server(true), server(false)];
  const body = JSON.stringify({ docs: Array(200).fill('authorization') });
  for (const text of [body, body, '{}']) await young('http://a/', { method: 'POST', body: text });
  for (const text of [body, body]) await old('http://a/', { method: 'POST', body: text });
  expect(sent).toEqual([null, 'gzip', null, null, null]);
});
