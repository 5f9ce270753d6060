/**
 * A database's changes for as long as somebody wants them. A feed that is cut, as every one is when CouchDB restarts, is
 * begun again where it stopped, and a change that could not be taken is told again.
 */
import type { Database } from '#couch/engine/engine.ts';

const SHORTEST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 30_000;

export interface LiveChangesOptions {
  readonly database: Database;
  /** `now`: what is there already is not told. */
  readonly from: 'beginning' | 'now';
  /** Changes are handled one after the other. A change whose handler rejects is delivered again. */
  readonly take: (id: string) => Promise<void> | void;
  /** The feed ended without being stopped, and is begun again after a pause; or it began later than it should. */
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
  /** Resolves once every later change will be told; rejects where the first try failed, and it is tried again. */
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
    // Changes before a first connection that succeeded late are unknown.
    if (isLate) onCut?.(null);
    const feed = database.changes({ live: true, since, return_docs: false });
    const begunAt = performance.now();
    let isOver = false;
    this.#cancel = () => ((isOver = true), feed.cancel());
    const end = (error: unknown): void => {
      if (isOver) return;
      this.#cancel();
      // It went well until now: cuts that lie far apart are no trouble that goes on.
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
