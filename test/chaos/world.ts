/**
 * Three countries and INCB over disks in memory: the real store on every device, the real gateway without sockets, the
 * real exchange. The world is built once; each run begins with a copy of its disks.
 */
import { Accounts } from '#couch/accounts/accounts.ts';
import type { EmbeddedEngine } from '#couch/engine/embedded.ts';
import { buildGateway, type Gateway } from '#couch/gateway/gateway.ts';
import { startExchange, type Exchange, type ExchangeOptions } from '#couch/exchange/start.ts';
import { provisionCountry, provisionSystem } from '#couch/installation/provision.ts';
import { Keyring } from '#lib/crypto/keyring.ts';
import { generatePrivateJwk, importSigningKey, type PrivateJwk } from '#lib/crypto/key.ts';
import type { Act, KeyRole } from '#lib/domain/act/body.ts';
import type { AuthorityCode, CountryCode, Instant } from '#lib/domain/ids.ts';
import { unwrap } from '#lib/domain/result.ts';
import type { Channel, StoreDeps } from '#lib/store/browser/deps.ts';
import { installPlugin } from '#lib/store/disk/pouch.ts';
import { Store } from '#lib/store/store.svelte.ts';
import { aCertificate, aPerson, PASSWORD } from '../couch/gateway/rig.ts';
import { untilQuiet } from './activity.ts';
import { VirtualClock } from './clock.ts';
import { adapterOn, Disk, worldWord, type Copy } from './disks.ts';
import { packWithoutThreads } from './couriers.ts';
import { fixChance } from './fixed-crypto.ts';
import { openMemoryEngine } from './memory-engine.ts';
import { Network, type Answered, type Asked } from './network.ts';
import { Seeded } from './seeded.ts';

export const BEGINNING = Date.UTC(2026, 10, 24, 9);
const PASSPHRASE = 'seven quiet herons by the lake';
const SECRET = 'a secret of the simulation';
const ADDRESS = 'http://server.example';

export const COUNTRIES = ['AU', 'CH', 'FR'] as const;
type Country = (typeof COUNTRIES)[number];

export interface Office {
  readonly device: string;
  readonly person: string;
  readonly authority: Country;
}

/** Australia has an office of two devices beside its administrator. */
export const DEVICES: readonly Office[] = [
  { device: 'au1', person: 'au.administrator', authority: 'AU' },
  { device: 'au2', person: 'au.officer', authority: 'AU' },
  { device: 'au3', person: 'au.other', authority: 'AU' },
  { device: 'ch1', person: 'ch.administrator', authority: 'CH' },
  { device: 'ch2', person: 'ch.officer', authority: 'CH' },
  { device: 'fr1', person: 'fr.administrator', authority: 'FR' }
];

/** Everything that a run begins with. */
interface Base {
  readonly server: Copy;
  readonly devices: ReadonlyMap<string, Copy>;
  readonly cookies: ReadonlyMap<string, string>;
  readonly root: PrivateJwk;
  readonly exchange: PrivateJwk;
  readonly now: number;
}

/** One officer's device, simulated or real. */
export type Desk = Pick<Device, 'name' | 'isOpen' | 'store' | 'office' | 'now'>;

export interface Desks {
  readonly devices: readonly Desk[];
}

/** PouchDB knows adapters by their names, and keeps them. */
let tabs = 0;

export class Device {
  readonly office: Office;
  readonly disk = new Disk();
  readonly #world: World;
  readonly #turns = new Map<string, Promise<unknown>>();
  #tab: { isDead: boolean } = { isDead: false };
  #adapter = '';
  #store: Store | null = null;
  cookie = '';
  /** Milliseconds that its clock is ahead. */
  skew = 0;
  isCut = false;
  /** Once it knows that its key is withdrawn, it does not open. */
  isStolen = false;

  constructor(world: World, office: Office) {
    this.#world = world;
    this.office = office;
  }

  get name(): string {
    return this.office.device;
  }

  get isOpen(): boolean {
    return this.#store?.phase.name === 'unlocked';
  }

