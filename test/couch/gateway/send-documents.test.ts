import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import type { Database } from '#couch/engine/engine.ts';
import { describeEngines } from '../with-engine.ts';
import { resultsOf } from './answers.ts';
import { openRig, withRevision, type Client, type Rig } from './rig.ts';

const LARGE = 100_000;

describeEngines('documents by id', (open, kind) => {
  let rig: Rig;
  let officer: Client;
  let database: Database;
  let read: Database['bulkGetText'];
  const ids = Array.from(
    { length: 200 },
    (_, count) => `draft:6f1c1b1e-6a52-4f0e-9d6e-${count.toString(16).padStart(12, '0')}`
  );
  const asked = { docs: ids.map((id) => ({ id, rev: `1-${'a'.repeat(32)}` })) };

  beforeAll(async () => {
    rig = await openRig(open);
    officer = await rig.signIn('au.officer');
    database = rig.engine.open('country-au');
    read = database.bulkGetText.bind(database);
    for (let at = 0; at < ids.length; at += 20) {
      const documents = ids.slice(at, at + 20).map((_id, index) => aLargeDraft(_id, at + index));
      await database.bulkDocs(documents, { new_edits: false });
    }
  });
  beforeEach(() => void Object.assign(database, { bulkGetText: read }));
  afterAll(() => rig.drop());

  function aLargeDraft(_id: string, count: number): { _id: string } {
    return withRevision({ _id, schema: 1, fields: { count, remarks: 'x'.repeat(LARGE) } });
  }

  /** What is asked of the database each time, and what comes of it from the `failing` time on. */
  function follow(failing = Infinity): { portions: number[]; most: () => number } {
    const portions: number[] = [];
    let [underWay, most] = [0, 0];
    const followed: Database['bulkGetText'] = (docs) => {
      portions.push(docs.length);
      most = Math.max(most, ++underWay);
      if (portions.length >= failing) return Promise.reject(new Error('the disk does not answer'));
      return read(docs).finally(() => underWay--);
    };
    Object.assign(database, { bulkGetText: followed });
    return { portions, most: () => most };
  }

  test('come whole and in order, however large, while the server reads two portions of two megabytes at a time', async () => {
    const { portions, most } = follow();
    const { status, body } = await officer.ask('POST', '/db/country-au/_bulk_get', asked);
    expect(status).toBe(200);
    const results = resultsOf(body) as readonly { id: string; docs: { ok: { fields: object } }[] }[];
    expect(results.map(({ id }) => id)).toEqual(ids);
    results.forEach(({ docs }, count) => {
      expect(docs).toHaveLength(1);
      expect(docs[0]?.ok).toMatchObject({ fields: { count, remarks: 'x'.repeat(LARGE) } });
    });
    expect(portions.reduce((sum, size) => sum + size, 0)).toBe(ids.length);
    expect(most()).toBe(2);
    // Of the first two the size is not known yet.
    for (const size of portions.slice(2)) expect(size * LARGE).toBeLessThanOrEqual(2 * 1024 * 1024);
  });

  test('that are not here are told to be missing, and none asked for is an empty list', async () => {
    const missing = { docs: [{ id: 'draft:none' }, asked.docs[0]] };
    const { body } = await officer.ask('POST', '/db/country-au/_bulk_get', missing);
    expect(resultsOf(body)).toMatchObject([
      { id: 'draft:none', docs: [{ error: { error: 'not_found' } }] },
      { id: ids[0], docs: [{ ok: { _id: ids[0] } }] }
    ]);
    expect(await officer.ask('POST', '/db/country-au/_bulk_get', { docs: [] })).toMatchObject({
      status: 200,
      body: { results: [] }
    });
  });

  test('that cannot be read at all are told as a failure, those after the first cut the answer off', async () => {
    follow(1);
    expect(await officer.ask('POST', '/db/country-au/_bulk_get', asked)).toMatchObject({
      status: 500,
      body: { reason: 'request.failed' }
    });
    follow(2);
    await expect(officer.ask('POST', '/db/country-au/_bulk_get', asked)).rejects.toThrow();
    expect((await officer.ask('GET', '/db/country-au')).status).toBe(200);
  });

  test('are had in no other way: neither with the changes nor with the list of ids', async () => {
    for (const [method, path, body] of [
      ['GET', '/db/country-au/_changes?include_docs=true', undefined],
      ['POST', '/db/country-au/_all_docs?include_docs=true', { keys: [ids[0]] }]
    ] as const) {
      expect(await officer.ask(method, path, body)).toMatchObject({
        status: 400,
        body: { reason: 'request.query.unknown' }
      });
    }
  });

  test('are listed by their ids as the database lists them, a few at a time where this process reads them', async () => {
    const keys = [...ids.slice(0, 30).reverse(), 'draft:none', ...ids.slice(100, 110)];
    const whole = await database.allDocs({ keys });
    const listed = vi.spyOn(database, 'allDocs');
    const { status, body } = await officer.ask('POST', '/db/country-au/_all_docs', { keys });
    const portions = listed.mock.calls.map(([options]) => (options as { keys?: string[] }).keys?.length ?? 0);
    listed.mockRestore();
    expect(status).toBe(200);
    expect((body as typeof whole).rows).toEqual(JSON.parse(JSON.stringify(whole.rows)));
    if (kind === 'embedded') expect(Math.max(...portions)).toBe(4);
    expect(await officer.ask('POST', '/db/country-au/_all_docs', { keys: [] })).toMatchObject({
      status: 200,
      body: { rows: [] }
    });
  });
});
