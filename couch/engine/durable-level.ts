/**
 * A document is on disk before its write is acknowledged, despite power cuts. A failed write can leave any part of
 * itself in the log, so the store is reopened and the write undone before the next one. Reads wait meanwhile, because a
 * "not found" from an opening store would be believed.
 */
import { basename } from 'node:path';
import { databaseToCountry } from '#couch/base/databases.ts';
import { nextPiece } from '#couch/base/sliced-task.ts';
import type { CountryCode } from '#lib/domain/ids.ts';
import LevelDOWN, { type Done, type Iterator, type Key, type Operation } from 'leveldown';
import { ensureRoom, KEPT_FREE, ROOM_TO_OPEN } from './folder.ts';

const TRY_AGAIN_MS = 1_000;
/** Characters or bytes; less is read in a tenth of a millisecond. */
const LARGE = 16 * 1024;
/** PouchDB's documents. Other writes can be repeated after a power cut. */
const DOCUMENTS = '\u00ffby-sequence\u00ff';
const INDEX = '-mrview-';

export function openDurableLevel(location: string): LevelDOWN {
  return new DurableLevel(location);
}
openDurableLevel.destroy = (location: string, done: Done): void => LevelDOWN.destroy(location, done);

class DurableLevel extends LevelDOWN {
  readonly #gate = new Gate();
  #options: { readonly keptFree?: number } = {};
  #writing: Promise<unknown> = Promise.resolve();
  #undo: readonly Operation[] | null = null;
  #closed = false;
  readonly #of: CountryCode | null;

  constructor(location: string) {
    super(location);
    this.#of = databaseToCountry(basename(location).split(INDEX, 1)[0] ?? '');
  }

  override _open(options: object, callback: Done): void {
    this.#options = options;
    super._open(options, callback);
  }

  /** A closed native handle must not be written to. */
  override _close(callback: Done): void {
    this.#closed = true;
    void this.#writing.then(() => super._close(callback));
  }

  override _get(key: Key, options: object, callback: (error: Error | null, value?: Key) => void): void {
    this.#gate.look((leave) =>
      super._get(key, options, (error, value) => {
        leave();
        this.#handOver(value, () => callback(error, value));
      })
    );
  }

  override _iterator(options: object): Iterator {
    return new GatedIterator(
      this.#gate,
      () => super._iterator(options),
      (value, tell) => this.#handOver(value, tell)
    );
  }

  #handOver(value: Key | undefined, tell: () => void): void {
    const isSmall = value === undefined || value.length < LARGE;
    if (isSmall || this.#of === null || this.#gate.isClosing) tell();
    else void nextPiece(this.#of).then(tell);
  }

  override _batch(operations: readonly Operation[], options: object, callback: Done): void {
    const written = this.#writing.then(() => this.#write(operations, options));
    this.#writing = written.catch(() => undefined);
    written.then(() => callback(), callback);
  }

  async #write(operations: readonly Operation[], options: object): Promise<void> {
    const hasDocuments = operations.some(({ key }) => typeof key === 'string' && key.startsWith(DOCUMENTS));
    const { keptFree = KEPT_FREE } = this.#options;
    await ensureRoom(this.location, hasDocuments ? keptFree : Math.min(keptFree, KEPT_FREE / 2));
    if (this.#undo !== null) {
      // A closed store that cannot be reopened for lack of space could not even be read.
      await ensureRoom(this.location, Math.max(keptFree, ROOM_TO_OPEN));
      await this.#openAnew(this.#undo);
    }
    if (this.#closed) throw new Error('The database is closed.');
    try {
      await this.#commit(operations, { ...options, sync: hasDocuments && !this.location.includes(INDEX) });
    } catch (error) {
      this.#undo = await this.#inverseOf(operations);
      throw error;
    }
  }

  #commit(operations: readonly Operation[], options: object): Promise<void> {
    return whenDone((done) => super._batch(operations, options, done));
  }

  /** Until it is reopened, the store does not show the failed write. */
  async #inverseOf(operations: readonly Operation[]): Promise<readonly Operation[]> {
    const inverse = operations.map(
      ({ key }) =>
        new Promise<Operation>((resolve) =>
          super._get(key, { asBuffer: true }, (error, value) =>
            resolve(error || value === undefined ? { type: 'del', key } : { type: 'put', key, value })
          )
        )
    );
    return Promise.all(inverse);
  }

  /** A closed store would answer "not found" to all. */
  async #openAnew(undo: readonly Operation[]): Promise<void> {
    await this.#gate.closeFor(async () => {
      for (let isOpen = false; !isOpen && !this.#closed;) {
        await whenDone((done) => super._close(done));
        isOpen = await this.#openAndUndo(undo);
        if (!isOpen) await new Promise((resolve) => setTimeout(resolve, TRY_AGAIN_MS));
      }
    });
    this.#undo = null;
  }

  async #openAndUndo(undo: readonly Operation[]): Promise<boolean> {
    try {
      await whenDone((done) => super._open(this.#options, done));
      await this.#commit(undo, { sync: true });
      return true;
    } catch {
      return false;
    }
  }
}

