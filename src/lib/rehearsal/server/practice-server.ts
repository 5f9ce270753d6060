/** The gateway's rules; no request or answer leaves the page. */
import type { SigningKey } from '#lib/crypto/key.ts';
import { verifyActs } from '#lib/crypto/verify.ts';
import type { Act } from '#lib/domain/act/body.ts';
import { COUNTRY_SETTING_ID } from '#lib/domain/authorization/country-setting.ts';
import { AUTHORIZATION_KINDS } from '#lib/domain/act/number.ts';
import type { Instant, CountryCode } from '#lib/domain/ids.ts';
import { SIDES, type Side } from '#lib/domain/rehearsal/scenario.ts';
import { unwrap } from '#lib/domain/result.ts';
import { answerApi, answerDatabase } from './answers.ts';
import { claimBlock, Held, PracticeDoor, type Pushed } from './practice-door.ts';
import { databaseOf, OFFICES, type PracticeOffice } from './offices.ts';
import { PracticeDatabase } from './practice-database.ts';
import { PracticeKeys, toStored, EXCHANGE } from './practice-keys.ts';
import { PracticeLine, refusal, type PracticeRequest } from './practice-line.ts';
import { signBody } from '#lib/crypto/sign.ts';
import { mayWriteHere } from '#lib/domain/exchange/authority.ts';
import { deliveryOf, deliveryReceipt } from '#lib/domain/exchange/receipts.ts';
import { sortActs, type StoredAct } from '#lib/domain/exchange/sort-acts.ts';
import { PRACTICE } from '#lib/domain/act/practice.ts';

interface PracticeSurroundings {
  readonly adapter: string;
  readonly prefix: string;
  readonly now: () => number;
}

export class PracticeServer {
  readonly keys: PracticeKeys;
  readonly exchange: PracticeExchange;
  readonly lines: Readonly<Record<Side, PracticeLine>>;
  readonly #surroundings: PracticeSurroundings;
  readonly #databases: ReadonlyMap<string, PracticeDatabase>;
  readonly #door: PracticeDoor;
  readonly #sessions = { importing: { isOpen: false }, exporting: { isOpen: false } };
  #turn: Promise<unknown> = Promise.resolve();
  readonly refused: string[] = [];
  changed: () => void = () => undefined;

