import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#couch/base/limits.ts';
import { describeEngines } from '../with-engine.ts';
import { openRig, withRevision, type Answer, type Client, type Rig } from './rig.ts';

describeEngines('pushes under way', (open) => {
  let rig: Rig;
  let officer: Client;
  let drafts = 0;

  beforeAll(async () => {
    rig = await openRig(open);
    officer = await rig.signIn('au.officer');
  });
  afterAll(() => rig.drop());

  function aDraft(remarks = ''): { _id: string } {
    const _id = `draft:6f1c1b1e-6a52-4f0e-9d6e-${(++drafts).toString(16).padStart(12, '0')}`;
    return withRevision({ _id, schema: 1, fields: { remarks } });
  }

  function push(client: Client, database: string, documents: readonly object[]): Promise<Answer> {
    return client.ask('POST', `/db/${database}/_bulk_docs`, { docs: documents, new_edits: false });
  }

  const isHeld = async (draft: { _id: string }): Promise<boolean> => {
    const { rows } = await rig.engine.open('country-au').allDocs({ keys: [draft._id] });
    return rows.some((row) => 'value' in row);
  };

  test('a flood of one officer is slowed, a colleague and another country are served, and nothing is half taken', async () => {
    const [colleague, swiss] = [await rig.signIn('au.other'), await rig.signIn('ch.officer')];
    const batches = Array.from({ length: 200 }, () =>
      Array.from({ length: 40 }, () => aDraft('x'.repeat(2_000)))
    );
    const flood = batches.map((batch) => push(officer, 'country-au', batch));
    const others = await Promise.all([
      push(swiss, 'country-ch', [aDraft()]),
      push(colleague, 'country-au', [aDraft()])
    ]);
    expect(others.map(({ status, body }) => ({ status, body }))).toEqual([
      { status: 201, body: [] },
      { status: 201, body: [] }
    ]);
    const answers = await Promise.all(flood);
    const taken = answers.filter(({ status }) => status === 201);
    const slowed = answers.filter(({ status }) => status === 429);
    expect(taken.length + slowed.length).toBe(200);
    expect(taken.length).toBeGreaterThan(0);
    expect(slowed.length).toBeGreaterThan(100);
    for (const { headers, body } of slowed) {
      expect(body).toMatchObject({ reason: 'push.tooMany' });
      expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    }
    for (const [index, batch] of batches.entries()) {
      expect(await isHeld(batch[39] as { _id: string })).toBe(answers[index]?.status === 201);
    }
    expect((await push(officer, 'country-au', [aDraft()])).status).toBe(201);
  });

  test('whoever goes away while sending leaves their place to their next try', async () => {
    const { hostname, port } = new URL(rig.address);
    const head =
      `POST /db/country-au/_bulk_docs HTTP/1.1\r\nhost: x\r\ncookie: ${officer.cookie}\r\n` +
      'content-type: application/json\r\ncontent-length: 100000\r\n\r\n{';
    for (let time = 0; time < LIMITS.pushesPerPerson * 2; time++) {
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      await new Promise<void>((resolve) => socket.write(head, () => resolve()));
      socket.destroy();
      await new Promise<void>((resolve) => socket.once('close', () => resolve()));
    }
    // The server hears of each end a moment later.
    let answer = await push(officer, 'country-au', [aDraft()]);
    while (answer.status === 429) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      answer = await push(officer, 'country-au', [aDraft()]);
    }
    expect(answer.status).toBe(201);
  });

  test('a large push that is refused for their number is refused after half a second, in which nothing of it is read', async () => {
    const { hostname, port } = new URL(rig.address);
    const received: Socket[] = [];
    const follow = (socket: Socket): void => void received.push(socket);
    rig.gateway.server.on('connection', follow);
    const begin = async (bytes: number, sent: Uint8Array | string): Promise<Socket> => {
      const socket = connect(Number(port), hostname).on('error', () => undefined);
      socket.write(
        `POST /db/country-au/_bulk_docs HTTP/1.1\r\nhost: x\r\ncookie: ${officer.cookie}\r\n` +
          `content-type: application/json\r\ncontent-length: ${bytes}\r\n\r\n`
      );
      await new Promise<void>((resolve) => socket.write(sent, () => resolve()));
      return socket;
    };
    // One more than may be: when it is refused, all places are taken.
    const under = await Promise.all(
      Array.from({ length: LIMITS.pushesPerPerson + 1 }, () => begin(100_000, '{'))
    );
    await Promise.race(under.map((socket) => once(socket, 'data')));
    const began = performance.now();
    const large = await begin(1_500_000, new Uint8Array(1_000_000));
    const [head] = (await once(large, 'data')) as [Buffer];
    expect(head.toString()).toContain('HTTP/1.1 429');
    expect(performance.now() - began).toBeGreaterThan(450);
    const theirs = received.find(({ remotePort }) => remotePort === large.localPort);
    expect(theirs?.bytesRead).toBeLessThan(300_000);
    rig.gateway.server.off('connection', follow);
    for (const socket of [...under, large]) socket.destroy();
  });
});
