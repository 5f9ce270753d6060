/** Session and open store can end without each other. */
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { StoreDeps, Channel } from '../browser/deps.ts';
import type { DeviceRegistry } from '../disk/device-registry.ts';
import { isHalf, toSecondStep, type SignedIn, type Session, ServerApi } from '../server/server-api.ts';

const NOT_KEPT = refuse({ code: 'session.notKept' });

type Take = (session: Session) => Promise<Result<true>>;

export class ServerSession {
  readonly #api: ServerApi;
  readonly #end: SessionEnd;
  readonly #registry: DeviceRegistry;
  #current: Session | null = null;
  #demonstration = false;

  constructor(deps: StoreDeps, registry: DeviceRegistry) {
    this.#registry = registry;
    this.#end = new SessionEnd(deps, registry);
    this.#api = new ServerApi(deps.base, this.#end.fetch);
  }

  /** Sends nothing until a session that was left has ended. */
  get fetch(): typeof fetch {
    return this.#end.fetch;
  }

  of(person: string): Session | null {
    return this.#current?.person.id === person ? this.#current : null;
  }

  get current(): Session | null {
    return this.#current;
  }

  note(session: Session): void {
    this.#current = session;
  }

  forget(person: string): void {
    if (this.of(person)) this.#current = null;
  }

  get demonstration(): boolean {
    return this.#demonstration;
  }

  async askHealth(): Promise<void> {
    const health = await this.#api.health();
    this.#demonstration = health.ok && health.value.demonstration === true;
  }

  async signIn(person: string, password: string, take: Take): Promise<Result<SignedIn>> {
    const known = await this.#registry.get(person);
    const session = await this.#api.signIn(person, password, known?.keyId ?? null);
    if (!session.ok) return session;
    if (!isHalf(session.value)) return (await this.#isKept()) ? take(session.value) : NOT_KEPT;
    const resume = async (): Promise<Result<true>> => {
      const resumed = await this.resume();
      return resumed.ok ? take(resumed.value) : resumed;
    };
    return accept(toSecondStep(session.value, { api: this.#api, take, resume }));
  }

  /** Some browsers store no cookie of a server without TLS, or none at all: every request would be unauthenticated. */
  async #isKept(): Promise<boolean> {
    const session = await this.#api.session();
    return session.ok || !session.problems.some(({ code }) => code === 'session.none');
  }

  /** Counts as offline if `patience` ends first. */
  resume(patience?: AbortSignal): Promise<Result<Session>> {
    const told = this.#api.session();
    if (patience === undefined) return told;
    const isOver = new Promise<Result<Session>>((resolve) => {
      patience.addEventListener('abort', () => resolve(refuse({ code: 'line.offline' })));
    });
    return Promise.race([told, isOver]);
  }

  async settle(): Promise<void> {
    await this.#end.settle().catch(() => undefined);
  }

  async leave(): Promise<void> {
    this.#current = null;
    await this.#end.leave();
  }
}

/** Milliseconds between automatic retries; the last one repeats. */
const PAUSES = [5_000, 30_000, 300_000];
const TOO_MANY = 429;

/**
 * A session left offline lives on at the server. The request to end it is stored in plain and sent first on
 * reconnection: no other request runs in the name of the person who left (threats P7).
 */
class SessionEnd {
  readonly #deps: StoreDeps;
  readonly #registry: DeviceRegistry;
  readonly #channel: Channel;
  readonly #name: string;
  /** Other tabs report theirs. */
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

  /** Fails as if offline while the left session cannot be ended. */
  readonly fetch: typeof fetch = async (input, init) => {
    await this.settle();
    return this.#deps.fetch(input, init);
  };

  async leave(): Promise<void> {
    await this.#registry.setLeft(true);
    this.#mayBeLeft = true;
    this.#channel.send('left');
    await this.settle().catch(() => undefined);
  }

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
