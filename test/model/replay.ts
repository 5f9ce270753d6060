/** The steps of a trace, done by the real store, door and exchange service, and the state that they lead to. */
import { ensureEpoch, readEpoch } from '#couch/database/named-database.ts';
import type { Database, Engine } from '#couch/engine/engine.ts';
import type { Act, ActOf, ReceiptBody } from '#lib/domain/act/body.ts';
import { parseNumber } from '#lib/domain/act/number.ts';
import { parseBlock } from '#lib/domain/authorization/block.ts';
import { parseReservation } from '#lib/domain/balance/balance-documents.ts';
import { ReservationBook } from '#lib/domain/balance/reservation.ts';
import { addDays } from '#lib/domain/calendar-date.ts';
import type { ActId, CountryCode, Instant, KeyId } from '#lib/domain/ids.ts';
import { microgramsOf } from '#lib/domain/quantity.ts';
import { unwrap } from '#lib/domain/result.ts';
import type { Copy } from '../chaos/disks.ts';
import type { Device, World } from '../chaos/world.ts';
import { somePublishedEstimates } from '../couch/gateway/rig.ts';
import { aLine } from '../samples/acts.ts';
import { importParticulars } from '../store/particulars.ts';
import { importSigningKey } from '#lib/crypto/key.ts';
import { sortParts, type Label, type OnDevice, type Part, type State } from './trace.ts';

/** As in the model. */
const AMOUNT = 1_000_000;
const TOTAL = 12 * AMOUNT;
const SUBSTANCE = 'morphine';
const SHELF = { substance: SUBSTANCE, year: 2026 };
const PARTNERS: Readonly<Record<string, string>> = { AU: 'CH', CH: 'AU' };
const UNUSED = ['au1', 'ch1', 'fr1'];

const databaseOf = (country: string): string => `country-${country.toLowerCase()}`;
const countryOf = (device: string): string => device.slice(0, 2).toUpperCase();

/** INCB's figure for Australia, of which each device reserves its part. */
export async function publishEstimates(world: World): Promise<void> {
  const root = await importSigningKey(world.root);
  const entries = [{ substance: SUBSTANCE, kind: 'estimate', base: String(TOTAL) }];
  await world.run(
    world.engine.openAsExchange('reference').bulkDocs([...(await somePublishedEstimates(root, { entries }))])
  );
  for (const device of world.devices.filter(({ name }) => name.startsWith('au'))) {
    names.set(device.store.device?.keyId ?? '', device.name);
    await world.until(() => partsOn(device).some(({ by }) => by === device.name));
  }
}

/** No two devices have one key. */
const names = new Map<string, string>();

function partsOn(device: Device): Part[] {
  return sortParts(device.store.documents('reservation:').flatMap((one) => partOf(one) ?? []));
}

function partOf(document: object): Part | null {
  const parsed = parseReservation(document);
  if (!parsed.ok) return null;
  const { step, device, grant, returns } = parsed.value;
  const amount = microgramsOf(grant) - (returns ? microgramsOf(returns.quantity) : 0);
  return { step, by: nameOf(device), amount };
}

const nameOf = (key: string): string => names.get(key) ?? key;

function labelOf({ body, signature }: Act): Label {
  const { number } = body as ActOf<'import-authorization'>['body'];
  return `${nameOf(signature.key)} ${unwrap(parseNumber(number)).serial}`;
}

export class Replay {
  readonly #world: World;
  readonly #copies = new Map<string, Copy>();
  /** Epochs of the model → of the databases. */
  readonly #epochs = new Map<string, string>();

  constructor(world: World) {
    this.#world = world;
  }

  async take({ action, on }: State): Promise<string> {
    const world = this.#world;
    switch (action) {
      case 'init':
        await this.#begin();
        return 'none';
      case 'issue':
        return this.#issue(world.device(on));
      case 'sync':
        return this.#connect(world.device(on));
      case 'accept':
        return this.#connect(world.device(on), true);
      case 'carry':
        await this.#carry();
        return 'carried';
      case 'carryHalf':
        await this.#carryHalf(on);
        return 'killed';
      case 'copy':
        this.#copies.set(on, world.disk.copy());
        return 'copied';
      case 'restore':
        await this.#restore(on);
        return 'restored';
      default:
        throw new Error(`The model has a step that is not replayed: ${action}`);
    }
  }

