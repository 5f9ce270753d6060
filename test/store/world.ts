/**
 * Devices of officers, each with a store in memory, before a real gateway with a real exchange. A device's
 * line can be cut, its tab killed, its clock moved.
 */
import { randomUUID } from 'node:crypto';
import MemoryAdapter from 'pouchdb-adapter-memory';
import type { Exchange, ExchangeOptions } from '#couch/exchange/start.ts';
import { startExchange } from '#couch/exchange/start.ts';
import { Keyring } from '#lib/crypto/keyring.ts';
import { importSigningKey, generatePrivateJwk, type SigningKey } from '#lib/crypto/key.ts';
import type { AuthorityCode, Instant } from '#lib/domain/ids.ts';
import { inTurn, turns } from './in-turn.ts';
import { unwrap } from '#lib/domain/result.ts';
import type { StoreDeps } from '#lib/store/browser/deps.ts';
import { installPlugin } from '#lib/store/disk/pouch.ts';
import { Store } from '#lib/store/store.svelte.ts';
import { aCertificate, openRig, PASSWORD, type Rig } from '../couch/gateway/rig.ts';
import { openTestEmbedded, type OpenTestEngine } from '../couch/with-engine.ts';

installPlugin(MemoryAdapter);

export const PASSPHRASE = 'seven quiet herons by the lake';

/** A packed version counts its own devices beside these, in the same databases in memory. */
const HERE = `d${randomUUID().slice(0, 8)}`;
let devices = 0;

interface Network {
  /** Off: every request fails as on a cut line. */
  on: boolean;
  /** Another server's origin, to which all requests go instead. */
  origin: string | null;
  /** Called before each request; may throw, as a line that is cut in the middle does. */
  before: (url: string, init: RequestInit | undefined) => void;
  /** What somebody in the middle says in the server's place. */
  answer: (() => Response) | null;
  /** A line that does to a request, or to its answer, what lines do. */
  line: ((send: () => Promise<Response>, url: string) => Promise<Response>) | null;
  cookie: string;
}

export class Device {
  readonly network: Network = {
    on: true,
    origin: null,
    before: () => undefined,
    answer: null,
    line: null,
    cookie: ''
  };
  readonly prefix: string;
  /** The server's, unless a test gives the device one of its own. */
  clock: { now: number };
  readonly #rig: Pick<Rig, 'address' | 'clock'>;
  store: Store;
  #tab: Tab = { isDead: false };

  constructor(rig: Pick<Rig, 'address' | 'clock'>, prefix = `${HERE}-${devices++}-`) {
    this.#rig = rig;
    this.prefix = prefix;
    this.clock = rig.clock;
    this.store = this.#newTab();
  }

  #newTab(): Store {
    const tab = { isDead: false };
    this.#tab = tab;
    return new Store(() => ({ ...this.deps(), exclusively: (name, work) => inTurnOf(tab, name, work) }));
  }

  /** The tab is gone without a word; a new one opens on the same databases. */
  async killTab(): Promise<void> {
    this.network.on = false;
    // A lock ends with the tab that held it, and a tab that is gone asks for none.
    this.#tab.isDead = true;
    for (const name of turns.keys()) if (name.startsWith(this.prefix)) turns.delete(name);
    this.store = this.#newTab();
    await this.store.start();
  }

  deps(): StoreDeps {
    return {
      adapter: 'memory',
      prefix: this.prefix,
      base: this.#rig.address,
      fetch: (input, init) => this.#ask(String(input), init),
      version: '1.2.3',
      language: () => 'fr',
      now: () => this.clock.now,
      random: () => 0,
      uuid: () => globalThis.crypto.randomUUID(),
      exclusively: (name, work) => inTurn(name, work),
      lead: (_name, take) => (take(), () => undefined),
      channel: () => ({ send: () => undefined, close: () => undefined }),
      carrier: null
    };
  }

  async #ask(url: string, init: RequestInit = {}): Promise<Response> {
    if (!this.network.on) throw new TypeError('fetch failed');
    this.network.before(url, init);
    if (this.network.answer) return this.network.answer();
    const headers = new Headers(init.headers);
    if (this.network.cookie) headers.set('cookie', this.network.cookie);
    const to = this.network.origin;
    const address = to === null ? url : url.replace(this.#rig.address, to);
    const send = (): Promise<Response> => fetch(address, { ...init, headers });
    const response = await (this.network.line?.(send, url) ?? send());
    const cookie = response.headers.get('set-cookie');
    if (cookie) this.network.cookie = cookie.split(';')[0] ?? '';
    return response;
  }

  /** On line for the first time, up to open desks. */
  async enrol(person: string): Promise<Store> {
    await this.store.start();
    unwrap(await this.store.signIn(person, PASSWORD));
    unwrap(await this.store.createSealedStore(PASSPHRASE));
    return this.store;
  }
}

