/** Historic records on real devices: the same file twice is once, also offline, and undone on one device is undone. */
import { gzipSync, strToU8 } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CountryFiles } from '#couch/files/country-files.ts';
import { readDocument } from '#couch/engine/engine.ts';
import {
  historicName,
  HISTORIC_PREFIX,
  listHistoric,
  rowsToText,
  totalsOf
} from '#lib/domain/historic/historic.ts';
import { unwrap } from '#lib/domain/result.ts';
import { keptImports, startImport, undoImport } from '#lib/import/run-import.ts';
import { Scans } from '#lib/store/scans.ts';
import { aHistoricRow } from '../samples/historic.ts';
import { openWorld, until, type Device, type World } from './world.ts';

const DAY = 86_400_000;
const WATCH = { isStopped: () => false, tell: () => undefined };
const ROWS = [aHistoricRow({ on: '2024-02-03' })];

let world: World;
let near: Device;
let far: Device;
beforeAll(async () => {
  world = await openWorld();
  near = await world.administrator('au.administrator');
  far = await world.administrator('au.administrator');
});
afterAll(() => world.close());

const recordsOf = ({ store }: Device) => listHistoric(store.documents(HISTORIC_PREFIX));
const atServer = (id: string) => readDocument(world.rig.engine.open('country-au'), id);

async function load({ store }: Device) {
  const packed = new Blob([gzipSync(strToU8([...rowsToText(ROWS)].join('')), { mtime: 0 }) as BlobPart]);
  const { sha256: file, bytes } = unwrap(await new Scans(store).takeRows(packed));
  const content = { year: 2024, part: 1, name: 'old.csv', file, bytes, totals: totalsOf(ROWS)!.get(2024)! };
  const document = { _id: `setting:${historicName(content)}` as const, ...content };
  const item = { row: 2, name: '2024', about: '', document };
  unwrap(await startImport(store, { of: 'historic', name: 'old.csv' }, [item], WATCH));
  return { id: document._id, rows: { sha256: file, bytes } };
}

test('two devices that load one file offline count it once, and remove it on one of them for both', async () => {
  for (const { network } of [near, far]) network.on = false;
  const { id, rows } = await load(near);
  expect((await load(far)).id).toBe(id);
  // A second run adds nothing.
  await load(near);
  for (const device of [near, far]) {
    expect(recordsOf(device)).toHaveLength(1);
    device.network.on = true;
    device.store.syncNow();
  }
  await until(() => [near, far].every(({ store }) => store.line?.state === 'all-delivered'));
  await until(() =>
    [near, far].every(
      ({ store }) => !new Scans(store).standing({ ...rows, type: 'application/gzip' } as never).isWaiting
    )
  );
  expect([near, far].map((device) => recordsOf(device).length)).toEqual([1, 1]);
  expect([near, far].flatMap(({ store }) => store.refused())).toEqual([]);
  expect(
    await new Scans(far.store)
      .readRows(rows)
      .then(unwrap)
      .then(({ size }) => size)
  ).toBe(rows.bytes);

  unwrap(await undoImport(near.store, keptImports(near.store)[0]!, 'Undone.'));
  near.store.syncNow();
  await until(() => recordsOf(far).length === 0);
  expect([recordsOf(near), await atServer(id)]).toEqual([[], null]);
});

test('the rows stay at the server while a record names them, and go after it', async () => {
  const { id, rows } = await load(near);
  near.store.syncNow();
  await until(() => recordsOf(far).length === 1);
  await until(
    () => !new Scans(near.store).standing({ ...rows, type: 'application/gzip' } as never).isWaiting
  );
  const files = new CountryFiles({
    engine: world.rig.engine,
    clock: () => world.rig.clock.now + 100 * DAY
  } as never);
  const held = () => readDocument(world.rig.engine.open('files-au'), `scan:${rows.sha256}`);
  await files.sweep();
  expect(await held()).toMatchObject({ type: 'application/gzip' });
  for (const name of ['country-ch', 'reference', 'incb'])
    expect(await readDocument(world.rig.engine.open(name), id)).toBeNull();
  expect([near, far].map(({ store }) => store.dossiers().length)).toEqual([0, 0]);
  unwrap(await far.store.removeHistoric(id));
  far.store.syncNow();
  await until(() => recordsOf(near).length === 0);
  await files.sweep();
  expect(await held()).toBeNull();
});

test('a device without a connection has the totals, and says that it cannot read the rows', async () => {
  const { rows } = await load(near);
  near.store.syncNow();
  await until(() => recordsOf(far).length === 1);
  far.network.on = false;
  expect(recordsOf(far)[0]?.totals).toMatchObject([{ micrograms: '5000000000' }]);
  expect(await new Scans(far.store).readRows(rows)).toMatchObject({ problems: [{ code: 'scan.absent' }] });
  far.network.on = true;
});
