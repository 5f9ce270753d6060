/** A device in front of a draft of which the server holds more versions than it takes. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MAX_OPEN_VERSIONS } from '#couch/base/databases.ts';
import type { DraftId } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import { aDraft } from './particulars.ts';
import { openWorld, until, type Device, type World } from './world.ts';

const FIELDS = { importer: 'Southern Cross' };

let world: World;
let device: Device;
beforeAll(async () => {
  world = await openWorld();
  device = world.device();
  await device.enrol('au.officer');
});
afterAll(() => world.close());

const database = () => world.rig.engine.open('country-au');

/** Past the door, as an older server took them. */
async function putVersions(id: DraftId, count: number): Promise<void> {
  const versions = Array.from({ length: count }, () => {
    const hash = randomUUID().replace(/-/g, '');
    return { ...aDraft(id, FIELDS), _rev: `1-${hash}`, _revisions: { start: 1, ids: [hash] } };
  });
  await database().bulkDocs(versions, { new_edits: false });
}

async function openVersions(id: DraftId): Promise<number> {
  const { _conflicts = [] } = await database().get(id, { conflicts: true });
  return 1 + _conflicts.length;
}

async function untilMerged(id: DraftId): Promise<void> {
  while ((await openVersions(id)) > 1) await new Promise((resolve) => setTimeout(resolve, 50));
}

test('merges them all, and the server takes that although it has too many', async () => {
  const id = device.store.newDraftId();
  await putVersions(id, MAX_OPEN_VERSIONS * 3);
  await untilMerged(id);
  await until(() => device.store.draft(id)?.fields['importer'] === FIELDS.importer);
  expect(device.store.refused()).toEqual([]);
});

test('whose own version is one too many has it merged with the others, and nothing stays refused', async () => {
  const id = device.store.newDraftId();
  device.network.on = false;
  unwrap(await device.store.saveDraft(aDraft(id, { ...FIELDS, port: 'Sydney' })));
  await putVersions(id, MAX_OPEN_VERSIONS);
  device.network.on = true;
  device.store.syncNow();
  await untilMerged(id);
  await until(() => device.store.draft(id)?.fields['port'] === 'Sydney');
  expect(await database().get(id)).toMatchObject({ fields: { ...FIELDS, port: 'Sydney' } });
  await until(() => device.store.refused().length === 0);
});
