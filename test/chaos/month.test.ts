/** The month of two countries, told day by day: their books end equal. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Act } from '#lib/domain/act/body.ts';
import { unwrap } from '#lib/domain/result.ts';
import { Courier } from '#lib/store/courier.ts';
import { restoreDatabase } from './faults.ts';
import { judgeHealed, judgeMoment, readLibrary } from './invariants.ts';
import type { Copy } from './disks.ts';
import { beginTrade, Books, chooseDeed } from './officers.ts';
import { Seeded } from './seeded.ts';
import { deliverAll } from './simulate.ts';
import { World, type Device } from './world.ts';

const [MINUTE, DAY] = [60_000, 86_400_000];
const WORKING_DAYS = 22;
const DEEDS_A_DAY = 8;
const [STOLEN_ON, THIEF_ON, COPIED_ON, RESTORED_ON, COURIER_ON] = [8, 11, 13, 16, 18];

let world: World;
const chance = new Seeded(4);
const books = new Books();
const device = (name: string): Device => world.device(name);
const cut = (devices: readonly Device[], isCut: boolean): void =>
  devices.forEach((one) => {
    one.isCut = isCut;
    if (isCut) world.network.loseAllOf(one.name);
  });

beforeAll(async () => {
  world = await World.open(await World.build(1, beginTrade), 4);
});
afterAll(() => world.close());

async function openAll(devices: readonly Device[]): Promise<void> {
  for (const one of devices) {
    one.kill();
    await world.run(one.open());
  }
}

async function work(devices: readonly Device[], deeds = DEEDS_A_DAY): Promise<void> {
  for (let left = deeds; left > 0; left--) {
    const deed = chooseDeed({ devices }, books, chance, { hasCouriers: false });
    if (deed) await world.run(deed());
    await world.pass(MINUTE);
  }
}

/** By a thief who knows its passphrase and the officer's password: nothing that is signed there reaches any database. */
async function expectShutOut(stolen: Device): Promise<void> {
  cut([stolen], true);
  await openAll([stolen]);
  const theirs = new Books();
  for (let left = 5; left > 0; left--) {
    await world.run(
      chooseDeed({ devices: [stolen, device('fr1')] }, theirs, chance, { hasCouriers: false })!()
    );
    await world.pass(MINUTE);
  }
  expect(theirs.acts.size).toBeGreaterThan(0);
  cut([stolen], false);
  await world.pass(MINUTE);
  await expect(world.run(stolen.signInAgain())).rejects.toThrow('device.withdrawn');
  await world.pass(5 * MINUTE);
  const { acts } = await readLibrary(world);
  for (const held of acts.values()) expect([...theirs.acts.keys()].filter((id) => held.has(id))).toEqual([]);
  stolen.kill();
}

/** What its authority has in its books, in micrograms of base: by importing country and substance, exported and imported. */
function bookOf({ store }: Device): Record<string, [number, number]> {
  const sums: Record<string, [number, number]> = {};
  for (const { importingCountry, exportingCountry, lines } of store.dossiers()) {
    if (importingCountry === 'FR' || exportingCountry === 'FR') continue;
    for (const { substance, exported, imported } of lines) {
      const sum = (sums[`${importingCountry} ${substance}`] ??= [0, 0]);
      sum[0] += Number(exported.base);
      sum[1] += Number(imported.base);
    }
  }
  return sums;
}

