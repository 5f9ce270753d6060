/** One follower per database serves all long polls: a thousand waiting clients cost the engine one feed. */
import { LiveChanges } from './live-changes.ts';
import type { Database } from '#couch/engine/engine.ts';

interface Bell {
  readonly ready: Promise<void>;
  readonly listeners: Set<() => void>;
  stop(): void;
}

export class ChangeBells {
  readonly #bells = new Map<string, Bell>();

  /** Resolves once every later change is notified. Call `stop` when done. */
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
    // A broken feed wakes all clients, so that none waits for a silent database.
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
