/** Patrols at the start, after the first delivery, and every day. */
import type { ExchangeTools } from './courier.ts';
import { Patrol, type Beat } from './patrol.ts';

const A_DAY = 24 * 3_600_000;

export class DailyPatrol {
  readonly #tools: ExchangeTools;
  readonly #beats: () => readonly Beat[];
  readonly #patrol: Patrol;
  #endWait: () => void = () => undefined;
  #running: Promise<void> = Promise.resolve();
  #stopped = false;

  constructor(tools: ExchangeTools, beats: () => readonly Beat[]) {
    this.#tools = tools;
    this.#beats = beats;
    this.#patrol = new Patrol(tools, (milliseconds) => this.#wait(milliseconds));
  }

  /** `ready`: from then on a missing act is not in transit. */
  begin(ready: Promise<void>): void {
    this.#running = ready.then(() => this.#recall()).then(() => this.#walkDaily());
  }

  walkNow(): Promise<void> {
    return new Patrol(this.#tools, () => Promise.resolve()).walk(this.#beats());
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#patrol.stop();
    this.#endWait();
    await this.#running;
  }

  /** Earlier findings enter the figures immediately. */
  async #recall(): Promise<void> {
    for (const { database } of this.#beats())
      await this.#tools.findings.recall(database).catch(() => undefined);
  }

  async #walkDaily(): Promise<void> {
    while (!this.#stopped) {
      await this.#patrol.walk(this.#beats());
      await this.#wait(A_DAY);
    }
  }

  #wait(milliseconds: number): Promise<void> {
    if (this.#stopped) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds);
      timer.unref();
      this.#endWait = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
