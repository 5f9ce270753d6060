/** The session on the server, separate from the open store: each can end without the other. */
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { StoreDeps } from '../browser/deps.ts';
import type { DeviceRegistry } from '../disk/device-registry.ts';
import { isHalf, toSecondStep, type SignedIn } from '../server/second-step.ts';
import { ServerApi } from '../server/server-api.ts';
import type { Session } from '../server/session.ts';
import { SessionEnd } from './session-end.ts';

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

  /** Reports to the server which device signs in, if this person has a store here. */
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

  /** `session.none` if there is none; counts as offline if `patience` ends first, whatever comes later. */
  resume(patience?: AbortSignal): Promise<Result<Session>> {
    const told = this.#api.session();
    if (patience === undefined) return told;
    const isOver = new Promise<Result<Session>>((resolve) => {
      patience.addEventListener('abort', () => resolve(refuse({ code: 'line.offline' })));
    });
    return Promise.race([told, isOver]);
  }

  /** Ends a session that was left offline, once online. */
  async settle(): Promise<void> {
    await this.#end.settle().catch(() => undefined);
  }

  async leave(): Promise<void> {
    this.#current = null;
    await this.#end.leave();
  }
}
