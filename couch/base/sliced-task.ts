/**
 * Slices of milliseconds, with countries in turn and short answers first (threats P5). A country's long work rests at
 * most four times as long as it worked. Work that turns out long counts as long from its first pause.
 */
import { performance } from 'node:perf_hooks';

const SLICE_MS = 4;
const SHORT_PIECES = 32;
/** Multiples of the slice's duration: for its country, and for any country. */
const MAX_WAIT_ROUNDS = 4;
const MAX_WAIT_ROUNDS_OF_ALL = 1;
/** Longer slices do not lengthen the rest. */
const MAX_SLICE_MS = 50;

export interface Turn {
  /** An authority, or the address of an anonymous request. */
  readonly of: string;
  isShort(): boolean;
  end(): void;
}

export function scheduleSliced(of: string): Turn {
  return { of, isShort: () => false, end: () => undefined };
}

export class SlicedTask {
  readonly #turn: Turn;
  #pieces = 0;
  #worked = 0;
  #since: number | null = null;

  constructor(turn: Turn) {
    this.#turn = turn;
  }

  /** Without the waits between slices. */
  get worked(): number {
    return this.#worked + (this.#since === null ? 0 : performance.now() - this.#since);
  }

  async yieldWhenDue(pieces = 1): Promise<void> {
    this.#pieces += pieces;
    if (this.#pieces >= SHORT_PIECES) this.#turn.end();
    if (!this.#turn.isShort() && !SLICES.mayGoOn(this.#turn.of)) await this.yieldNow();
  }

  async yieldNow(): Promise<void> {
    this.#turn.end();
    this.#worked = this.worked;
    this.#since = null;
    await SLICES.next(this.#turn.of);
    this.#since = performance.now();
  }
}

export function runImmediately<T>(of: string, work: (turn: Turn) => Promise<T>): Promise<T> {
  return SLICES.before(of, work);
}

export function nextPiece(of: string): Promise<void> {
  return SLICES.next(of);
}

export interface Clocks {
  readonly now: () => number;
  /** Milliseconds; waiting for a disk delays no one. */
  readonly worked: () => number;
}

interface Slice {
  readonly of: string;
  readonly until: number;
  readonly before: number;
  worked: number;
  readonly isBesideShort: boolean;
}

export class Slices {
  readonly #clocks: Clocks;
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #short = new Map<string, number>();
  #slice: Slice | null = null;
  /** A released task counts as working until the process is free again. */
  #isFresh = false;
  /** No one starts before this time while others get short answers. */
  readonly #rests = new Map<string, number>();
  #restOfAll = 0;
  #cancelLook: (() => void) | null = null;

  constructor(clocks: Clocks) {
    this.#clocks = clocks;
  }

  mayGoOn(of: string): boolean {
    if (this.#slice?.of !== of) return false;
    this.#slice.worked = this.#clocks.worked();
    return this.#clocks.now() < this.#slice.until;
  }

  async before<T>(of: string, work: (turn: Turn) => Promise<T>): Promise<T> {
    let isShort = true;
    this.#short.set(of, (this.#short.get(of) ?? 0) + 1);
    const end = (): void => {
      if (isShort) this.#endShort(of);
      isShort = false;
    };
    try {
      return await work({ of, isShort: () => isShort, end });
    } finally {
      end();
    }
  }

  #endShort(of: string): void {
    const left = (this.#short.get(of) ?? 0) - 1;
    if (left > 0) this.#short.set(of, left);
    else this.#short.delete(of);
    this.#lookAgain();
  }

  /** In a slice that all tasks of the owner share until it is over. */
  next(of: string): Promise<void> {
    this.mayGoOn(of);
    return new Promise((goOn) => {
      const own = this.#waiting.get(of);
      if (own) own.push(goOn);
      else this.#waiting.set(of, [goOn]);
      this.#lookAgain();
    });
  }

  #lookAgain(): void {
    this.#cancelLook?.();
    this.#cancelLook = null;
    if (this.#waiting.size === 0 && !this.#isFresh && !this.#slice) return;
    const now = this.#clocks.now();
    const ms = this.#isFresh ? 0 : Math.ceil(this.#next(now).at - now);
    const look = (): void => this.#look();
    if (ms > 0) {
      const timer = setTimeout(look, ms);
      this.#cancelLook = () => clearTimeout(timer);
    } else {
      const immediate = setImmediate(look);
      this.#cancelLook = () => clearImmediate(immediate);
    }
  }

  #look(): void {
    if (this.#isFresh && this.#slice) this.#slice.worked = this.#clocks.worked();
    this.#isFresh = false;
    const now = this.#clocks.now();
    if (this.#slice && this.#slice.until <= now) this.#endSlice(this.#slice, now);
    const { of, at } = this.#next(now);
    if (of !== null && at <= now) this.#letGo(of);
    this.#lookAgain();
  }

  #endSlice({ of, before, worked, isBesideShort }: Slice, now: number): void {
    this.#slice = null;
    const ms = Math.min(MAX_SLICE_MS, worked - before);
    this.#rests.delete(of);
    this.#rests.set(of, now + MAX_WAIT_ROUNDS * ms);
    // Work that delayed no one does not delay the next.
    if (isBesideShort) this.#restOfAll = now + MAX_WAIT_ROUNDS_OF_ALL * ms;
    for (const [rested, until] of this.#rests)
      if (until < now) this.#rests.delete(rested);
      else break;
  }

  #next(now: number): { readonly of: string | null; readonly at: number } {
    if (this.#slice) {
      const { of, until } = this.#slice;
      return { of, at: this.#waiting.has(of) && now < until ? now : until };
    }
    let [next, soonest]: [string | null, number] = [null, Infinity];
    for (const of of this.#waiting.keys()) {
      const at = this.#isBesideShort(of) ? this.#restOf(of) : now;
      if (at <= now) return { of, at };
      if (at < soonest) [next, soonest] = [of, at];
    }
    return { of: next, at: soonest };
  }

  #restOf(of: string): number {
    return Math.max(this.#restOfAll, this.#rests.get(of) ?? 0);
  }

  #isBesideShort(of: string): boolean {
    for (const other of this.#short.keys()) if (other !== of && !this.#waiting.has(other)) return true;
    return false;
  }

  #letGo(of: string): void {
    const [goOn, ...others] = this.#waiting.get(of) ?? [];
    if (goOn === undefined) return;
    this.#waiting.delete(of);
    if (others.length > 0) this.#waiting.set(of, others);
    this.#slice ??= this.#beginSlice(of);
    this.#isFresh = true;
    goOn();
  }

  #beginSlice(of: string): Slice {
    const [worked, isBesideShort] = [this.#clocks.worked(), this.#isBesideShort(of)];
    return { of, until: this.#clocks.now() + SLICE_MS, before: worked, worked, isBesideShort };
  }
}

const SLICES = new Slices({
  now: () => performance.now(),
  worked: () => performance.eventLoopUtilization().active
});