  get store(): Store {
    if (this.#store === null) throw new Error(`${this.name} is not open`);
    return this.#store;
  }

  /** A new tab on what the disk has. */
  begin(): Store {
    this.#adapter = `disk-${this.name}-${tabs++}`;
    installPlugin(adapterOn(this.disk.begin(), this.#adapter));
    this.#tab = { isDead: false };
    const tab = this.#tab;
    this.#store = new Store(() => this.#deps(tab));
    return this.#store;
  }

  /** At any moment, without a word. */
  kill(): void {
    this.#tab.isDead = true;
    this.disk.kill();
    this.#turns.clear();
    this.#world.network.loseAllOf(this.name);
    this.#store = null;
  }

  async open(): Promise<void> {
    const store = this.begin();
    await store.start();
    unwrap(await store.choose(this.office.person));
    if (this.isStolen && store.phase.name !== 'locked') return;
    unwrap(await store.unlock(PASSPHRASE));
  }

  async enrol(): Promise<Store> {
    const store = this.begin();
    await store.start();
    unwrap(await store.signIn(this.office.person, PASSWORD));
    unwrap(await store.createSealedStore(PASSPHRASE));
    return store;
  }

  async signInAgain(): Promise<void> {
    unwrap(await this.store.signIn(this.office.person, PASSWORD));
  }

  get now(): number {
    return this.#world.clock.now + this.skew;
  }

  #deps(tab: { readonly isDead: boolean }): StoreDeps {
    const channel: Channel = { send: () => undefined, close: () => undefined };
    return {
      adapter: this.#adapter,
      prefix: `${this.#world.word}${this.name}-`,
      base: ADDRESS,
      fetch: (input, init) => this.#ask(tab, String(input), init),
      version: '1.2.3',
      language: () => 'en',
      now: () => this.now,
      random: () => this.#world.chance.fraction(),
      uuid: () => globalThis.crypto.randomUUID(),
      exclusively: (name, work) => this.#inTurn(tab, name, work),
      lead: (_name, take) => (take(), () => undefined),
      channel: () => channel,
      carrier: null
    };
  }

  #inTurn<T>(tab: { readonly isDead: boolean }, name: string, work: () => Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (tab.isDead) return;
      const run = async (): Promise<void> => (tab.isDead ? undefined : work().then(resolve, reject));
      this.#turns.set(name, (this.#turns.get(name) ?? Promise.resolve()).then(run, run));
    });
  }

  async #ask(tab: { readonly isDead: boolean }, url: string, init: RequestInit = {}): Promise<Response> {
    if (tab.isDead) return new Promise(() => undefined);
    if (this.isCut) throw new TypeError('fetch failed');
    const headers: Record<string, string> = {};
    new Headers(init.headers).forEach((value, name) => (headers[name] = value));
    if (this.cookie) headers['cookie'] = this.cookie;
    delete headers['accept-encoding'];
    const { body = null, method = 'GET', signal = null } = init;
    const bytes =
      body === null || typeof body === 'string' ? body : Buffer.from(await new Response(body).arrayBuffer());
    const asked: Asked = { method, url: url.slice(ADDRESS.length), headers, body: bytes };
    const answered = await this.#world.network.ask(this.name, asked, signal);
    const cookie = answered.headers['set-cookie'];
    if (cookie) this.cookie = cookie.split(';')[0] ?? '';
    const isEmpty = [101, 204, 205, 304].includes(answered.status);
    return new Response(isEmpty ? null : new Uint8Array(answered.body), {
      status: answered.status,
      headers: answered.headers
    });
  }
}

export class World {
  readonly word = worldWord();
  readonly clock: VirtualClock;
  readonly chance: Seeded;
  readonly network = new Network();
  readonly disk = new Disk();
  readonly devices: readonly Device[];
  readonly root: PrivateJwk;
  readonly exchangeKey: PrivateJwk;
  /** Each that the exchange or the gateway has logged. */
  readonly warnings: string[] = [];
  #engine: EmbeddedEngine | null = null;
  #gateway: Gateway | null = null;
  #exchange: Exchange | null = null;

  private constructor(clock: VirtualClock, chance: Seeded, keys: Pick<Base, 'root' | 'exchange'>) {
    this.clock = clock;
    this.chance = chance;
    this.root = keys.root;
    this.exchangeKey = keys.exchange;
    this.devices = DEVICES.map((office) => new Device(this, office));
  }

