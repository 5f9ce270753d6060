/** Push and pull of the country's database and pull of the reference: two long polls in all. */
import { REFERENCE_DATABASE } from '#lib/domain/exchange/share-scope.ts';
import type { Instant } from '#lib/domain/ids.ts';
import type { FillProgress } from '../api.ts';
import { Arrivals, packedFetch } from '../server/arrivals.ts';
import type { DeviceBook } from '../disk/device-book.ts';
import type { AcceptedDatabase, DeviceRecord } from '../disk/device-record.ts';
import { fillDatabase, FillTold } from './fill.ts';
import { LineAsking } from './line-asking.ts';
import { changeView, FIRST_VIEW, type LineView } from './line-view.ts';
import { isOwnWrite, type Writer } from './own-writes.ts';
import { replicate, type StoredDocument } from '../disk/pouch.ts';
import { sendDocuments } from './remote.ts';
import { Remotes } from './remotes.ts';
import { notStored, type SealedDatabase } from '../disk/sealed-database.ts';
import { ServerClock } from '../server/server-clock.ts';

export interface LineDatabase {
  readonly name: string;
  readonly local: SealedDatabase;
  readonly push: boolean;
}

interface LineOptions {
  readonly base: string;
  readonly databases: readonly LineDatabase[];
  readonly writer: Writer & { readonly id: string };
  readonly book: DeviceBook;
  readonly fetch: typeof fetch;
  readonly milliseconds: () => number;
  /** 0 … 1, for jitter. */
  readonly random: () => number;
}

/** Milliseconds; a closed tab loses at most that much of its knowledge. */
const KEYS_WRITTEN_EVERY = 5 * 60_000;

const SHORTEST_WAIT = 1000;
const MAX_WAIT_MS = 60_000;

type Running = { cancel(): void };

export class Line {
  readonly #options: LineOptions;
  readonly #asking: LineAsking;
  readonly #clock = new ServerClock();
  readonly #arrivals = new Arrivals();
  readonly #remotes: Remotes;
  readonly #running = new Set<Running>();
  readonly #busy = new Set<string>();
  readonly #justFilled = new Map<string, { pull: string | number; push: string | number | null }>();
  #view: LineView = FIRST_VIEW;
  changed: (view: LineView) => void = () => undefined;

