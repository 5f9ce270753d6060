/** Each that can happen to lines, computers and servers. */
import { readDocument } from '#couch/engine/document.ts';
import type { Act } from '#lib/domain/act/body.ts';
import type { ActId, KeyId } from '#lib/domain/ids.ts';
import type { Copy } from './disks.ts';
import { readLibrary } from './invariants.ts';
import { Books } from './officers.ts';
import type { Seeded } from './seeded.ts';
import type { Device, World } from './world.ts';

export interface Faults {
  /** An older copy of the server's disk. */
  older: Copy | null;
  /** Older copies of devices' disks, as a backup of the computer keeps them. */
  readonly olderDevices: Map<string, Copy>;
  /** A restored device loses from it the work that it alone had. */
  readonly books: Books;
  /** A database was replaced by an older copy, so devices report missing acts rightly. */
  isRestored: boolean;
  stolen: Stolen | null;
}

/** A device whose key its administrator has withdrawn. Whoever took it knows its passphrase and works on. */
export interface Stolen {
  readonly device: Device;
  readonly key: KeyId;
  readonly withdrawal: Act;
  /** The acts of this key that its country's database had when its administrator withdrew it. */
  readonly before: ReadonlySet<ActId>;
  readonly theirs: Books;
  /** Those that it had when the withdrawal arrived. */
  atTheEnd?: ReadonlySet<ActId>;
}

/** Without room a server does not start, and says so. */
async function startServer(world: World): Promise<string> {
  if (world.disk.isFull) return 'the server has no room to start';
  await world.run(world.startServer());
  return 'the server starts';
}

type Fault = (world: World, chance: Seeded, faults: Faults) => Promise<string>;

const anyDevice = (world: World, chance: Seeded): Device => chance.pick(world.devices);

async function stealDevice(world: World, chance: Seeded, faults: Faults): Promise<string> {
  const [administrator, device] = [world.device('au1'), world.device(chance.pick(['au2', 'au3']))];
  const [reads, signs] = [device, administrator].map((one) => one.isOpen && one.store.reading === null);
  const key = reads ? device.store.device?.keyId : undefined;
  const hasRoom = !world.disk.isFull && !administrator.disk.isFull;
  if (faults.stolen || !signs || !key || !world.isServerUp || !hasRoom) return 'nothing';
  const done = await world.run(administrator.store.withdrawKey(key, 'The laptop was stolen.'));
  if (!done.ok) return `au1 cannot withdraw a key: ${done.problems.map(({ code }) => code).join(', ')}`;
  faults.books.acts.set(done.value._id, { act: done.value, device: 'au1' });
  const held = (await readLibrary(world)).acts.get('country-au') ?? new Map<ActId, Act>();
  const before = [...held].flatMap(([id, act]) => (act.signature.key === key ? [id] : []));
  await forgetUnsent(world, device, faults.books, () => true);
  device.isStolen = true;
  faults.stolen = { device, key, withdrawal: done.value, before: new Set(before), theirs: new Books() };
  return `${device.name} is stolen, and au1 withdraws its key`;
}

export const FAULTS: readonly Fault[] = [
  async (world, chance) => {
    const device = anyDevice(world, chance);
    device.isCut = !device.isCut;
    if (device.isCut) world.network.loseAllOf(device.name);
    return `the line of ${device.name} is ${device.isCut ? 'cut' : 'up'}`;
  },
  async (world, chance) => {
    const device = anyDevice(world, chance);
    device.kill();
    return `${device.name} is killed`;
  },
  async (world, chance) => {
    const device = chance.pick(world.devices.filter((one) => !one.isOpen).concat(world.devices.slice(0, 1)));
    if (device.isOpen || device.disk.isFull) return 'nothing';
    device.kill();
    await world.run(device.open());
    return `${device.name} opens`;
  },
  async (world) => {
    if (world.isServerUp) {
      world.killServer();
      return 'the server is killed';
    }
    return startServer(world);
  },
  async (world) => {
    if (world.isServerUp) world.killServer();
    return `${await startServer(world)} again`;
  },
  async (world, chance) => {
    const device = anyDevice(world, chance);
    device.disk.isFull = !device.disk.isFull;
    return `the disk of ${device.name} is ${device.disk.isFull ? 'full' : 'free'}`;
  },
  async (world) => {
    world.disk.isFull = !world.disk.isFull;
    return `the server's disk is ${world.disk.isFull ? 'full' : 'free'}`;
  },
  async (world, chance) => {
    const device = anyDevice(world, chance);
    device.skew = chance.pick([0, 0, -3_600_000, 3_600_000, -400 * 86_400_000, 600 * 86_400_000]);
    return `the clock of ${device.name} is ahead by ${device.skew / 1000} s`;
  },
  async (world, _chance, faults) => {
    faults.older = world.disk.copy();
    return 'the server is copied';
  },
  async (world, chance, faults) => {
    const { older } = faults;
    if (older === null || world.disk.isFull) return 'nothing';
    const name = chance.pick(['country-au', 'country-ch', 'country-fr']);
    await restoreDatabase(world, older, name);
    faults.isRestored = true;
    return `${name} is restored from the copy`;
  },
  async (world, chance, faults) => {
    const device = anyDevice(world, chance);
    faults.olderDevices.set(device.name, device.disk.copy());
    return `${device.name} is copied`;
  },
  async (world, chance, faults) => {
    const copied = [...faults.olderDevices];
    if (copied.length === 0) return 'nothing';
    const [name, older] = chance.pick(copied);
    const device = world.device(name);
    if (!world.isServerUp || world.disk.isFull || device.disk.isFull) return 'nothing';
    device.kill();
    device.disk.restore(older);
    await world.run(device.open());
    const { store } = device;
    await forgetUnsent(world, device, faults.books, (id) => !store.act(id));
    return `${device.name} is restored from its copy`;
  },
  stealDevice
];

/** As an operator does from a backup: the server is stopped for it. */
export async function restoreDatabase(world: World, older: Copy, name: string): Promise<void> {
  world.killServer();
  world.disk.restore(older, (location) => location === name || location.startsWith(`${name}-mrview-`));
  await world.run(world.startServer());
  await world.run(renewEpoch(world, name));
}

/** `npm run restore` does the same after each restore. */
async function renewEpoch(world: World, name: string): Promise<void> {
  const database = world.engine.openAsAdministrator(name);
  const held = await readDocument<{ readonly _rev: string }>(database, '_local/epoch');
  await database.put({
    _id: '_local/epoch',
    ...(held ? { _rev: held._rev } : {}),
    epoch: globalThis.crypto.randomUUID()
  } as never);
}

/** Unsent work is gone with a disk that was replaced or a computer that was stolen, and with it the drafts typed there. */
async function forgetUnsent(
  world: World,
  { name }: Device,
  books: Books,
  isLost: (id: ActId) => boolean
): Promise<void> {
  const { acts } = await readLibrary(world);
  for (const [id, { act, device }] of books.acts)
    if (device === name && !acts.get(`country-${act.body.issuer.toLowerCase()}`)?.has(id) && isLost(id))
      books.acts.delete(id);
  for (const [id, history] of books.drafts)
    if (history.some(({ device }) => device === name)) books.drafts.delete(id);
}
