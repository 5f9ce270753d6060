/**
 * Disks in memory, each with the databases of one computer: copied in no time, torn from a running program, full.
 * A program that is killed keeps its open handles; they answer nothing any more.
 */
import MemoryLevel from 'memdown';
import MemoryAdapter from 'pouchdb-adapter-memory';
import { beginWork } from './activity.ts';

type Tree = unknown;
type Done = (error?: Error | null, ...values: unknown[]) => void;

interface LevelPrototype {
  _open(options: object, done: Done): void;
  _get(key: unknown, options: object, done: Done): void;
  _put(key: unknown, value: unknown, options: object, done: Done): void;
  _del(key: unknown, options: object, done: Done): void;
  _batch(list: readonly object[], options: object, done: Done): void;
  _iterator(options: object): { _next(done: Done): void };
}

export type Copy = ReadonlyMap<string, Tree>;

/** PouchDB opens a database with it. */
export interface Opened {
  (location: string): object;
  destroy(location: string, done: Done): void;
}

let handles = 0;

/** PouchDB tells all listeners of a name about its changes, so each world has a word of its own before its names. */
export function worldWord(): string {
  return `w${handles++}-`;
}

function nameOf(location: string): string {
  return location.replace(/^w\d+-/, '');
}

export class Disk {
  readonly #trees: Record<string, Tree> = {};
  isFull = false;
  #running: { isDead: boolean } = { isDead: false };

  /** A database's files are not copied while they are written: a tree never changes. */
  copy(): Copy {
    return new Map(Object.entries(this.#trees));
  }

  /** All databases, or those that `which` names. */
  restore(copy: Copy, which: (location: string) => boolean = () => true): void {
    for (const location of Object.keys(this.#trees)) if (which(location)) delete this.#trees[location];
    for (const [location, tree] of copy) if (which(location)) this.#trees[location] = tree;
  }

  locations(): readonly string[] {
    return Object.keys(this.#trees).sort();
  }

  has(location: string): boolean {
    return location in this.#trees;
  }

  /** The program's handles from before answer nothing any more. */
  kill(): void {
    this.#running.isDead = true;
    this.#running = { isDead: false };
  }

  /** For the program that starts now. PouchDB keeps open databases by the name of this function. */
  begin(): Opened {
    const running = this.#running;
    const isFull = (): boolean => this.isFull;
    const trees = this.#trees;
    const base = (MemoryLevel as unknown as { prototype: LevelPrototype }).prototype;
    const guarded = (isWrite: boolean, done: Done, act: (done: Done) => void): void => {
      if (running.isDead) return;
      const end = beginWork();
      if (isWrite && isFull()) {
        setImmediate(() => {
          end();
          if (!running.isDead) done(Object.assign(new Error('No space left on device'), { code: 'ENOSPC' }));
        });
        return;
      }
      act((...answer) => {
        end();
        if (!running.isDead) done(...answer);
      });
    };
    function Level(this: object, name: string): object {
      const location = nameOf(name);
      const level = new (MemoryLevel as unknown as new (location: string) => Record<string, unknown>)('');
      trees[location] ??= level['_tree'];
      Object.assign(level, { location, _location: location, _store: trees });
      return Object.assign(level, {
        _open: (options: object, done: Done) =>
          guarded(false, done, (tell) => base._open.call(level, options, tell)),
        _get: (key: unknown, options: object, done: Done) =>
          guarded(false, done, (tell) => base._get.call(level, key, options, tell)),
        _put: (key: unknown, value: unknown, options: object, done: Done) =>
          guarded(true, done, (tell) => base._put.call(level, key, value, options, tell)),
        _del: (key: unknown, options: object, done: Done) =>
          guarded(true, done, (tell) => base._del.call(level, key, options, tell)),
        _batch: (list: readonly object[], options: object, done: Done) =>
          guarded(true, done, (tell) => base._batch.call(level, list, options, tell)),
        _iterator: (options: object) => {
          const iterator = base._iterator.call(level, options);
          const next = iterator._next.bind(iterator);
          iterator._next = (done) => guarded(false, done, next);
          return iterator;
        }
      });
    }
    Object.defineProperty(Level, 'name', { value: `Level${handles++}` });
    return Object.assign(Level, {
      destroy: (name: string, done: Done) => {
        delete trees[nameOf(name)];
        setImmediate(done);
      }
    }) as unknown as Opened;
  }
}

type Adapter = (this: object, options: object, done: unknown) => void;
type Plugin = (pouch: { adapter(name: string, adapter: Adapter, isPreferred: boolean): void }) => void;

/** A PouchDB adapter over this disk, under this name. */
export function adapterOn(opened: Opened, name: string): Plugin {
  return (pouch) =>
    (MemoryAdapter as unknown as Plugin)({
      adapter: (_name, memory) => {
        function Adapter(this: object, options: object, done: unknown): void {
          memory.call(this, { ...options, db: opened }, done);
        }
        pouch.adapter(name, Object.assign(Adapter, { valid: () => true, use_prefix: false }), true);
      }
    });
}