  constructor(options: LineOptions) {
    this.#options = options;
    this.#asking = new LineAsking({
      ...options,
      fetch: packedFetch(this.#arrivals.listen(options.fetch)),
      clock: this.#clock,
      tell: (change) => this.#set(change),
      halt: (change) => this.#halt(change),
      asksFeed: (name) => this.#noteKnown(name, this.#clock.stillUpToDateAt(name))
    });
    this.#remotes = new Remotes({ ...options, fetchOf: (name) => this.#asking.fetchOf(name) });
  }

  get view(): LineView {
    return this.#view;
  }

  isFilled(): boolean {
    const { filled } = this.#options.book.device;
    return this.#options.databases.every(({ name }) => filled[name] !== undefined);
  }

  /** For the first sync. */
  carry(documents: readonly StoredDocument[]): void {
    this.#remotes.carry(documents);
  }

  async fill(progress: (progress: FillProgress) => void): Promise<void> {
    const { databases, book } = this.#options;
    const told = new FillTold(progress);
    this.#arrivals.heard = (arrival) => told.hear(arrival);
    const empty = databases.filter(({ name }) => book.device.filled[name] === undefined);
    const filled = await Promise.allSettled(empty.map((database) => this.#fillOne(database, told)));
    this.#arrivals.heard = null;
    for (const one of filled) if (one.status === 'rejected') throw one.reason;
    this.#remotes.forgetCarried();
  }

  async #fillOne(database: LineDatabase, told: FillTold): Promise<void> {
    const { name, local } = database;
    const { book, milliseconds } = this.#options;
    const wasEmpty = (await infoOf(local)).doc_count === 0;
    const remote = this.#remotes.open(database);
    const seq = await fillDatabase({ remote, local, milliseconds, told });
    const own = (await infoOf(local)).update_seq;
    this.#justFilled.set(name, { pull: seq, push: wasEmpty ? own : null });
    await book.updateDevice((device) => ({ ...device, filled: { ...device.filled, [name]: String(seq) } }));
  }

  start(): void {
    this.stop();
    const rootsDiffer = this.#rootsDiffer;
    this.#set({ signedOut: false, epochDiffers: false, rootsDiffer, shutOut: null });
    if (rootsDiffer) return;
    for (const database of this.#options.databases) {
      const { name, local, push } = database;
      const remote = this.#remotes.open(database);
      const since = this.#justFilled.get(name);
      this.#justFilled.delete(name);
      const [pull, pushing] = [live(since?.pull), live(since?.push ?? undefined)];
      this.#run(
        name + ' pull',
        () => replicate(remote, local.pouch, { ...pull, ...HERE_ALONE }),
        (isUpToDate) => this.#notePull(name, isUpToDate)
      );
      if (push) this.#run(name + ' push', () => replicate(local.pouch, remote, pushing));
    }
  }

  stop(): void {
    for (const one of this.#running) one.cancel();
    this.#running.clear();
    this.#busy.clear();
    this.#asking.forget();
    this.#clock.forget();
    this.#remotes.close();
  }

  /** Whatever the checkpoint: a refused document can be acceptable now. */
  async sendAgain(databaseName: string, id: string, rev: string): Promise<void> {
    const database = this.#options.databases.find(({ name }) => name === databaseName);
    if (!database) return;
    await this.#remotes.prepare(database);
    const remote = this.#remotes.open(database);
    const { results } = await database.local.pouch.bulkGet({ docs: [{ id, rev }], revs: true });
    const docs = results.flatMap((row) => row.docs.flatMap((one) => ('ok' in one ? [one.ok] : [])));
    await sendDocuments(remote, docs as readonly StoredDocument[]);
  }

  async acceptEpoch(): Promise<void> {
    const { book, databases, writer } = this.#options;
    this.stop();
    await book.forgetDeliveries((id) => !isOwnWrite(id, writer));
    const accepted: Record<string, AcceptedDatabase> = {};
    for (const { name, local } of databases) {
      const from = Number((await local.pouch.info()).update_seq);
      accepted[name] = { times: (book.device.accepted[name]?.times ?? 0) + 1, from, prepared: false };
    }
    await book.updateDevice((device) => ({ ...device, epochs: {}, accepted }));
    this.start();
  }

  #halt(change: Partial<LineView>): void {
    this.stop();
    this.#set(change);
  }

  get #rootsDiffer(): boolean {
    return this.#options.book.device.strangeRoots.length > 0;
  }

  #nextWait(delay: number): number {
    const base = Math.min(MAX_WAIT_MS, Math.max(SHORTEST_WAIT, delay * 2));
    return Math.round(base * (0.5 + this.#options.random() / 2));
  }

  /** Written rarely: otherwise each minute would cost a useless write. */
  #noteKnown(name: string, at: Instant | null): void {
    if (at === null || name !== REFERENCE_DATABASE) return;
    this.#set({ keysKnownAt: at });
    const { book } = this.#options;
    const written = book.device.keysKnownAt;
    if (written !== null && Date.parse(at) - Date.parse(written) < KEYS_WRITTEN_EVERY) return;
    book.updateDevice((device) => ({ ...device, keysKnownAt: at })).catch(() => undefined);
  }

  #notePull(name: string, isUpToDate: boolean): void {
    if (isUpToDate) this.#noteKnown(name, this.#clock.upToDateAt(name));
    else this.#clock.noteChange(name);
  }

  /**
   * PouchDB's own retry starts a second attempt while the failed one still runs. The failed one finishes its batch, skips
   * the batches that it dropped, and writes a checkpoint behind them, so nothing fetches them again. Here a failed
   * attempt is cancelled first.
   */
  #run(name: string, begin: () => ReturnType<typeof replicate>, heard?: (isUpToDate: boolean) => void): void {
    const running: Running = { cancel: () => undefined };
    this.#running.add(running);
    let waited = 0;
    const attempt = (): void => {
      const replication = begin();
      running.cancel = () => replication.cancel();
      this.#setBusy(name, true);
      replication.on('active', () => {
        this.#setBusy(name, true);
        heard?.(false);
      });
      replication.on('paused', () => {
        waited = 0;
        this.#setBusy(name, false);
        if (this.#running.has(running)) heard?.(true);
      });
      replication.on('error', (error: unknown) => {
        replication.cancel();
        this.#setBusy(name, false);
        heard?.(false);
        if (!this.#running.has(running) || isRefused(error)) return;
        waited = this.#nextWait(waited);
        const timer = setTimeout(attempt, waited);
        running.cancel = () => clearTimeout(timer);
      });
    };
    attempt();
  }

  #setBusy(name: string, busy: boolean): void {
    if (busy) this.#busy.add(name);
    else this.#busy.delete(name);
    this.#set({ busy: this.#busy.size > 0 });
  }

  /** Persists across reloads: the person needs the time since the last sending. */
  #noteReach(reachable: boolean | undefined): void {
    const { book, milliseconds } = this.#options;
    if (reachable === undefined || reachable === (book.device.lostAt === null)) return;
    const lostAt = reachable ? null : (new Date(milliseconds()).toISOString() as Instant);
    // The first loss counts, not the last try.
    const note = (device: DeviceRecord): DeviceRecord =>
      reachable === (device.lostAt === null) ? device : { ...device, lostAt };
    book.updateDevice(note).catch(() => undefined);
  }

  #set(change: Partial<LineView>): void {
    this.#noteReach(change.reachable);
    const next = changeView(this.#view, change);
    if (next === this.#view) return;
    this.#view = next;
    this.changed(next);
  }
}

/**
 * The position is kept with what was read up to it. Of two records of one session the protocol takes the server's, which
 * is behind what a device lacks that was restored from an older copy of its disk.
 */
const HERE_ALONE = { checkpoint: 'target' } as const;

function live(since: string | number | undefined): object {
  return { live: true, batch_size: 200, batches_limit: 2, ...(since === undefined ? {} : { since }) };
}

function isRefused(error: unknown): boolean {
  const { name } = (error ?? {}) as { readonly name?: unknown };
  return name === 'unauthorized' || name === 'forbidden';
}

/** A disk that does not answer at the first sync is not a broken connection. */
async function infoOf({ pouch }: SealedDatabase): Promise<PouchDB.Core.DatabaseInfo> {
  try {
    return await pouch.info();
  } catch (error) {
    throw notStored(error);
  }
}
