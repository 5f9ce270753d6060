/** The session at the server, apart from what is open on this computer: each may end without the other. */
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

  /** Asks nothing before a session that was left is ended. */
  get fetch(): typeof fetch {
    return this.#end.fetch;
  }

  /** The session of this person as the server last told it. */
  of(person: string): Session | null {
    return this.#current?.person.id === person ? this.#current : null;
  }

  get current(): Session | null {
    return this.#current;
  }

  note(session: Session): void {
    this.#current = session;
  }

  /** It is over for this person, whoever ended it. */
  forget(person: string): void {
    if (this.of(person)) this.#current = null;
  }

  /** True once the server has said so: the installation works on invented data. */
  get demonstration(): boolean {
    return this.#demonstration;
  }

  async askHealth(): Promise<void> {
    const health = await this.#api.health();
    this.#demonstration = health.ok && health.value.demonstration === true;
  }

  /** The server is told which device signs in, where this person has a store here. */
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

  /** Some browsers keep no cookie of a server without TLS, or none at all: every question would be a stranger's. */
  async #isKept(): Promise<boolean> {
    const session = await this.#api.session();
    return session.ok || !session.problems.some(({ code }) => code === 'session.none');
  }

  /** `session.none` where there is none; no line where the patience is over first, whatever comes later. */
  resume(patience?: AbortSignal): Promise<Result<Session>> {
    const told = this.#api.session();
    if (patience === undefined) return told;
    const isOver = new Promise<Result<Session>>((resolve) => {
      patience.addEventListener('abort', () => resolve(refuse({ code: 'line.offline' })));
    });
    return Promise.race([told, isOver]);
  }

  /** A session that was left without a line is ended where there is one. */
  async settle(): Promise<void> {
    await this.#end.settle().catch(() => undefined);
  }

  async leave(): Promise<void> {
    this.#current = null;
    await this.#end.leave();
  }
}