  get engine(): EmbeddedEngine {
    if (this.#engine === null) throw new Error('the server is down');
    return this.#engine;
  }

  get exchange(): Exchange | null {
    return this.#exchange;
  }

  get isServerUp(): boolean {
    return this.#gateway !== null;
  }

  device(name: string): Device {
    const device = this.devices.find((one) => one.name === name);
    if (!device) throw new Error(`No device is called ${name}.`);
    return device;
  }

  /** `withExchange`: false if a test lets it carry step by step. */
  async startServer(withExchange = true): Promise<void> {
    this.#engine = openMemoryEngine(this.disk, this.word);
    const [engine, now] = [this.#engine, (): number => this.clock.now];
    const root = await importSigningKey(this.root);
    const exchange = withExchange ? await this.beginExchange() : null;
    const gateway = await buildGateway({
      engine,
      accounts: new Accounts({ engine, clock: now }),
      secret: SECRET,
      app: null,
      roots: [root.publicKey],
      clock: now,
      // The machine's own delays are none of the run's.
      limits: { eventLoopDelayMs: 3_600_000 },
      ...(exchange ? { takeCarried: (...asked) => exchange.takeCarried(...asked) } : {})
    });
    await gateway.ready();
    this.#gateway = gateway;
    this.#exchange = exchange;
    this.network.serve = (asked) => serve(gateway, asked);
  }

  async beginExchange(options: Partial<ExchangeOptions> = {}): Promise<Exchange> {
    const root = await importSigningKey(this.root);
    const key = await importSigningKey(this.exchangeKey);
    const log = {
      info: () => undefined,
      warn: (fields: object, words: string): void =>
        void this.warnings.push(`${words} ${JSON.stringify(fields)}`)
    };
    return startExchange({
      engine: this.engine,
      key: { key, by: { person: 'exchange', name: 'Exchange', function: 'Exchange' } },
      keyring: new Keyring([root.publicKey]),
      log,
      now: () => new Date(this.clock.now).toISOString() as Instant,
      ...options
    });
  }

  /** Like a power cut: unwritten data is gone. */
  killServer(): void {
    this.network.cutServer();
    this.disk.kill();
    this.#engine = null;
    this.#gateway = null;
    this.#exchange = null;
  }

  /** Until nothing happens without the scheduler; timers of milliseconds are part of one work. */
  async settle(): Promise<void> {
    for (let fired = 0; fired < MAX_FIRED; fired++) {
      await untilQuiet();
      const { next } = this.clock;
      if (next === null || next > this.clock.now + SOON_MS) return;
      this.clock.fireOne(this.clock.now + SOON_MS);
    }
    throw new Error('Timers of milliseconds never end.');
  }

  /** Virtual time passes until it is so; a wait in vain names itself. */
  async until(isSo: () => boolean | Promise<boolean>, withinMs = 30 * 60_000): Promise<void> {
    const end = this.clock.now + withinMs;
    for (;;) {
      await this.settle();
      if (await isSo()) return;
      const { next } = this.clock;
      if (next === null || next > end) throw new Error(`It did not come to be so: ${String(isSo)}`);
      this.clock.fireOne(next);
    }
  }

  /** Time passes, and each timer that is due is called. */
  async pass(milliseconds: number): Promise<void> {
    const end = this.clock.now + milliseconds;
    while (this.clock.fireOne(end)) await this.settle();
  }

  /** While timers pass: nothing of the program depends on how long the machine takes. */
  async run<T>(work: Promise<T>): Promise<T> {
    let outcome: (() => T) | null = null;
    work.then(
      (value) => (outcome = () => value),
      (error: unknown) => {
        outcome = () => {
          throw error;
        };
      }
    );
    await this.until(() => outcome !== null);
    return outcome!();
  }

  /** `prepare`: trade that every run begins with. */
  static async build(seed: number, prepare: (world: World) => Promise<void>): Promise<Base> {
    const chance = new Seeded(seed);
    fixChance(chance);
    packWithoutThreads();
    const clock = new VirtualClock(BEGINNING);
    const keys = { root: await generatePrivateJwk(), exchange: await generatePrivateJwk() };
    const world = new World(clock, chance, keys);
    await world.#provision();
    await world.#startOnce();
    fixChance(chance.again());
    clock.install();
    try {
      await world.run(world.startServer());
      await world.run(world.#enrolAll());
      await prepare(world);
      for (const { store } of world.devices) await world.until(() => store.line?.state === 'all-delivered');
      return {
        ...keys,
        server: world.disk.copy(),
        devices: new Map(world.devices.map((one) => [one.name, one.disk.copy()])),
        cookies: new Map(world.devices.map((one) => [one.name, one.cookie])),
        now: clock.now
      };
    } finally {
      await world.close();
    }
  }

  static async open(base: Base, seed: number): Promise<World> {
    const chance = new Seeded(seed);
    fixChance(chance);
    const clock = new VirtualClock(base.now);
    clock.install();
    const world = new World(clock, chance, base);
    world.disk.restore(base.server);
    for (const device of world.devices) {
      device.disk.restore(base.devices.get(device.name) ?? new Map());
      device.cookie = base.cookies.get(device.name) ?? '';
    }
    await world.run(world.startServer());
    for (const device of world.devices) await world.run(device.open());
    return world;
  }

  /** Nothing of it goes on; what the whole program shares has time to become free. */
  async close(): Promise<void> {
    for (const device of this.devices) device.kill();
    this.killServer();
    for (let turn = 0; turn < 3; turn++) {
      this.clock.dropAll();
      await this.settle();
    }
    this.clock.dropAll();
    this.clock.remove();
  }

  /** In real time: the design documents are bundled by a program of its own. */
  async #provision(): Promise<void> {
    const engine = openMemoryEngine(this.disk, this.word);
    await provisionSystem(engine);
    for (const country of COUNTRIES) await provisionCountry(engine, country as CountryCode);
    const accounts = new Accounts({ engine, clock: () => this.clock.now });
    for (const { person, authority } of DEVICES) {
      const role = person.endsWith('administrator') ? 'administrator' : 'officer';
      await accounts.createPerson(aPerson(person, role, authority));
    }
    const key = await importSigningKey(this.exchangeKey);
    await this.#certify(engine, { key, authority: 'EXCHANGE', person: 'exchange', role: 'exchange' });
    await engine.close();
  }

  /** Files are read now, so that no run waits for one. */
  async #startOnce(): Promise<void> {
    const before = this.disk.copy();
    fixChance(new Seeded(0));
    await this.startServer();
    await this.#exchange?.stop();
    await this.#gateway?.close();
    this.killServer();
    this.disk.restore(before);
  }

  async #certify(
    engine: EmbeddedEngine,
    of: {
      readonly key: object;
      readonly authority: AuthorityCode;
      readonly person: string;
      readonly role: KeyRole;
    }
  ): Promise<void> {
    const root = await importSigningKey(this.root);
    const act: Act = await aCertificate(root, 'INCB', 'incb.secretary', of as never);
    await engine.open('reference').bulkDocs([act]);
  }

