/**
 * Replaces the package `events` in the browser's bundle for what PouchDB uses of it (1.5 kB before the first desk). There
 * is no limit of listeners.
 */
type Listener = (...given: never[]) => unknown;

interface Entry {
  readonly run: Listener;
  readonly isOnce: boolean;
  hasRun: boolean;
}

/** PouchDB makes objects without calling this constructor, so that no field can hold them. */
const entries = new WeakMap<object, Map<string, readonly Entry[]>>();

function entriesOf(emitter: object, name: string): readonly Entry[] {
  return entries.get(emitter)?.get(name) ?? [];
}

function setEntries(emitter: object, name: string, next: readonly Entry[]): void {
  const lists = entries.get(emitter) ?? new Map<string, readonly Entry[]>();
  entries.set(emitter, lists.set(name, next));
}

function add(emitter: object, name: string, run: Listener, isOnce: boolean): void {
  setEntries(emitter, name, [...entriesOf(emitter, name), { run, isOnce, hasRun: false }]);
}

function remove(emitter: object, name: string, entry: Entry | undefined): void {
  setEntries(
    emitter,
    name,
    entriesOf(emitter, name).filter((one) => one !== entry)
  );
}

const methods = {
  on(name: string, run: Listener) {
    add(this, name, run, false);
    return this;
  },
  once(name: string, run: Listener) {
    add(this, name, run, true);
    return this;
  },
  /** Of a listener that was added twice, the last is removed. */
  removeListener(name: string, run: Listener) {
    const same = entriesOf(this, name).filter((one) => one.run === run);
    remove(this, name, same.at(-1));
    return this;
  },
  removeAllListeners(name?: string) {
    if (name === undefined) entries.delete(this);
    else entries.get(this)?.delete(name);
    return this;
  },
  /** False if no one listens; an error that no one hears is thrown. */
  emit(name: string, ...given: unknown[]) {
    const heard = entriesOf(this, name);
    if (name === 'error' && heard.length === 0) throw given[0];
    for (const one of heard) {
      if (one.isOnce && one.hasRun) continue;
      one.hasRun = true;
      if (one.isOnce) remove(this, name, one);
      Reflect.apply(one.run, this, given);
    }
    return heard.length > 0;
  },
  listeners(name: string) {
    return entriesOf(this, name).map(({ run }) => run);
  },
  listenerCount(name: string) {
    return entriesOf(this, name).length;
  },
  setMaxListeners() {
    return this;
  }
};

export default class Emitter {}
// PouchDB copies the enumerable methods, and a class has none.
Object.assign(Emitter.prototype, methods);
