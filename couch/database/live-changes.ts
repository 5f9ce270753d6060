/** A broken feed, as after each restart of CouchDB, continues where it stopped. A failed change is delivered again. */
import type { Database } from '#couch/engine/engine.ts';

const SHORTEST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 30_000;

interface LiveChangesOptions {
  readonly database: Database;
  readonly from: 'beginning' | 'now';
  readonly take: (id: string) => Promise<void> | void;
  readonly onCut?: (error: unknown) => void;
}

export class LiveChanges {
  readonly #options: LiveChangesOptions;
  #since: string | number | null;
  #pauseMs = SHORTEST_PAUSE_MS;
  #turn: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #cancel: () => void = () => undefined;
  #stopped = false;
  /** Resolves once every later change is delivered. Rejects if the first try failed, which is repeated. */
  readonly ready: Promise<void>;

  constructor(options: LiveChangesOptions) {
    this.#options = options;
    this.#since = options.from === 'beginning' ? 0 : null;
    this.ready = this.#begin();
    this.ready.catch((error: unknown) => this.#beginLater(error));
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#cancel();
  }

  async #begin(): Promise<void> {
    const { database, onCut } = this.#options;
    const isLate = this.#since === null && this.#timer !== undefined;
    const since = (this.#since ??= (await database.info()).update_seq);
    if (this.#stopped) return;
    // Changes before a late first connection are unknown.
    if (isLate) onCut?.(null);
    const feed = database.changes({ live: true, since, return_docs: false });
    const begunAt = performance.now();
    let isOver = false;
    this.#cancel = () => ((isOver = true), feed.cancel());
    const end = (error: unknown): void => {
      if (isOver) return;
      this.#cancel();
      if (performance.now() - begunAt > MAX_PAUSE_MS) this.#pauseMs = SHORTEST_PAUSE_MS;
      this.#beginLater(error);
    };
    feed.on('change', ({ id, seq }) => {
      this.#turn = this.#turn.then(async () => {
        if (isOver) return;
        try {
          await this.#options.take(id);
          [this.#since, this.#pauseMs] = [seq, SHORTEST_PAUSE_MS];
        } catch (error) {
          end(error);
        }
      });
    });
    feed.on('error', end);
    feed.on('complete', end);
  }

  #beginLater(error: unknown): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#begin().catch((again: unknown) => this.#beginLater(again));
    }, this.#pauseMs).unref();
    this.#pauseMs = Math.min(this.#pauseMs * 2, MAX_PAUSE_MS);
    this.#options.onCut?.(error);
  }
}

/** A thousand waiting clients cost the engine one feed. */
interface Bell {
  readonly ready: Promise<void>;
  readonly listeners: Set<() => void>;
  stop(): void;
}

export class ChangeBells {
  readonly #bells = new Map<string, Bell>();

  async listen(name: string, database: Database, listener: () => void): Promise<() => void> {
    const bell = this.#bells.get(name) ?? this.#hang(name, database);
    bell.listeners.add(listener);
    await bell.ready;
    return () => {
      bell.listeners.delete(listener);
      if (bell.listeners.size === 0) this.#take(name, bell);
    };
  }

  close(): void {
    for (const [name, bell] of this.#bells) this.#take(name, bell);
  }

  #hang(name: string, database: Database): Bell {
    const listeners = new Set<() => void>();
    const ring = (): void => listeners.forEach((listener) => listener());
    // None waits for a silent database.
    const feed = new LiveChanges({ database, from: 'now', take: ring, onCut: ring });
    const bell: Bell = { ready: feed.ready, listeners, stop: () => feed.stop() };
    bell.ready.catch(() => this.#take(name, bell));
    this.#bells.set(name, bell);
    return bell;
  }

  #take(name: string, bell: Bell): void {
    if (this.#bells.get(name) === bell) this.#bells.delete(name);
    bell.stop();
  }
}
