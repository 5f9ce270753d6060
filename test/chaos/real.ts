/**
 * The same officers before a real server: the command of the README on a port of its own, with its data on a small disk,
 * or on Apache CouchDB where `COUCHDB_URL` is set. Server, CouchDB and tabs are killed at any moment, the disk fills up,
 * and clocks are years off. Afterwards everything is repaired, and the invariants of the design are checked.
 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { openCouchdbEngine, type Engine } from '#couch/engine/engine.ts';
import { openEmbeddedEngine } from '#couch/engine/embedded.ts';
import { unwrap } from '#lib/domain/result.ts';
import { openTinyDisk, type TinyDisk } from '../couch/tiny-disk.ts';
import { ADMINISTRATORS, OFFICERS } from '../e2e/pages/sign-in.page.ts';
import { Server } from '../e2e/server.ts';
import { Device, PASSPHRASE } from '../store/world.ts';
import { judgeHealed } from './invariants.ts';
import { Books, chooseDeed } from './officers.ts';
import { Seeded } from './seeded.ts';
import type { Desk, Office } from './world.ts';

const TWO_YEARS_MS = 2 * 365 * 86_400_000;
const MAX_HEALING_MS = 300_000;
const QUIET_MS = 10_000;
const MAX_ROUND_MS = 30_000;
const DISK_MB = 256;
const COUCHDB_URL = process.env['COUCHDB_URL'];

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A device in this process, whose requests go to the real server. */
class RealDesk implements Desk {
  readonly device: Device;
  skew = 0;

  constructor(
    readonly office: Office,
    readonly password: string,
    address: string
  ) {
    const now = (): number => Date.now() + this.skew;
    const clock = {
      get now(): number {
        return now();
      }
    };
    this.device = new Device({ address, clock });
  }

  get name(): string {
    return this.office.device;
  }
  get now(): number {
    return this.device.clock.now;
  }
  get store(): Device['store'] {
    return this.device.store;
  }
  get isOpen(): boolean {
    return this.store.phase.name === 'unlocked';
  }

  async enrol(): Promise<void> {
    await this.store.start();
    unwrap(await this.store.signIn(this.office.person, this.password));
    unwrap(await this.store.createSealedStore(PASSPHRASE));
    unwrap(await this.store.requestDevice(this.name));
    await until(() => this.store.device?.state === 'certified', `${this.name} is certified`);
  }

  async kill(): Promise<void> {
    await this.device.killTab();
  }

  async open(): Promise<void> {
    this.device.network.on = true;
    if (this.isOpen) return;
    unwrap(await this.store.choose(this.office.person));
    unwrap(await this.store.unlock(PASSPHRASE));
  }

  async goOn(): Promise<void> {
    const state = this.store.line?.state;
    if (state === 'epoch') await this.store.acceptEpoch();
    else if (state === 'signed-out') unwrap(await this.store.signIn(this.office.person, this.password));
    else this.store.syncNow();
  }
}

async function until(
  isSo: () => boolean | Promise<boolean>,
  words: string,
  withinMs = 60_000
): Promise<void> {
  for (const end = Date.now() + withinMs; !(await isSo()); await pause(50))
    if (Date.now() > end) throw new Error(`In vain: ${words}.`);
}

class RealWorld {
  readonly server: Server;
  readonly devices: readonly RealDesk[];
  readonly #disk: TinyDisk | null;
  #engine: Engine | null = null;

  private constructor(server: Server, disk: TinyDisk | null) {
    this.server = server;
    this.#disk = disk;
    const offices: [Office, string][] = [
      [{ device: 'au1', person: ADMINISTRATORS.AU.account, authority: 'AU' }, ADMINISTRATORS.AU.password],
      [{ device: 'au2', person: OFFICERS.AU.account, authority: 'AU' }, OFFICERS.AU.password],
      [{ device: 'ch1', person: ADMINISTRATORS.CH.account, authority: 'CH' }, ADMINISTRATORS.CH.password],
      [{ device: 'ch2', person: OFFICERS.CH.account, authority: 'CH' }, OFFICERS.CH.password]
    ];
    this.devices = offices.map(([office, password]) => new RealDesk(office, password, server.address));
  }

  static async open(): Promise<RealWorld> {
    const disk = process.getuid?.() === 0 && !COUCHDB_URL ? openTinyDisk(DISK_MB) : null;
    if (disk) process.env['TMPDIR'] = disk.folder;
    const world = new RealWorld(await Server.start(), disk);
    for (const device of world.devices) await device.enrol();
    return world;
  }

