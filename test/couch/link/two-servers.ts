/**
 * The central server with Australia and Switzerland, and Switzerland's own server linked with it: two engines,
 * two gateways on two ports, one exchange, one link. Either can be stopped and started again where it was.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Accounts } from '#couch/accounts/accounts.ts';
import { startExchange, type Exchange } from '#couch/exchange/start.ts';
import type { TakeCarried, TakeFindings } from '#couch/gateway/calls/call.ts';
import { buildGateway, type Gateway } from '#couch/gateway/gateway.ts';
import { listOpenings } from '#couch/outreach/openings.ts';
import { countApps } from '#couch/usage/read-apps.ts';
import { startLink, type Link, type LinkStatus } from '#couch/link/link.ts';
import { provisionCountry, provisionSystem } from '#couch/installation/provision.ts';
import { ensureStandings } from '#couch/registration/standings.ts';
import { generatePrivateJwk, importSigningKey, type SigningKey } from '#lib/crypto/key.ts';
import { Keyring } from '#lib/crypto/keyring.ts';
import type { AuthorityCode, CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { refuse, unwrap } from '#lib/domain/result.ts';
import { Device, until } from '../../store/world.ts';
import { aCertificate, aPerson, openRig, PASSWORD, type Rig } from '../gateway/rig.ts';
import { TEST_SECRET, type OpenTestEngine, type TestEngine } from '../with-engine.ts';

export const CH = 'CH' as CountryCode;
const AT_NATIONAL = [
  ['ch.administrator', 'administrator'],
  ['ch.officer', 'officer']
] as const;

const NOT_STARTED = refuse({ code: 'request.engine.failed' });

export class TwoServers {
  readonly central: Rig;
  readonly national: TestEngine;
  readonly logged: string[] = [];
  readonly #folder = mkdtempSync(join(tmpdir(), 'i2es-link-'));
  readonly #exchangeKey: SigningKey;
  readonly #devices: Device[] = [];
  #exchange: Exchange | null = null;
  #centralGateway: Gateway;
  #nationalGateway: Gateway | null = null;
  #link: Link | null = null;
  nationalAddress = '';

  private constructor(central: Rig, national: TestEngine, exchangeKey: SigningKey) {
    this.central = central;
    this.national = national;
    this.#exchangeKey = exchangeKey;
    this.#centralGateway = central.gateway;
  }

  /** Both run; the link is not started, and INCB has noted nothing. */
  static async open(open: OpenTestEngine): Promise<TwoServers> {
    const carrier: { exchange: Exchange | null } = { exchange: null };
    const takeFindings: TakeFindings = async (country, faults) =>
      carrier.exchange?.takeFindings(country, faults);
    const takeCarried: TakeCarried = async (...asked) =>
      (await carrier.exchange?.takeCarried(...asked)) ?? NOT_STARTED;
    const central = await openRig(open, { takeFindings, takeCarried });
    const exchangeKey = await importSigningKey(await generatePrivateJwk());
    const servers = new TwoServers(central, await open(), exchangeKey);
    await servers.certify(exchangeKey, 'EXCHANGE', 'exchange', 'exchange');
    await ensureStandings(central.engine, servers.now());
    unwrap(await central.accounts.createPerson(aPerson('ch.service', 'service', 'CH')));
    carrier.exchange = servers.#exchange = await servers.#openExchange();
    await servers.#openNational();
    return servers;
  }

  now(): Instant {
    return new Date(this.central.clock.now).toISOString() as Instant;
  }

  get state(): LinkStatus['state'] | null {
    return this.#link?.state().state ?? null;
  }

  /** Of Switzerland's database at its own server with the central copy. */
  async compare(): Promise<void> {
    await this.#link?.compare();
  }

  get linkState(): LinkStatus {
    if (!this.#link) throw new Error('the link is not started');
    return this.#link.state();
  }

  async noteOwnServer(on = true): Promise<number> {
    const incb = await this.central.signIn('incb.secretary');
    const body = { on, reason: 'By letter of the authority' };
    return (await incb.ask('POST', '/api/countries/CH/own-server', body)).status;
  }

  async startLink(password = PASSWORD): Promise<void> {
    const passwordFile = join(this.#folder, 'password');
    writeFileSync(passwordFile, `${password}\n`);
    const note = (fields: object, message: string): void =>
      void this.logged.push(`${message} ${JSON.stringify(fields)}`);
    this.#link = await startLink({
      engine: this.national.engine,
      country: CH,
      central: { url: this.central.address, account: 'ch.service', passwordFile },
      roots: [this.central.keys.root.publicKey],
      demonstration: false,
      log: { info: note, warn: note },
      readApps: () => countApps(this.national.engine, CH, () => this.central.clock.now),
      readOpened: () => listOpenings(this.national.engine, CH),
      now: () => this.now(),
      longestPause: 200
    });
  }

  async stopLink(): Promise<void> {
    await this.#link?.stop();
    this.#link = null;
  }

  /** Noted, linked, and everything that lay there has been read. */
  async begin(): Promise<void> {
    await this.noteOwnServer();
    await this.startLink();
    await until(() => this.state === 'working');
  }

  async stopCentral(): Promise<void> {
    await this.#exchange?.stop();
    this.#exchange = null;
    this.#centralGateway.server.closeAllConnections();
    await this.#centralGateway.close();
  }

  async startCentral(): Promise<void> {
    const { engine, keys, clock } = this.central;
    this.#centralGateway = await buildGateway({
      engine,
      accounts: new Accounts({ engine, clock: () => clock.now }),
      app: null,
      secret: TEST_SECRET,
      roots: [keys.root.publicKey],
      clock: () => clock.now
    });
    this.#exchange = await this.#openExchange();
    await this.#centralGateway.listen({
      port: Number(new URL(this.central.address).port),
      host: '127.0.0.1'
    });
  }

  /** An officer of Australia at the central server, or of Switzerland at its own. */
  async device(person: string, at: 'central' | 'national'): Promise<Device> {
    const address = at === 'central' ? this.central.address : this.nationalAddress;
    const device = new Device({ address, clock: this.central.clock });
    this.#devices.push(device);
    await device.enrol(person);
    return device;
  }

  async certify(
    key: Pick<SigningKey, 'keyId' | 'publicKey'>,
    authority: string,
    person: string,
    role: 'administrator' | 'exchange'
  ): Promise<void> {
    const of = { key: key as SigningKey, authority: authority as AuthorityCode, person, role };
    const act = await aCertificate(this.central.keys.root, 'INCB', 'incb.secretary', of);
    await this.central.engine.open('reference').bulkDocs([act]);
  }

  async close(): Promise<void> {
    for (const device of this.#devices) {
      device.network.on = false;
      await device.store.lock();
    }
    await this.stopLink();
    this.#nationalGateway?.server.closeAllConnections();
    await this.#nationalGateway?.close();
    await this.#exchange?.stop();
    this.#centralGateway.server.closeAllConnections();
    await this.#centralGateway.close();
    await this.central.held.drop();
    await this.national.drop();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #openExchange(): Promise<Exchange> {
    return startExchange({
      engine: this.central.engine,
      key: { key: this.#exchangeKey, by: { person: 'exchange', name: 'Exchange', function: 'Exchange' } },
      keyring: new Keyring([this.central.keys.root.publicKey]),
      log: { info: () => undefined, warn: () => undefined },
      now: () => this.now()
    });
  }

  async #openNational(): Promise<void> {
    const { engine } = this.national;
    await provisionSystem(engine);
    await provisionCountry(engine, CH);
    const clock = (): number => this.central.clock.now;
    const accounts = new Accounts({ engine, clock });
    for (const [id, role] of AT_NATIONAL) unwrap(await accounts.createPerson(aPerson(id, role, 'CH')));
    this.#nationalGateway = await buildGateway({
      engine,
      accounts,
      app: null,
      secret: TEST_SECRET,
      roots: [this.central.keys.root.publicKey],
      clock,
      takeCarried: async (_of, act) => (await this.#link?.sendCarried(act)) ?? NOT_STARTED,
      tellDestination: async (_from, report) => (await this.#link?.sendReport(report)) ?? 'away',
      national: {
        country: CH,
        mayClaim: () => this.#link?.mayClaim() ?? false,
        state: () => this.linkState
      }
    });
    this.nationalAddress = await this.#nationalGateway.listen({ port: 0, host: '127.0.0.1' });
  }
}

export function keyOf({ store }: Device): Pick<SigningKey, 'keyId' | 'publicKey'> {
  const open = store['open']();
  if (!open) throw new Error('locked');
  return open.signingKey;
}

export function keyIdOf(device: Device): KeyId {
  return keyOf(device).keyId;
}
