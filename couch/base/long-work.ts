/**
 * Long work in a process that answers everybody: it is done in slices of a few milliseconds, one slice at a time and
 * countries in turn, whatever is answered shortly goes before it, and so the largest question of one country is hardly
 * felt by another (threats P5). A country's long work rests at most four times as long as it worked: short questions
 * without end make it five times as slow and no slower. What was taken for short and is not is long from its first pause
 * on, and while it waits for what is large it holds up nobody.
 */
import { performance } from 'node:perf_hooks';

/** Milliseconds that one slice may take. */
const SLICE_MS = 4;
/** Pieces of work, such as documents, of which a short answer has no more. */
const SHORT_PIECES = 32;
/** How many times as long as a slice worked its country waits for the short answers of others, and how many times any country. */
const MAX_WAIT_ROUNDS = 4;
const MAX_WAIT_ROUNDS_OF_ALL = 1;
/** Whatever a slice worked, the next is not put off for ever. */
const MAX_SLICE_MS = 50;

/** For whom it is worked, and whether that goes before long work, which ends with its first pause. */
export interface Turn {
  /** The authority that asks, or whose database is read; an address where nobody knows who asks. */
  readonly of: string;
  isShort(): boolean;
  end(): void;
}

/** Of work that is known to be long before it begins. */
export function longTurn(of: string): Turn {
  return { of, isShort: () => false, end: () => undefined };
}

export class LongWork {
  readonly #turn: Turn;
  #pieces = 0;
  #worked = 0;
  /** Since when it works; null before its first slice. */
  #since: number | null = null;

  constructor(turn: Turn) {
    this.#turn = turn;
  }

  /** Milliseconds of its slices, without what it waited for them. */
  get worked(): number {
    return this.#worked + (this.#since === null ? 0 : performance.now() - this.#since);
  }

  /** Between two pieces of work, or portions of so many; others are answered where it is time. */
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

/** What is known to take a moment only, or ends its turn. */
export function goFirst<T>(of: string, work: (turn: Turn) => Promise<T>): Promise<T> {
  return SLICES.before(of, work);
}

/** Before a piece of work that cannot be divided. */
export function nextPiece(of: string): Promise<void> {
  return SLICES.next(of);
}

export interface Clocks {
  /** Milliseconds that pass. */
  readonly now: () => number;
  /** Those of them in which the process was at work: what waits for a disk holds up nobody. */
  readonly worked: () => number;
}

interface Slice {
  readonly of: string;
  readonly until: number;
  /** What the process had worked when it began, and when it was last heard of. */
  readonly before: number;
  worked: number;
  /** Whether somebody else was being answered shortly. */
  readonly isBesideShort: boolean;
}

export class Slices {
  readonly #clocks: Clocks;
  /** What goes on in the next slice of each, in the order in which they are next. */
  readonly #waiting = new Map<string, (() => void)[]>();
  /** How many short answers are under way for each. */
  readonly #short = new Map<string, number>();
  #slice: Slice | null = null;
  /** Whoever has just been let go is at work until the process is free again. */
  #isFresh = false;
  /** Before which none of them, and nobody at all, begins while others are answered shortly. */
  readonly #rests = new Map<string, number>();
  #restOfAll = 0;
  #cancelLook: (() => void) | null = null;

  constructor(clocks: Clocks) {
    this.#clocks = clocks;
  }

  /** Whether the slice in hand is theirs and not over. */
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

  /** Resolves in a slice of theirs, which all that is worked for them goes on in until it is over. */
  next(of: string): Promise<void> {
    this.mayGoOn(of);
    return new Promise((goOn) => {
      const own = this.#waiting.get(of);
      if (own) own.push(goOn);
      else this.#waiting.set(of, [goOn]);
      this.#lookAgain();
    });
  }

  /** When the process is free, when the slice in hand is over, or when the next may begin. */
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
    // Whoever held nobody up does not hold up the next.
    if (isBesideShort) this.#restOfAll = now + MAX_WAIT_ROUNDS_OF_ALL * ms;
    for (const [rested, until] of this.#rests)
      if (until < now) this.#rests.delete(rested);
      else break;
  }

  /** Whoever has the slice in hand; otherwise the first of those that may begin now, or the one that may begin soonest. */
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

  /** Whether others are answered shortly; whoever waits for a slice is not. */
  #isBesideShort(of: string): boolean {
    for (const other of this.#short.keys()) if (other !== of && !this.#waiting.has(other)) return true;
    return false;
  }

  /** One after the other, so that the process answers in between. */
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

/** One for the process, as it has one thread for all. */
const SLICES = new Slices({
  now: () => performance.now(),
  worked: () => performance.eventLoopUtilization().active
});