  get engine(): Engine {
    if (this.#engine === null) throw new Error('Nothing is read yet.');
    return this.#engine;
  }

  run<T>(work: Promise<T>): Promise<T> {
    return work;
  }

  /** While nothing is written: another process cannot open the server's own folder. */
  async readData(): Promise<void> {
    await this.#engine?.close();
    const copy = `${this.server.folder}-copy`;
    if (!COUCHDB_URL) {
      rmSync(copy, { recursive: true, force: true });
      cpSync(this.server.folder, copy, { recursive: true });
    }
    this.#engine = COUCHDB_URL
      ? await openCouchdbEngine({ url: COUCHDB_URL, prefix: this.server.prefix, secret: 'unused' })
      : await openEmbeddedEngine({ folder: copy });
  }

  async close(): Promise<void> {
    for (const { device, store } of this.devices) {
      device.network.on = false;
      await store.lock();
    }
    await this.#engine?.close();
    await this.server.stop();
    this.#disk?.drop();
  }

  fillDisk(): boolean {
    this.#disk?.fillUpTo(0);
    return this.#disk !== null;
  }

  makeRoom(): void {
    this.#disk?.makeRoom();
  }
}

type Fault = (world: RealWorld, chance: Seeded) => Promise<string | null>;

const killServer: Fault = async ({ server }) => {
  await server.kill();
  return 'server';
};

const killTab: Fault = async ({ devices }, chance) => {
  const device = chance.pick(devices);
  await device.kill();
  return `tab of ${device.name}`;
};

/** `COUCHDB_HOME`: its release folder, from which it is started again. */
const killCouchdb: Fault = async () => {
  const home = process.env['COUCHDB_HOME'];
  if (!COUCHDB_URL || !home) return null;
  execFileSync('pkill', ['-9', '-f', `${home}/.*beam`]);
  spawn(`${home}/bin/couchdb`, { stdio: 'ignore', detached: true }).unref();
  const isUp = (): Promise<boolean> =>
    fetch(new URL('_up', `${new URL(COUCHDB_URL).origin}/`)).then(
      ({ ok }) => ok,
      () => false
    );
  await until(isUp, 'CouchDB is there again');
  return 'CouchDB';
};

const KILLS: readonly Fault[] = [killServer, killServer, killTab, killCouchdb];

/** Tells what is broken. */
async function killAgainAndAgain(kills: number, seed: number): Promise<readonly string[]> {
  const chance = new Seeded(seed);
  const world = await RealWorld.open();
  const books = new Books();
  const killed = new Map<string, number>();
  try {
    for (let done = 0; done < kills;) {
      if (!world.server.isAlive) {
        world.makeRoom();
        await world.server.start();
      }
      for (const device of world.devices) if (chance.below(4) > 0) await device.open();
      const odd = chance.pick(world.devices);
      odd.skew = chance.below(8) === 0 ? chance.pick([-TWO_YEARS_MS, TWO_YEARS_MS]) : 0;
      if (chance.below(10) === 0 && world.fillDisk())
        killed.set('disk filled', 1 + (killed.get('disk filled') ?? 0));
      for (let left = 1 + chance.below(4); left > 0; left--) {
        const deed = chooseDeed(world, books, chance);
        // One that is killed never answers.
        deed?.().catch(() => undefined);
        await pause(chance.below(300));
      }
      const victim = await chance.pick(KILLS)(world, chance);
      world.makeRoom();
      if (victim === null) continue;
      done++;
      killed.set(victim, 1 + (killed.get(victim) ?? 0));
    }
    const healing = Date.now();
    const broken = await heal(world, books);
    const seconds = Math.round((Date.now() - healing) / 1000);
    const tally = [...killed].map(([name, count]) => `${count} × ${name}`).join(', ');
    console.log(
      `Seed ${seed}: ${tally}; ${books.acts.size} acts, ${books.drafts.size} drafts; healed in ${seconds} s.`
    );
    for (const [code, count] of books.refused) console.log(`  refused on the device: ${count} × ${code}`);
    return broken;
  } finally {
    await world.close();
  }
}

async function heal(world: RealWorld, books: Books): Promise<readonly string[]> {
  if (!world.server.isAlive) await world.server.start();
  for (const device of world.devices) {
    device.skew = 0;
    await device.open();
    await device.store.flush();
  }
  const isQuiet = (): boolean =>
    world.devices.every(
      ({ store }) => store.reading === null && ['all-delivered', 'refused'].includes(store.line?.state ?? '')
    );
  // A server that was killed asks CouchDB again after a pause, so receipts and arrivals come later than the last push.
  const end = Date.now() + MAX_HEALING_MS;
  for (let quietSince = Infinity, broken: readonly string[] = ['Nothing is quiet.']; ; await pause(1000)) {
    if (Date.now() > end) return broken;
    for (const device of world.devices) await device.goOn();
    quietSince = isQuiet() ? Math.min(quietSince, Date.now()) : Infinity;
    if (Date.now() - quietSince < QUIET_MS) continue;
    await world.readData();
    broken = await judgeHealed(world, books);
    if (broken.length === 0) return broken;
    quietSince = Infinity;
  }
}

const [kills, seed] = [Number(process.env['CHAOS_KILLS']), Number(process.env['CHAOS_SEED'] ?? 1)];

test(
  'no kill, full disk or wrong clock breaks an invariant of the design',
  {
    timeout: MAX_HEALING_MS + kills * MAX_ROUND_MS
  },
  async () => {
    expect(await killAgainAndAgain(kills, seed)).toEqual([]);
  }
);