  async #enrolAll(): Promise<void> {
    const administrators = new Map<Country, Device>();
    for (const device of this.devices) {
      const { authority, person } = device.office;
      const store = await device.enrol();
      const by = administrators.get(authority);
      if (by) await this.#certifyBy(by, device);
      else {
        administrators.set(authority, device);
        const key = store['open']()!.signingKey;
        await this.#certify(this.engine, {
          key,
          authority: authority as CountryCode,
          person,
          role: 'administrator'
        });
      }
      await later(() => store.device?.state === 'certified');
      await later(() => (store.device?.numbersLeft['export-authorization'] ?? 0) > 0);
    }
  }

  async #certifyBy(by: Device, device: Device): Promise<void> {
    unwrap(await device.store.requestDevice(device.name));
    const keyId = device.store.device?.keyId;
    await later(() => by.store.desk().deviceRequests.some((one) => one.keyId === keyId));
    unwrap(await by.store.certifyDevice(keyId as never));
  }
}

const SOON_MS = 20;
const MAX_FIRED = 1000;
const LOOK_MS = 100;

/** In the time of the run. */
async function later(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
}

async function serve(gateway: Gateway, { method, url, headers, body }: Asked): Promise<Answered> {
  const answer = await gateway.inject({
    method: method as 'GET',
    url,
    headers: { host: 'server.example', ...headers },
    ...(body === null ? {} : { payload: body })
  });
  const told: Record<string, string> = {};
  for (const [name, value] of Object.entries(answer.headers))
    if (value !== undefined) told[name] = Array.isArray(value) ? value.join(', ') : String(value);
  return { status: answer.statusCode, headers: told, body: answer.rawPayload };
}
