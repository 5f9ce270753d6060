/** Encrypted, never replicated. Several tabs write it; every write merges sets, so that none overwrites another's. */
import type { ActId, AuthorityCode, Instant, KeyId } from '#lib/domain/ids.ts';
import {
  CentralRefusals,
  EMPTY_DEVICE,
  type DeviceRecord,
  type Known,
  type Refusal,
  type RefusedRecord,
  addAll,
  addEach,
  addRevisions,
  groupBy,
  listOf,
  mapOf
} from './device-record.ts';
import { isConflict, type Pouch, type StoredDocument } from './pouch.ts';
import type { Opened, SealedDatabase } from './sealed-database.ts';

/** A stricter parser gets a new number, and all acts are verified again. */
const PARSER = 1;

/** Acts of a month share one small document. */
function monthOf(id: string): string {
  return id.slice(4, 10);
}

function issuerOf(id: string): string {
  return id.split(':')[2] ?? '';
}

const ANSWERS: ReadonlySet<string> = new Set(['ledger', 'signed', 'refused']);

type Change = (before: Record<string, unknown>) => Record<string, unknown> | null;

export class DeviceBook {
  readonly #db: SealedDatabase;
  readonly #authority: AuthorityCode;
  readonly #now: () => Instant;
  readonly #server = new Map<string, number>();
  readonly #signed = new Set<string>();
  readonly #sent = new Map<string, readonly string[]>();
  readonly #refused = new Map<string, RefusedRecord>();
  readonly central = new CentralRefusals();
  /** The last pending write per document; others queue behind it. */
  readonly #writing = new Map<string, Promise<void>>();
  #device: DeviceRecord = EMPTY_DEVICE;
  #feed: PouchDB.Core.Changes<StoredDocument> | null = null;
  #seq: number | string = 0;
  #answersVersion = 0;
  #deliveriesForgotten = 0;
  /** Revisions of the documents that say what is verified, delivered or refused. */
  readonly #answers = new Map<string, string>();
  changed: () => void = () => undefined;

  constructor(db: SealedDatabase, authority: AuthorityCode, now: () => Instant) {
    this.#db = db;
    this.#authority = authority;
    this.#now = now;
  }

  async open(): Promise<void> {
    this.#seq = (await this.#db.pouch.info()).update_seq;
    await this.#db.load('', '\uffff', (page) => page.forEach((one) => this.#take(one)));
    this.#listen();
  }