  private constructor(surroundings: PracticeSurroundings, keys: PracticeKeys) {
    this.#surroundings = surroundings;
    this.keys = keys;
    const names = ['reference', ...SIDES.map((side) => databaseOf(OFFICES[side]))];
    this.#databases = new Map(names.map((name) => [name, new PracticeDatabase(name, surroundings)]));
    const now = (): Instant => this.now();
    this.#door = new PracticeDoor({
      roots: [keys.root.publicKey],
      reference: this.database('reference'),
      now
    });
    this.exchange = new PracticeExchange({ keys, door: this.#door, databases: this.#databases, now });
    const lineOf = (side: Side): PracticeLine =>
      new PracticeLine((request, signal) => this.#answer(side, request, signal));
    this.lines = { importing: lineOf('importing'), exporting: lineOf('exporting') };
  }

  static async open(surroundings: PracticeSurroundings): Promise<PracticeServer> {
    const server = new PracticeServer(surroundings, await PracticeKeys.make());
    const offices = SIDES.map((side) => OFFICES[side]);
    const acts = await server.keys.firstActs(offices, server.now());
    const furnished = offices.map((office) => server.#furnish(office));
    await Promise.all([server.database('reference').write(acts.map(toStored)), ...furnished]);
    return server;
  }

  async #furnish(office: PracticeOffice): Promise<void> {
    const own = this.database(databaseOf(office));
    await own.put({ _id: COUNTRY_SETTING_ID, schema: 1, authority: office.authority });
    for (const company of office.companies)
      await own.put({ _id: `company:${globalThis.crypto.randomUUID()}`, schema: 1, ...company });
  }

  now(): Instant {
    return new Date(this.#surroundings.now()).toISOString() as Instant;
  }

  database(name: string): PracticeDatabase {
    const database = this.#databases.get(name);
    if (!database) throw new Error(`no database of a rehearsal: ${name}`);
    return database;
  }

  async goodActsOf(office: PracticeOffice): Promise<readonly Act[]> {
    const own = this.database(databaseOf(office));
    const { acts } = new Held([...(await own.all()).values()]);
    const verdicts = await verifyActs(acts, await this.#door.keyring(own));
    return acts.filter((_, index) => verdicts[index]?.verdict === 'good');
  }

  async enrol(office: PracticeOffice, key: SigningKey, device: string): Promise<void> {
    const { id: person, name, function: title, role, authority } = office.person;
    const asker = {
      key: key.publicKey,
      keyId: key.keyId,
      device,
      person,
      name,
      function: title,
      role,
      authority
    };
    await this.database('reference').write([toStored(await this.keys.certify(asker, this.now()))]);
    const context = { office, own: this.database(databaseOf(office)), door: this.#door, now: this.now() };
    const year = Number(this.now().slice(0, 4));
    for (const kind of AUTHORIZATION_KINDS)
      unwrap(await claimBlock({ kind, year, device: key.keyId }, context));
  }

  /** No device pushed it: a forgery put into a database behind the door. */
  async plant(office: PracticeOffice, act: Act): Promise<void> {
    await this.database(databaseOf(office)).write([toStored(act)]);
    this.changed();
  }

  push(documents: readonly unknown[], office: PracticeOffice): Promise<Pushed> {
    const work = this.#turn.then(async () => {
      const own = this.database(databaseOf(office));
      const pushed = await this.#door.push(documents, office.person, own);
      await this.exchange.carry(pushed.accepted, office.country, own);
      this.refused.push(...pushed.refused.map(({ reason }) => reason));
      this.changed();
      return pushed;
    });
    this.#turn = work.catch(() => undefined);
    return work;
  }

  async #answer(side: Side, request: PracticeRequest, signal: AbortSignal): Promise<Response> {
    const office = OFFICES[side];
    const [reference, own] = [this.database('reference'), this.database(databaseOf(office))];
    const session = this.#sessions[side];
    const now = this.now();
    const { keys } = this;
    if (!request.url.pathname.startsWith('/db/'))
      return answerApi({ office, session, request, own, reference, keys, door: this.#door, now });
    if (!session.isOpen) return refusal(401, 'session.none');
    const [, name = '', path = ''] = /^\/db\/([^/]+)\/?(.*)$/.exec(decodeURI(request.url.pathname)) ?? [];
    const database = [own, reference].find((one) => one.name === name);
    if (!database) return refusal(404, 'request.notFound');
    const push = database === own ? (documents: readonly unknown[]) => this.push(documents, office) : null;
    return answerDatabase({ database, person: office.person, path, request, signal, now, push });
  }

  async destroy(): Promise<void> {
    for (const line of Object.values(this.lines)) line.cut();
    await Promise.all([...this.#databases.values()].map((one) => one.destroy()));
  }
}

interface ExchangeOptions {
  readonly keys: PracticeKeys;
  readonly door: PracticeDoor;
  readonly databases: ReadonlyMap<string, PracticeDatabase>;
  readonly now: () => Instant;
}

interface Waiting {
  readonly from: CountryCode;
  readonly to: string;
  readonly acts: readonly StoredAct[];
}

class PracticeExchange {
  readonly #options: ExchangeOptions;
  readonly #slow = new Set<string>();
  #waiting: Waiting[] = [];
  readonly #stated = new Map<CountryCode, number>();

  constructor(options: ExchangeOptions) {
    this.#options = options;
  }

  isSlow(database: string): boolean {
    return this.#slow.has(database);
  }

  get waiting(): number {
    return this.#waiting.reduce((sum, { acts }) => sum + acts.length, 0);
  }

  async setSlow(database: string, isSlow: boolean): Promise<void> {
    if (isSlow) this.#slow.add(database);
    else this.#slow.delete(database);
    const free = this.#waiting.filter(({ to }) => !this.#slow.has(to));
    this.#waiting = this.#waiting.filter(({ to }) => this.#slow.has(to));
    for (const one of free) await this.#deliver(one);
  }

  async carry(accepted: readonly object[], from: CountryCode, home: PracticeDatabase): Promise<void> {
    const acts = accepted.filter(({ _id }: { readonly _id?: string }) => _id?.startsWith('act:'));
    if (acts.length === 0) return;
    const verdicts = await verifyActs(acts, await this.#options.door.keyring(home));
    for (const [to, sorted] of sortActs(acts, verdicts, from, true).byTarget) {
      if (this.#slow.has(to)) this.#waiting.push({ from, to, acts: sorted });
      else await this.#deliver({ from, to, acts: sorted });
    }
  }

  async #deliver({ from, to, acts }: Waiting): Promise<void> {
    const target = this.#options.databases.get(to);
    if (!target) return;
    const allowed = acts.filter((act) => mayWriteHere({ kind: 'exchange' }, act, to).ok);
    await target.write(allowed.map(withHistory));
    const delivery = deliveryOf(to, allowed);
    if (delivery !== null) await this.#state(delivery, from);
  }

  async #state(delivery: Parameters<typeof deliveryReceipt>[0], to: CountryCode): Promise<void> {
    const { keys, now, databases } = this.#options;
    const count = (this.#stated.get(to) ?? 0) + 1;
    this.#stated.set(to, count);
    const body = deliveryReceipt(delivery, to, { count, at: now(), by: EXCHANGE });
    const receipt = await signBody({ ...body, demonstration: PRACTICE }, keys.exchange);
    await databases.get(`country-${to.toLowerCase()}`)?.write([toStored(receipt)]);
  }
}

function withHistory({ _id, _rev, body, signature }: StoredAct): Act & { readonly _rev: string } {
  return Object.assign({ _id, body, signature, _rev }, { _revisions: { start: 1, ids: [_rev.slice(2)] } });
}
