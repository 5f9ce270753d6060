import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#couch/base/limits.ts';
import { readDocument } from '#couch/engine/engine.ts';
import { Client, openRig, withRevision, type Rig } from '../gateway/rig.ts';
import { describeEngines } from '../with-engine.ts';

describeEngines('who is on it, as anybody is told', (open) => {
  let rig: Rig;
  let anybody: Client;
  let administrator: Client;
  let generation = 0;

  beforeAll(async () => {
    rig = await openRig(open);
    anybody = new Client(rig.address, '');
    administrator = await rig.signIn('au.administrator');
    for (const [country, state] of [
      ['AU', 'registered'],
      ['CH', 'suspended'],
      ['KE', 'closed']
    ])
      await rig.engine.open('incb').put({
        ...{ _id: `standing:${country}`, schema: 1, country, state, by: 'server', reason: 'A secret reason' },
        ...{ registeredAt: '2025-01-01T00:00:00.000Z', since: '2025-01-01T00:00:00.000Z' }
      } as object);
  });
  afterAll(() => rig.drop());

  const tell = () => anybody.ask('GET', '/api/who');
  const named = async () => ((await tell()).body as { named: unknown }).named;

  /** As a device replicates it; each writing replaces the one before it. */
  async function say(agrees: boolean): Promise<void> {
    const [before, hash] = [String(generation).repeat(32), String(generation + 1).repeat(32)];
    const ids = generation === 0 ? [hash] : [hash, before];
    generation++;
    const document = { _id: 'setting:public', schema: 1, named: agrees };
    const revision = { _rev: `${generation}-${hash}`, _revisions: { start: generation, ids } };
    const docs = [{ ...withRevision(document, hash), ...revision }];
    const pushed = await administrator.ask('POST', '/db/country-au/_bulk_docs', { docs, new_edits: false });
    expect([pushed.status, pushed.body]).toEqual([201, []]);
  }

  test('nobody is named who has not agreed, and nothing but counts is told of them', async () => {
    const { status, body, text } = await tell().then((answer) => ({
      ...answer,
      text: JSON.stringify(answer.body)
    }));
    expect(status).toBe(200);
    expect(body).toEqual({
      day: new Date(rig.clock.now).toISOString().slice(0, 10),
      registered: 2,
      regions: ['002', '009', '019', '142', '150'].map((region) => ({
        region,
        registered: region === '009' || region === '150' ? 1 : 0
      })),
      named: [],
      demonstration: expect.any(Boolean)
    });
    for (const secret of ['AU', 'CH', 'KE', 'suspended', 'secret', '2025'])
      expect(text).not.toContain(secret);
  });

  test('a country is named as soon as its administrator has agreed, INCB sees it, and it is taken back as soon', async () => {
    await say(true);
    expect(await named()).toEqual(['AU']);
    expect(await readDocument(rig.engine.open('incb'), 'standing:AU')).toMatchObject({ named: true });
    await say(false);
    expect(await named()).toEqual([]);
    expect(await readDocument(rig.engine.open('incb'), 'standing:AU')).not.toHaveProperty('named');
  });

  test('an officer cannot agree for the country', async () => {
    const officer = await rig.signIn('au.officer');
    const docs = [withRevision({ _id: 'setting:public', schema: 1, named: true }, 'f'.repeat(32))];
    const { body } = await officer.ask('POST', '/db/country-au/_bulk_docs', { docs, new_edits: false });
    expect(JSON.stringify(body)).toContain('door.role.mayNotWrite');
    expect(await named()).toEqual([]);
  });

  test('INCB cannot agree for a country, and a setting of its own database names no country', async () => {
    const secretary = await rig.signIn('incb.secretary');
    const docs = [withRevision({ _id: 'setting:public', schema: 1, named: true }, 'e'.repeat(32))];
    const at = (name: string) =>
      secretary
        .ask('POST', `/db/${name}/_bulk_docs`, { docs, new_edits: false })
        .then(({ status }) => status);
    expect(await at('country-au')).toBe(404);
    await at('incb');
    expect(await named()).toEqual([]);
  });

  test('copies on the way may keep it for five minutes, as it is believed here', async () => {
    const response = await fetch(`${rig.address}/api/who`);
    expect(response.headers.get('cache-control')).toBe('public, max-age=300');
    expect(response.headers.get('set-cookie')).toBeNull();
  });

  test('an address that asks too often waits', async () => {
    const statuses = new Set<number>();
    for (let asked = 0; asked <= LIMITS.publicFiguresPerAddress; asked++) statuses.add((await tell()).status);
    expect([...statuses]).toEqual([200, 429]);
  });
});