  #listen(): void {
    const options = { since: this.#seq, live: true, include_docs: true } as const;
    this.#feed = this.#db.pouch.changes(options).on('change', (change) => {
      this.#seq = change.seq;
      void this.#follow(change.doc as StoredDocument | undefined);
    });
  }

  suspend(): void {
    this.#feed?.cancel();
    this.#db.suspend();
  }

  resume(): void {
    this.#db.resume();
    this.#listen();
  }

  get isWriting(): boolean {
    return this.#writing.size > 0;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.#writing.values());
    this.#feed?.cancel();
    await this.#db.close();
  }

  get pouch(): Pouch {
    return this.#db.pouch;
  }

  now(): Instant {
    return this.#now();
  }

  get answersVersion(): number {
    return this.#answersVersion;
  }

  /** The only way in which an act that the server had is absent again. */
  get deliveriesForgotten(): number {
    return this.#deliveriesForgotten;
  }

  /** Another one after each change of what rows of the register read here, also in another tab or before a start. */
  get answersMark(): string {
    const { roots, keysKnownAt } = this.#device;
    const answers = [...this.#answers].map((one) => one.join(' ')).sort();
    return [PARSER, keysKnownAt === null, JSON.stringify(roots), ...answers].join();
  }

  get device(): DeviceRecord {
    return this.#device;
  }

  get keyId(): KeyId | null {
    return this.#device.key?.keyId ?? null;
  }

  serverHop(id: ActId): Instant | null {
    const at = this.#server.get(id);
    return at === undefined ? null : (new Date(at).toISOString() as Instant);
  }

  isOnServer(id: string): boolean {
    return this.#server.has(id);
  }

  isOwnAct(id: string): boolean {
    return issuerOf(id) === this.#authority;
  }

  get deliveredCount(): number {
    return this.#server.size;
  }

  isSent(id: string, rev: string): boolean {
    return this.#sent.get(id)?.includes(rev) ?? false;
  }

  isSigned(id: ActId): boolean {
    return this.#signed.has(id);
  }

  refusals(): readonly RefusedRecord[] {
    const central = this.central.list().filter(({ id }) => !this.#refused.has(id));
    return [...[...this.#refused.values()].filter((one) => this.#isOpen(one)), ...central];
  }

  isRefused(id: string): boolean {
    const own = this.#refused.get(id);
    return (own !== undefined && this.#isOpen(own)) || this.central.get(id) !== undefined;
  }

  #isOpen({ id, central }: RefusedRecord): boolean {
    return !central || this.central.get(id) !== undefined;
  }

  async updateDevice(change: (device: DeviceRecord) => DeviceRecord): Promise<void> {
    await this.#update('device', (before) => {
      const device = { ...EMPTY_DEVICE, ...before };
      const after = change(device);
      return after === device ? before : { ...after };
    });
  }

  /** Only own acts have a ledger; for others only the revision is stored. */
  async acknowledge(known: readonly Known[]): Promise<void> {
    const acts = known.filter(
      ({ id }) => id.startsWith('act:') && this.isOwnAct(id) && !this.#server.has(id)
    );
    const others = known.filter(({ id, rev }) => !id.startsWith('act:') && !this.isSent(id, rev));
    const at = Date.parse(this.#now());
    for (const [month, group] of groupBy(acts, ({ id }) => monthOf(id))) {
      const added = Object.fromEntries(group.map(({ id }) => [id, at]));
      await this.#update('ledger:' + month, (before) => ({
        server: { ...added, ...mapOf(before['server']) }
      }));
    }
    if (others.length > 0) {
      await this.#update('sent', (before) => ({ revs: addRevisions(mapOf(before['revs']), others) }));
    }
    await this.forgetRefusals(known.map(({ id }) => id));
  }

  async keepRefusals(refusals: readonly Refusal[]): Promise<void> {
    for (const { id, rev, problems } of refusals) {
      const record: RefusedRecord = { id, rev, problems, refusedAt: this.#now(), setAside: false };
      await this.#update('refused:' + id, () => ({ ...record }));
    }
  }

  async setAside(id: string): Promise<void> {
    const central = this.central.get(id);
    await this.#update('refused:' + id, (before) => ({ ...central, ...before, setAside: true }));
  }

  /**
   * A replaced database proves no earlier deliveries. Documents of others (`isOthers`) still count as from the server.
   */
  async forgetDeliveries(isOthers: (id: string) => boolean): Promise<void> {
    const others = [...this.#sent].filter(([id]) => isOthers(id));
    const months = new Set([...this.#server.keys()].map(monthOf));
    this.#deliveriesForgotten++;
    this.#server.clear();
    this.#sent.clear();
    for (const month of months) await this.#update('ledger:' + month, () => ({ server: {} }));
    await this.#update('sent', () => ({ revs: Object.fromEntries(others) }));
  }

  async forgetRefusals(ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const held = this.#refused.get(id);
      if (held && !held.central) await this.#update('refused:' + id, () => null);
    }
  }

  /** The id is the content's hash, so this stays true for ever. */
  async keepSigned(ids: readonly ActId[]): Promise<void> {
    for (const [month, group] of groupBy(ids, monthOf)) {
      await this.#update('signed:' + month, (before) => ({
        parser: PARSER,
        ids: [...new Set([...(before['parser'] === PARSER ? listOf(before['ids']) : []), ...group])]
      }));
    }
  }

  /** Parallel writes would retry after each other. Closing waits for them, or a lock would lose them. */
  #update(id: string, change: Change): Promise<void> {
    const write = (): Promise<void> => this.#rewrite(id, change);
    const writing = (this.#writing.get(id) ?? Promise.resolve()).then(write, write).finally(() => {
      if (this.#writing.get(id) === writing) this.#writing.delete(id);
    });
    this.#writing.set(id, writing);
    return writing;
  }

  async #rewrite(id: string, change: Change): Promise<void> {
    for (;;) {
      const before = (await this.#db.get(id)) ?? { _id: id };
      const { _id, _rev, ...fields } = before;
      const after = change(fields);
      if (after === fields) return;
      try {
        const rev = await this.#write(id, typeof _rev === 'string' ? _rev : null, after);
        this.#take({
          id: _id,
          rev,
          deleted: after === null,
          document: after && { _id, ...after },
          conflicts: []
        });
        return this.changed();
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    }
  }

  async #write(id: string, rev: string | null, after: Record<string, unknown> | null): Promise<string> {
    if (after === null) {
      if (rev !== null) await this.#db.remove(id, rev);
      return '';
    }
    return this.#db.put({ _id: id, ...(rev === null ? {} : { _rev: rev }), ...after });
  }

  async #follow(stored: StoredDocument | undefined): Promise<void> {
    if (!stored) return;
    this.#take(await this.#db.openChange(stored));
    this.changed();
  }

  #take({ id, rev, document }: Opened): void {
    const [prefix = ''] = id.split(':');
    if (ANSWERS.has(prefix)) {
      if (document) this.#answers.set(id, rev);
      else this.#answers.delete(id);
    }
    if (prefix === 'ledger' || prefix === 'refused') this.#answersVersion++;
    if (prefix === 'refused') return this.#takeRefused(id.slice('refused:'.length), document);
    if (!document) return;
    const { _id, _rev, ...fields } = document;
    if (id === 'device') this.#device = { ...EMPTY_DEVICE, ...fields };
    else if (prefix === 'ledger') addAll(this.#server, mapOf(fields['server']));
    else if (prefix === 'signed' && fields['parser'] === PARSER) addEach(this.#signed, listOf(fields['ids']));
    else if (id === 'sent') addAll(this.#sent, mapOf(fields['revs']));
  }

  #takeRefused(id: string, document: StoredDocument | null): void {
    if (!document) return void this.#refused.delete(id);
    const { rev, problems, refusedAt, setAside, central } = document;
    const record = { id, rev, problems, refusedAt, setAside, ...(central ? { central } : {}) };
    this.#refused.set(id, record as RefusedRecord);
  }
}
