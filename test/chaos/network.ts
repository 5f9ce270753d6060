/** Requests between devices and servers: each waits, with its answer, until the scheduler takes it. */
import { beginWork } from './activity.ts';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string | Buffer | null;
}

export interface Answered {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

export interface Held {
  readonly id: number;
  readonly from: string;
  readonly asked: Asked;
  /** `away`: the server works on it. */
  phase: 'request' | 'away' | 'answer';
  answered: Answered | null;
  readonly settle: (answer: Answered | null) => void;
}

export type Serve = (asked: Asked) => Promise<Answered>;

export class Network {
  readonly #held = new Map<number, Held>();
  #ids = 1;
  /** Null: the server is away. */
  serve: Serve | null = null;
  /** Nothing is held: while a world is built, and after healing. */
  isFree = true;

  /** In the order in which they were sent. */
  get held(): readonly Held[] {
    return [...this.#held.values()];
  }

  /** Rejects as `fetch` does when a line is cut. */
  ask(from: string, asked: Asked, signal: AbortSignal | null): Promise<Answered> {
    return new Promise((resolve, reject) => {
      const id = this.#ids++;
      const settle = (answer: Answered | null): void => {
        if (!this.#held.delete(id)) return;
        if (answer) resolve(answer);
        else reject(new TypeError('fetch failed'));
      };
      const held: Held = { id, from, asked, phase: 'request', answered: null, settle };
      this.#held.set(id, held);
      signal?.addEventListener('abort', () => {
        if (!this.#held.delete(id)) return;
        const { reason } = signal as { reason: unknown };
        reject(reason instanceof Error ? reason : new DOMException('aborted', 'AbortError'));
      });
      beginWork()();
      if (this.isFree) this.deliver(held);
    });
  }

  /** One step of its way: to the server, or back. */
  deliver(held: Held): void {
    if (held.phase === 'answer') return held.settle(held.answered);
    if (held.phase === 'away') return;
    const { serve } = this;
    if (serve === null) return held.settle(null);
    held.phase = 'away';
    // A request can wait for news or for a timer, so it is no work under way: disk and keys are.
    serve(held.asked).then(
      (answered) => {
        beginWork()();
        if (this.serve !== serve) return held.settle(null);
        held.answered = answered;
        held.phase = 'answer';
        if (this.isFree) held.settle(answered);
      },
      () => held.settle(null)
    );
  }

  /** The server does what is asked, and once more; only the second answer comes back. */
  deliverTwice(held: Held): void {
    if (held.phase === 'request' && this.serve) void this.serve(held.asked).catch(() => undefined);
    this.deliver(held);
  }

  lose(held: Held): void {
    held.settle(null);
  }

  loseAllOf(from: string): void {
    for (const held of this.held) if (held.from === from) held.settle(null);
  }

  /** A server that ends takes its connections with it. */
  cutServer(): void {
    this.serve = null;
    for (const held of this.held) if (held.phase === 'away') held.settle(null);
  }

  free(): void {
    this.isFree = true;
    for (const held of this.held) this.deliver(held);
  }
}
