/** A LevelDB iterator that waits for the gate and counts as inside until it ends. */
import type { Done, Iterator, Key } from 'leveldown';
import type { Gate } from './gate.ts';

type HandOver = (value: Key | undefined, tell: () => void) => void;
type Next = (error?: Error | null, key?: Key, value?: Key) => void;

export class GatedIterator implements Iterator {
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
