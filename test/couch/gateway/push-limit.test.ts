import { connect } from 'node:net';
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
});