function whenDone(work: (done: Done) => void): Promise<void> {
  return new Promise((resolve, reject) => work((error) => (error ? reject(error) : resolve())));
}

type HandOver = (value: Key | undefined, tell: () => void) => void;
type Next = (error?: Error | null, key?: Key, value?: Key) => void;

/** Counts as inside the gate until it ends. */
class GatedIterator implements Iterator {
  readonly #gate: Gate;
  readonly #begin: () => Iterator;
  readonly #handOver: HandOver;
  #inner: Iterator | null = null;
  #leave: () => void = () => undefined;
  #ended = false;

  constructor(gate: Gate, begin: () => Iterator, handOver: HandOver) {
    this.#gate = gate;
    this.#begin = begin;
    this.#handOver = handOver;
  }

  next(callback: Next): this {
    const tell: Next = (error, key, value) => this.#handOver(value, () => callback(error, key, value));
    if (this.#inner) {
      this.#inner.next(tell);
      return this;
    }
    this.#gate.walk((leave) => {
      if (this.#ended) {
        leave();
        return callback();
      }
      this.#leave = leave;
      this.#inner = this.#begin();
      this.#inner.next(tell);
    });
    return this;
  }

  end(callback: Done): void {
    this.#ended = true;
    if (this.#inner === null) return process.nextTick(callback);
    this.#inner.end((error) => {
      this.#leave();
      callback(error);
    });
  }
}

/** To close, first new walks are refused, then running walks end, then no reader is inside. */
type Leave = () => void;

/** A longer walk would hold up the store's writers for ever. */
const TIMEOUT_MS = 10_000;

class Gate {
  #way: 'open' | 'no-walks' | 'closed' = 'open';
  #walkers = 0;
  #lookers = 0;
  #held: (() => void)[] = [];
  #whenFewer: () => void = () => undefined;

  get isClosing(): boolean {
    return this.#way !== 'open';
  }

  look(work: (leave: Leave) => void): void {
    if (this.#way === 'closed') return void this.#held.push(() => this.look(work));
    this.#lookers++;
    work(once(() => (this.#lookers--, this.#whenFewer())));
  }

  walk(work: (leave: Leave) => void): void {
    if (this.#way !== 'open') return void this.#held.push(() => this.walk(work));
    this.#walkers++;
    work(once(() => (this.#walkers--, this.#whenFewer())));
  }

  /** Throws, with nothing done, if a reader does not leave. */
  async closeFor<T>(work: () => Promise<T>): Promise<T> {
    try {
      this.#way = 'no-walks';
      await this.#until(() => this.#walkers === 0);
      this.#way = 'closed';
      await this.#until(() => this.#lookers === 0);
      return await work();
    } finally {
      this.#open();
    }
  }

  #open(): void {
    this.#way = 'open';
    const held = this.#held;
    this.#held = [];
    for (const enter of held) enter();
  }

  #until(isSo: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('The store is being read without an end.')), TIMEOUT_MS);
      this.#whenFewer = () => {
        if (!isSo()) return;
        clearTimeout(late);
        this.#whenFewer = () => undefined;
        resolve();
      };
      this.#whenFewer();
    });
  }
}

function once(leave: Leave): Leave {
  let left = false;
  return () => {
    if (!left) leave();
    left = true;
  };
}
