/**
 * A session that is left without a line lives on at the server. The wish to end it is kept on this computer,
 * in plain, because nobody is unlocked then; and it is the first thing said when there is a line again:
 * nothing is asked before it in the name of whoever has left (threats P7).
 */
import type { Channel, StoreDeps } from '../browser/deps.ts';
import type { DeviceRegistry } from '../disk/device-registry.ts';

/** Milliseconds until it is tried again by itself; the last one is repeated. */
const PAUSES = [5_000, 30_000, 300_000];
const TOO_MANY = 429;

export class SessionEnd {
  readonly #deps: StoreDeps;
  readonly #registry: DeviceRegistry;
  readonly #channel: Channel;
  readonly #name: string;
  /** Whether a wish may be on the disk; other tabs tell when there is one. */
  #mayBeLeft = true;
  #settling: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  constructor(deps: StoreDeps, registry: DeviceRegistry) {
    this.#deps = deps;
    this.#registry = registry;
    this.#name = `${deps.prefix}i2es-session-end`;
    this.#channel = deps.channel(this.#name, () => (this.#mayBeLeft = true));
  }

  /** In place of the browser's own: fails as without a line while the session that was left cannot be ended. */
  readonly fetch: typeof fetch = async (input, init) => {
    await this.settle();
    return this.#deps.fetch(input, init);
  };

  /** Ends the session now or, where there is no line, as soon as there is one. */
  async leave(): Promise<void> {
    await this.#registry.setLeft(true);
    this.#mayBeLeft = true;
    this.#channel.send('left');
    await this.settle().catch(() => undefined);
  }

  /** Resolves when no session that was left is open at the server; throws where that cannot be had now. */
  async settle(): Promise<void> {
    if (!this.#mayBeLeft) return;
    this.#settling ??= this.#deps
      .exclusively(this.#name, () => this.#endLeft())
      .finally(() => (this.#settling = null));
    await this.#settling;
  }

  async #endLeft(): Promise<void> {
    try {
      if (await this.#registry.isLeft()) await this.#end();
      this.#mayBeLeft = false;
      this.#failures = 0;
    } catch (error) {
      this.#tryLater();
      throw error;
    }
  }

  /** That it is over already is as good. */
  async #end(): Promise<void> {
    const { base, fetch: ask } = this.#deps;
    const { status } = await ask(`${base}/api/session`, { method: 'DELETE', credentials: 'include' });
    if (status >= 500 || status === TOO_MANY) throw new TypeError('the session cannot be ended now');
    await this.#registry.setLeft(false);
  }

  #tryLater(): void {
    const pause = PAUSES[Math.min(this.#failures++, PAUSES.length - 1)];
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.settle().catch(() => undefined), pause);
  }
}
