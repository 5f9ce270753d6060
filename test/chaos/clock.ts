/** Timers and clocks of the process, moved by the scheduler alone. */
import { beginWork } from './activity.ts';

interface Due {
  readonly id: number;
  at: number;
  readonly everyMs: number | null;
  readonly call: () => void;
}

/** Node's object for a timer, in so far as libraries use it. */
class Handle {
  constructor(
    readonly clock: VirtualClock,
    readonly due: Due,
    readonly delay: number
  ) {}
  ref(): this {
    return this;
  }
  unref(): this {
    return this;
  }
  hasRef(): boolean {
    return false;
  }
  refresh(): this {
    this.due.at = this.clock.now + this.delay;
    this.clock.add(this.due);
    return this;
  }
  close(): this {
    this.clock.drop(this.due.id);
    return this;
  }
  [Symbol.toPrimitive](): number {
    return this.due.id;
  }
  [Symbol.dispose](): void {
    this.close();
  }
}

const REAL = {
  setTimeout: globalThis.setTimeout,
  clearTimeout: globalThis.clearTimeout,
  setInterval: globalThis.setInterval,
  clearInterval: globalThis.clearInterval,
  Date: globalThis.Date,
  now: performance.now,
  timeout: AbortSignal.timeout
};

export class VirtualClock {
  /** Milliseconds since 1970. */
  now: number;
  readonly #began: number;
  readonly #due = new Map<number, Due>();
  #ids = 1;

  constructor(now: number) {
    this.now = now;
    this.#began = now;
  }

  /** Global timers and clocks are this one's until `remove`. */
  install(): void {
    const begin =
      (everyMs: number | null) =>
      (call: (...given: unknown[]) => void, ms?: number, ...given: unknown[]) => {
        const delay = Math.max(1, Number(ms) || 0);
        const due: Due = {
          id: this.#ids++,
          at: this.now + delay,
          everyMs: everyMs === null ? null : delay,
          call: () => call(...given)
        };
        this.add(due);
        return new Handle(this, due, delay);
      };
    const end = (handle: unknown): void => {
      if (handle instanceof Handle) handle.close();
    };
    const now = (): number => this.now;
    class VirtualDate extends REAL.Date {
      constructor(...given: []) {
        super(...((given.length === 0 ? [now()] : given) as []));
      }
      static override now(): number {
        return now();
      }
      static override [Symbol.hasInstance](value: unknown): boolean {
        return Object.prototype.toString.call(value) === '[object Date]';
      }
    }
    Object.assign(globalThis, {
      setTimeout: begin(null),
      setInterval: begin(0),
      clearTimeout: end,
      clearInterval: end,
      Date: VirtualDate
    });
    performance.now = () => this.now - this.#began;
    AbortSignal.timeout = (ms) => {
      const stop = new AbortController();
      globalThis.setTimeout(() => stop.abort(new DOMException('too late', 'TimeoutError')), ms);
      return stop.signal;
    };
  }

  remove(): void {
    const { now, timeout, ...globals } = REAL;
    Object.assign(globalThis, globals);
    performance.now = now;
    AbortSignal.timeout = timeout;
  }

  add(due: Due): void {
    beginWork()();
    this.#due.set(due.id, due);
  }

  drop(id: number): void {
    this.#due.delete(id);
  }

  /** The process of these timers has ended. */
  dropAll(): void {
    this.#due.clear();
  }

  /** Null without a timer. */
  get next(): number | null {
    let next: number | null = null;
    for (const { at } of this.#due.values()) if (next === null || at < next) next = at;
    return next;
  }

  /** Moves to that moment and calls the first timer that is due by then; false if there is none. */
  fireOne(until: number): boolean {
    let first: Due | null = null;
    for (const due of this.#due.values())
      if (due.at <= until && (first === null || due.at < first.at)) first = due;
    if (first === null) {
      this.now = Math.max(this.now, until);
      return false;
    }
    this.now = Math.max(this.now, first.at);
    if (first.everyMs === null) this.#due.delete(first.id);
    else first.at = this.now + first.everyMs;
    first.call();
    return true;
  }
}
