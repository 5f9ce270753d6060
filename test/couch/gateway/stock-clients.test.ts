/** PouchDB as it is published replicates with a country's database, knowing nothing of the gateway's bounds. */
import PouchCore from 'pouchdb-core';
import HttpAdapter from 'pouchdb-adapter-http';
import MemoryAdapter from 'pouchdb-adapter-memory';
import Replication from 'pouchdb-replication';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { LIMITS } from '#couch/base/limits.ts';
import { describeEngines } from '../with-engine.ts';
import { memberOf } from './answers.ts';
import { crowdedDrafts, fillWithDrafts, leavesOf, MISSING } from './crowded.ts';
import { openRig, type Client, type Rig } from './rig.ts';

type PouchClass = new (name: string, options?: object) => PouchDB.Database<object>;
const Pouch = PouchCore.defaults({}) as unknown as PouchClass;
for (const plugin of [HttpAdapter, MemoryAdapter, Replication] as unknown as ((on: PouchClass) => void)[])
  plugin(Pouch);

const HOME = '/db/country-au';

describeEngines('stock PouchDB', (open) => {
  let rig: Rig;
  let officer: Client;
  let remote: PouchDB.Database<object>;
  let device: PouchDB.Database<object>;

  beforeAll(async () => {
    rig = await openRig(open);
    officer = await rig.signIn('au.officer');
    await fillWithDrafts(officer, 'country-au', '6f1c1');
    remote = new Pouch(rig.address + HOME, { fetch: fetchWithCookie });
    device = new Pouch(`stock-${process.pid}-${rig.address.split(':')[2]}`, { adapter: 'memory' });
  });
  afterAll(async () => {
    await device.destroy();
    await rig.drop();
  });

  /** All that is not PouchDB's own: the session. */
  function fetchWithCookie(url: string, options: RequestInit): Promise<Response> {
    const headers = new Headers(options.headers);
    headers.set('cookie', officer.cookie);
    return fetch(url, { ...options, headers });
  }

  async function leavesHere(): Promise<string[]> {
    return leavesOf((await officer.ask('GET', `${HOME}/_changes?style=all_docs`)).body);
  }

  test('is told what the database is, at its own address for it', async () => {
    const told = await remote.info();
    expect(told).toMatchObject({
      db_name: 'country-au',
      instance_start_time: expect.stringMatching(/^[1-9]\d*$/) as unknown
    });
    expect(told.doc_count).toBeGreaterThan(100);
    const committed = await officer.ask('POST', `${HOME}/_ensure_full_commit`);
    expect(committed).toMatchObject({ status: 201, body: { ok: true } });
    expect(memberOf(committed.body, 'instance_start_time')).toBe(memberOf(told, 'instance_start_time'));
  });

  test('pulls conflicts and tombstones, more than a thousand revisions at once', async () => {
    expect(MISSING).toBeGreaterThan(LIMITS.idsPerRequest);
    const pulled = await device.replicate.from(remote, { retry: false });
    expect(pulled).toMatchObject({ ok: true, status: 'complete', errors: [] });
    expect(leavesOf(await device.changes({ style: 'all_docs' }))).toEqual(await leavesHere());
    expect(await device.replicate.from(remote, { retry: false })).toMatchObject({ ok: true, docs_read: 0 });
  });

  test('pushes as many of its own', async () => {
    await device.bulkDocs(crowdedDrafts('0b2c2'), { new_edits: false });
    const pushed = await device.replicate.to(remote, { retry: false });
    expect(pushed).toMatchObject({ ok: true, status: 'complete', doc_write_failures: 0, errors: [] });
    expect(pushed.docs_written).toBeGreaterThanOrEqual(MISSING);
    expect(leavesOf(await device.changes({ style: 'all_docs' }))).toEqual(await leavesHere());
    expect(await device.replicate.to(remote, { retry: false })).toMatchObject({ ok: true, docs_read: 0 });
  });
});