test(
  'a month of work, outages, a theft, a restored database and a courier ends in equal books',
  { timeout: 600_000 },
  async () => {
    const [au1, au2, au3, ch1, ch2] = ['au1', 'au2', 'au3', 'ch1', 'ch2'].map(device) as [
      Device,
      Device,
      Device,
      Device,
      Device
    ];
    let staff: readonly Device[] = [au1, au2, au3, ch1, ch2];
    let backup: Copy | null = null;
    let [isRestored, month] = [false, world.clock.now];
    device('fr1').kill();

    for (let day = 1; day <= WORKING_DAYS; day++) {
      // Each week the line of one country is away for a day. The server is too, in the second week.
      const away = day % 5 === 3 ? (day % 2 === 1 ? [au1, au2, au3] : [ch1, ch2]) : [];
      await openAll(staff);
      await deliverAll(world, staff);
      cut(away, true);
      if (day === 9) world.killServer();
      await work(staff);
      if (day === 9) await world.run(world.startServer());

      if (day === STOLEN_ON) {
        cut([au3], true);
        const keyId = au3.store.device!.keyId;
        await work([au3, device('fr1')], 3);
        await world.run(au3.store.flush());
        au3.kill();
        staff = [au1, au2, ch1, ch2];
        const unsent = [...books.acts.values()].filter(
          ({ device, act }) => device === 'au3' && !au1.store.act(act._id)
        );
        expect(unsent.length).toBeGreaterThan(0);
        for (const { act } of unsent) books.acts.delete(act._id);
        for (const [id, history] of books.drafts)
          if (history.some((one) => one.device === 'au3')) books.drafts.delete(id);
        unwrap(await world.run(au1.store.withdrawKey(keyId as never, 'The laptop was stolen from a car.')));
        await world.pass(MINUTE);
      }
      if (day === THIEF_ON) await expectShutOut(au3);
      if (day === COPIED_ON) backup = world.disk.copy();
      if (day === RESTORED_ON) {
        await restoreDatabase(world, backup!, 'country-ch');
        isRestored = true;
      }
      if (day === COURIER_ON) {
        cut([ch1, ch2], true);
        await work([ch2, au3], 3);
        const sent = [...books.acts.values()].filter((one) => one.device === 'ch2').map(({ act }) => act);
        const atHome = (act: Act): boolean => au1.store.act(act._id) !== null;
        const forAustralia = sent.filter(({ body }) => body.to.includes('AU' as never));
        expect(forAustralia.every(atHome)).toBe(false);
        for (const [from, to, loading] of [
          [ch2, 'AU', au2],
          [au2, 'CH', ch2]
        ] as const) {
          const { lines, code } = unwrap(await world.run(new Courier(from.store).write(to as never)));
          const file = new Blob([lines.join('\n')]);
          const { refused } = unwrap(await world.run(new Courier(loading.store).take(file, code)));
          expect(refused).toEqual([]);
        }
        // An office that has a line brings them to the server, so its other desk reads them while Switzerland is away.
        await world.pass(2 * MINUTE);
        expect(forAustralia.filter((act) => !atHome(act))).toEqual([]);
      }

      if (away.length > 0) await world.pass(MINUTE);
      for (const one of staff) await world.run(one.store.flush());
      if (world.isServerUp) {
        const library = await readLibrary(world);
        expect(judgeMoment({ ...judged(staff) }, library, { books, isRestored })).toEqual([]);
      }
      for (const one of staff) {
        await world.run(one.store.lock());
        one.kill();
      }
      cut(world.devices, false);
      month += DAY * (day % 5 === 0 ? 3 : 1);
      // Nothing happens at night but timers that look every two seconds.
      world.clock.now = month;
      await world.settle();
    }

    await openAll(staff);
    await deliverAll(world, staff);
    await world.run(world.exchange!.caughtUp());
    await world.run(world.exchange!.scanNow());
    await deliverAll(world, staff);
    expect(await judgeHealed(judged(staff), books)).toEqual([]);
    const australia = bookOf(au1);
    expect(bookOf(ch1)).toEqual(australia);
    expect(bookOf(ch2)).toEqual(australia);
    expect(Object.values(australia).some(([exported, imported]) => exported > 0 && imported > 0)).toBe(true);
    expect(books.acts.size).toBeGreaterThan(WORKING_DAYS * 2);
  }
);

const judged = (devices: readonly Device[]) => ({
  devices,
  engine: world.engine,
  run: <T>(running: Promise<T>): Promise<T> => world.run(running)
});