  async #begin(): Promise<void> {
    const world = this.#world;
    for (const device of world.devices) names.set(device.store.device?.keyId ?? '', device.name);
    for (const device of world.devices) {
      this.#cut(device);
      if (UNUSED.includes(device.name)) device.kill();
    }
    await world.settle();
    for (const country of Object.keys(PARTNERS)) this.#copies.set(country, world.disk.copy());
    await this.#restartServer();
  }

  async #issue(device: Device): Promise<string> {
    const { store, name } = device;
    if (store.nextNumber('import-authorization') === null) return 'no number';
    const [own, other] = [countryOf(name), PARTNERS[countryOf(name)]] as CountryCode[];
    if (own === 'AU' && this.#unusedOn(device) < AMOUNT) return 'not reserved';
    const { importer, exporter } = importParticulars();
    const factor = { value: '1', source: 'identity', edition: '2026-1', date: '2026-11-24' };
    const goods = {
      form: 'base',
      designation: 'morphine (anhydrous base)',
      factor,
      stated: String(AMOUNT),
      base: String(AMOUNT)
    };
    const particulars = importParticulars({
      issuer: own,
      exportingCountry: other,
      importer: { ...importer, country: own },
      exporter: { ...exporter, country: other },
      lines: [aLine(goods)],
      validFrom: store.today,
      validUntil: addDays(store.today, 80)
    } as never);
    const work = store.issue('import-authorization', particulars, { draft: store.newDraftId() });
    unwrap(await this.#world.run(work as Promise<never>));
    return 'issued';
  }

  #unusedOn({ store }: Device): number {
    const book = new ReservationBook();
    for (const document of store.documents('reservation:')) book.take(document);
    for (const act of store.actsOf('import-authorization')) if (act.body.issuer === 'AU') book.note(act);
    return book.unused(store.device?.keyId as KeyId, SHELF);
  }

  #cut(device: Device): void {
    device.isCut = true;
    this.#world.network.loseAllOf(device.name);
  }

  async #connect(device: Device, accepts = false): Promise<string> {
    const world = this.#world;
    const { store } = device;
    const isOver = (): boolean => ['all-delivered', 'refused', 'epoch'].includes(store.line?.state ?? '');
    device.isCut = false;
    store.syncNow();
    await world.until(isOver);
    if (accepts && store.line?.state === 'epoch') {
      await world.run(store.acceptEpoch());
      await world.until(isOver);
    }
    // What it answers can lead to more that it sends.
    await world.pass(ROUND_MS);
    await world.until(isOver);
    const isStopped = store.line?.state === 'epoch';
    this.#cut(device);
    await world.settle();
    await world.until(() => store.line?.state === 'offline' || store.line?.state === 'epoch');
    return isStopped ? 'epoch' : accepts ? 'accepted' : 'synced';
  }

  async #carry(): Promise<void> {
    const world = this.#world;
    const exchange = await world.run(world.beginExchange());
    await world.run(exchange.caughtUp());
    await world.pass(ROUND_MS);
    await world.run(exchange.stop());
  }

  async #carryHalf(country: string): Promise<void> {
    const world = this.#world;
    const engine = withoutReceipts(world.engine, databaseOf(country));
    const exchange = await world.run(world.beginExchange({ engine, authorities: [country as CountryCode] }));
    await world.settle();
    await world.pass(ROUND_MS);
    await world.run(exchange.stop());
  }

  async #restartServer(): Promise<void> {
    this.#world.killServer();
    await this.#world.run(this.#world.startServer(false));
  }

  /** As `npm run restore`, for one database. */
  async #restore(country: string): Promise<void> {
    const world = this.#world;
    const name = databaseOf(country);
    world.killServer();
    world.disk.restore(this.#copies.get(country)!, (at) => at === name || at.startsWith(`${name}-mrview-`));
    await world.run(world.startServer(false));
    const database = world.engine.openAsAdministrator(name);
    for (const id of ['epoch', ...EXCHANGE_RECORDS]) await world.run(forget(database, `_local/${id}`));
    await world.run(ensureEpoch(database, new Date(world.clock.now).toISOString() as Instant));
    await this.#restartServer();
  }

  /** The real state, in the model's words. */
  async read(model: State): Promise<Pick<State, 'databases' | 'devices'>> {
    const devices: Record<string, OnDevice> = {};
    for (const name of Object.keys(model.devices))
      devices[name] = this.#readDevice(name, model.devices[name]!.epoch);
    const databases: Record<string, State['databases'][string]> = {};
    for (const country of Object.keys(model.databases)) {
      const database = this.#world.engine.openAsAdministrator(databaseOf(country));
      const { rows } = await this.#world.run(database.allDocs<object>({ include_docs: true }));
      const documents = rows.flatMap(({ doc }) => (doc ? [doc as { readonly _id: string }] : []));
      const acts = documents.filter(({ _id }) => _id.startsWith('act:')) as unknown as Act[];
      const epoch = await this.#world.run(readEpoch(database));
      databases[country] = {
        acts: acts
          .filter(({ body }) => body.kind === 'import-authorization')
          .map(labelOf)
          .sort(),
        receipts: receiptsIn(acts, (id) => this.#labels.get(id) ?? id),
        blocks: blocksIn(documents),
        parts: sortParts(documents.flatMap((one) => partOf(one) ?? [])),
        epoch: this.#epochOf(model.databases[country]!.epoch, country, epoch)
      };
    }
    return { databases, devices };
  }

  readonly #labels = new Map<ActId, Label>();

  #readDevice(name: string, epoch: number): OnDevice {
    const device = this.#world.device(name);
    const { store } = device;
    const open = store['open']()!;
    const acts = store.actsOf('import-authorization');
    for (const act of acts) this.#labels.set(act._id, labelOf(act));
    const own = acts.filter(({ body }) => body.issuer === countryOf(name));
    const partner = PARTNERS[countryOf(name)]!;
    const refused = store.refused().map(({ id }) => this.#labels.get(id as ActId) ?? id);
    return {
      acts: acts.map(labelOf).sort(),
      receipts: own
        .filter(({ _id }) => store.ledgerOf(_id)?.partner[partner as never])
        .map(labelOf)
        .sort(),
      blocks: blocksIn([...open.records.shelf.blocks.values()]),
      parts: partsOn(device),
      epoch: this.#epochOf(
        epoch,
        countryOf(name),
        open.book.device.epochs[databaseOf(countryOf(name))] ?? null
      ),
      sent: own
        .filter(({ _id, signature }) => nameOf(signature.key) === name && store.ledgerOf(_id)?.server)
        .map(labelOf)
        .sort(),
      refused: refused.sort()
    };
  }

  /** The same number, if this text belongs to it. */
  #epochOf(number: number, country: string, real: string | null): number {
    const key = `${country} ${number}`;
    if (!this.#epochs.has(key) && ![...this.#epochs.values()].includes(real ?? ''))
      this.#epochs.set(key, real ?? '');
    return this.#epochs.get(key) === real ? number : -1;
  }
}

