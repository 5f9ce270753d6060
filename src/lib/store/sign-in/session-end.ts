/**
 * A session left offline lives on at the server. The request to end it is stored in plain and sent first on
 * reconnection: no other request runs in the name of the person who left (threats P7).
 */
import type { Channel, StoreDeps } from '../browser/deps.ts';
import type { DeviceRegistry } from '../disk/device-registry.ts';

/** Milliseconds between automatic retries; the last one repeats. */
const PAUSES = [5_000, 30_000, 300_000];
const TOO_MANY = 429;

export class SessionEnd {
  readonly #deps: StoreDeps;
  readonly #registry: DeviceRegistry;
  readonly #channel: Channel;
  readonly #name: string;
  /** True if such a request might be on the disk; other tabs report theirs. */
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

  /** Replaces the browser's own: fails as if offline while the left session cannot be ended. */
  readonly fetch: typeof fetch = async (input, init) => {
    await this.settle();
    return this.#deps.fetch(input, init);
  };

  /** Ends the session now, or as soon as there is a connection. */
  async leave(): Promise<void> {
    await this.#registry.setLeft(true);
    this.#mayBeLeft = true;
    this.#channel.send('left');
    await this.settle().catch(() => undefined);
  }

  /** Resolves when no left session is open on the server; throws if that cannot be ensured now. */
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

  /** A session that is over already counts as ended. */
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
