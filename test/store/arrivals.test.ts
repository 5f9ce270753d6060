import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Arrivals, type Arrival } from '#lib/store/server/arrivals.ts';
import { until } from './world.ts';

const ROWS = [
  '{"results":[{"id":"a","docs":[{"ok":{}}]},{"id":"b","do',
  'cs":[{"ok":{"text":"\\"docs\\":["}}]}]}'
];

describe('what has arrived of an answer', () => {
  let server: Server;
  let address: string;
  const asked: ServerResponse[] = [];

  beforeAll(async () => {
    server = createServer((_request, response) => void asked.push(response)).listen(0, '127.0.0.1');
    await once(server, 'listening');
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterAll(() => void server.close());

  async function answerOf(
    arrivals: Arrivals
  ): Promise<{ response: Promise<Response>; told: ServerResponse }> {
    const response = arrivals.listen(fetch)(address);
    await until(() => asked.length > 0);
    return { response, told: asked.shift() as ServerResponse };
  }

  test('is told while the rest is still on its way, with a row that is cut in two counted once', async () => {
    const arrivals = new Arrivals();
    const heard: Arrival[] = [];
    arrivals.heard = (arrival) => void heard.push(arrival);
    const { response, told } = await answerOf(arrivals);
    told.writeHead(200, { 'content-type': 'application/json', 'i2es-epoch': 'e' }).write(ROWS[0]);
    const answer = await response;
    const read = answer.json();
    await until(() => heard.length === 1);
    expect(heard).toEqual([{ bytes: ROWS[0]?.length, records: 1 }]);
    told.end(ROWS[1]);
    expect(await read).toEqual(JSON.parse(ROWS.join('')));
    expect(heard.map(({ records }) => records)).toEqual([1, 1]);
    expect([answer.status, answer.headers.get('i2es-epoch')]).toEqual([200, 'e']);
  });

  test('is not looked at while nobody counts, nor of a refusal', async () => {
    const arrivals = new Arrivals();
    const quiet = await answerOf(arrivals);
    quiet.told.writeHead(200).end('{}');
    expect((await quiet.response).url).toBe(address);

    arrivals.heard = () => expect.unreachable();
    const refused = await answerOf(arrivals);
    refused.told.writeHead(403).end('{"error":"forbidden"}');
    expect(await (await refused.response).json()).toEqual({ error: 'forbidden' });
  });
});