const ROUND_MS = 20_000;
const EXCHANGE_RECORDS = [
  'exchange',
  'exchange-pending',
  'exchange-targets',
  'exchange-walked',
  'exchange-findings'
];

async function forget(database: Database, id: string): Promise<void> {
  const held = await database.get(id).catch(() => null);
  if (held) await database.remove(held._id, held._rev);
}

function blocksIn(documents: readonly object[]): Record<string, string> {
  const blocks = documents.flatMap((one) => {
    const parsed = parseBlock(one);
    return parsed.ok && parsed.value.kind === 'import-authorization' ? [parsed.value] : [];
  });
  return Object.fromEntries(blocks.map(({ first, device }) => [String(first), nameOf(device)]));
}

/** Each finding is false here: nothing was altered, and what is missing was restored. */
function receiptsIn(acts: readonly Act[], nameIt: (id: ActId) => string): Label[] {
  const receipts = acts.filter(({ body }) => body.issuer === 'EXCHANGE') as Act<ReceiptBody>[];
  const told = receipts.flatMap(({ body }) =>
    body.of.map((id) => (body.stage === 'delivered' ? nameIt(id) : `${body.stage} ${nameIt(id)}`))
  );
  return [...new Set(told)].sort();
}

/** Killed whenever it writes receipts into this database. */
function withoutReceipts(engine: Engine, name: string): Engine {
  const isReceipt = ({ _id }: { readonly _id?: string }): boolean => /:EXCHANGE:receipt:/.test(_id ?? '');
  let isDead = false;
  const guard = (database: Database): Database =>
    new Proxy(database, {
      get: (target, key) => {
        const held: unknown = Reflect.get(target, key, target);
        if (typeof held !== 'function') return held;
        return (...input: unknown[]): unknown => {
          const documents = key === 'bulkDocs' ? (input[0] as { readonly _id?: string }[]) : [];
          if (target.name.endsWith(name) && documents.some(isReceipt)) isDead = true;
          return isDead ? Promise.reject(new Error('killed')) : (held.apply(target, input) as unknown);
        };
      }
    });
  return new Proxy(engine, {
    get: (target, key) => {
      const held: unknown = Reflect.get(target, key, target);
      if (key === 'openAsExchange') return (one: string) => guard(target.openAsExchange(one));
      return typeof held === 'function' ? (held.bind(target) as unknown) : held;
    }
  });
}