interface Tab {
  isDead: boolean;
}

/** Of a tab that has been killed meanwhile nobody hears any more. */
function inTurnOf<T>(tab: Tab, name: string, work: () => Promise<T>): Promise<T> {
  return new Promise((tell, fail) => {
    if (tab.isDead) return;
    void inTurn(name, async () => (tab.isDead ? undefined : work().then(tell, fail)));
  });
}

/** What Web Locks do. */
export interface World {
  readonly rig: Rig;
  readonly exchange: Exchange;
  device(): Device;
  /** Enrolled, and certified by the root: of a country, or of the Board's desk. */
  administrator(person: string, made?: Device): Promise<Device>;
  /** Enrolled, and certified by that administrator. */
  officer(person: string, by: Device, made?: Device): Promise<Device>;
  close(): Promise<void>;
}

export async function openWorld(
  openEngine: OpenTestEngine = openTestEmbedded,
  looking: Pick<ExchangeOptions, 'lookEvery'> = {}
): Promise<World> {
  const rig = await openRig(openEngine, { takeCarried: (...asked) => exchange.takeCarried(...asked) });
  const exchangeKey = await importSigningKey(await generatePrivateJwk());
  await certifyByBoard(rig, exchangeKey, 'EXCHANGE', 'exchange', 'exchange');
  const exchange: Exchange = await startExchange({
    engine: rig.engine,
    key: { key: exchangeKey, by: { person: 'exchange', name: 'Exchange', function: 'Exchange' } },
    keyring: new Keyring([rig.keys.root.publicKey]),
    log: { info: () => undefined, warn: () => undefined },
    now: () => new Date(rig.clock.now).toISOString() as Instant,
    ...looking
  });
  const open: Device[] = [];
  const device = (): Device => {
    const made = new Device(rig);
    open.push(made);
    return made;
  };
  return {
    rig,
    exchange,
    device,
    administrator: async (person, made = device()) => {
      const store = await made.enrol(person);
      const authority = (person.split('.')[0] ?? '').toUpperCase() as AuthorityCode;
      await certifyByBoard(rig, await keyOf(store), authority, person, 'administrator');
      await until(() => store.device?.state === 'certified');
      return made;
    },
    officer: async (person, by, made = device()) => {
      const store = await made.enrol(person);
      unwrap(await store.requestDevice('Desk 1'));
      const keyId = store.device?.keyId;
      await until(() => by.store.desk().deviceRequests.some((one) => one.keyId === keyId));
      unwrap(await by.store.certifyDevice(keyId as never));
      await until(() => store.device?.state === 'certified');
      await until(() => (store.device?.numbersLeft['import-authorization'] ?? 0) > 0);
      return made;
    },
    close: async () => {
      for (const one of open) {
        one.network.on = false;
        await one.store.lock();
      }
      await exchange.stop();
      rig.gateway.server.closeAllConnections();
      await rig.drop();
    }
  };
}

async function keyOf(store: Store): Promise<Pick<SigningKey, 'keyId' | 'publicKey'>> {
  const open = store['open']();
  if (!open) throw new Error('locked');
  return open.signingKey;
}

async function certifyByBoard(
  rig: Rig,
  key: Pick<SigningKey, 'keyId' | 'publicKey'>,
  authority: AuthorityCode,
  person: string,
  role: 'administrator' | 'exchange'
): Promise<void> {
  const of = { key: key as SigningKey, authority, person, role };
  const act = await aCertificate(rig.keys.root, 'INCB', 'incb.secretary', of);
  await rig.engine.open('reference').bulkDocs([act]);
}

/** A long test that waits in vain says for what, before its own limit ends it without a word. */
const TIMEOUT_MS = 60_000;

/** Waits for something that replication brings; fails by a time limit, never by luck. */
export async function until(isSo: () => boolean): Promise<void> {
  const began = performance.now();
  while (!isSo()) {
    if (performance.now() - began > TIMEOUT_MS) throw new Error(`It did not come to be so: ${String(isSo)}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
