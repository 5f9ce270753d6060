/** An iterator of LevelDB that begins where the gate lets it, and is inside until it ends. */
import type { Done, Iterator, Key } from 'leveldown';
import type { Gate } from './gate.ts';

type Next = (error?: Error | null, key?: Key, value?: Key) => void;

export class GatedIterator implements Iterator {
  readonly #gate: Gate;
  readonly #begin: () => Iterator;
  #inner: Iterator | null = null;
  #leave: () => void = () => undefined;
  #ended = false;

  constructor(gate: Gate, begin: () => Iterator) {
    this.#gate = gate;
    this.#begin = begin;
  }

  next(callback: Next): this {
    if (this.#inner) {
      this.#inner.next(callback);
      return this;
    }
    this.#gate.walk((leave) => {
      if (this.#ended) {
        leave();
        return callback();
      }
      this.#leave = leave;
      this.#inner = this.#begin();
      this.#inner.next(callback);
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
