/**
 * Who works here: from nobody, over a session at the server, to an unlocked store, and back. Unlocking
 * needs no line and no session; a session that ended stops sync and never work (architecture §7).
 */
import { judgePassphrase } from '#lib/crypto/passphrase.ts';
import { changePassphrase, createVault, openVault, type Vault } from '#lib/crypto/vault.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { Phase, SealedStore } from './api.ts';
import { instantNow, type StoreDeps } from './deps.ts';
import { DeviceRegistry, type RegistryEntry } from './device-registry.ts';
import { OpenStore } from './open-store.ts';
import { judgeRoots } from './pin-roots.ts';
import { isHalf, type HalfSession, type SecondStep, type SignedIn } from './second-step.ts';
import { ServerApi, type Session } from './server-api.ts';
import { SessionEnd } from './session-end.ts';

export class PersonSession {
  readonly #deps: StoreDeps;
  readonly #api: ServerApi;
  readonly #registry: DeviceRegistry;
  readonly #sessionEnd: SessionEnd;
  #phase: Phase = { name: 'opening' };
  #stores: readonly SealedStore[] = [];
  #session: Session | null = null;
  #open: OpenStore | null = null;
  #demonstration = false;
  changed: () => void = () => undefined;

  constructor(deps: StoreDeps) {
    this.#registry = new DeviceRegistry(deps.prefix, { adapter: deps.adapter });
    this.#sessionEnd = new SessionEnd(deps, this.#registry);
    this.#deps = { ...deps, fetch: this.#sessionEnd.fetch };
    this.#api = new ServerApi(deps.base, this.#deps.fetch);
  }

  get phase(): Phase {
    return this.#phase;
  }

  get stores(): readonly SealedStore[] {
    return this.#stores;
  }

  get open(): OpenStore | null {
    return this.#open;
  }

  /** As the open store remembers it, or the server says it before one is open. */
  get demonstration(): boolean {
    return this.#open?.book.device.demonstration ?? this.#demonstration;
  }

  async start(): Promise<void> {
    void this.#askHealth();
    await this.#relist();
    this.#set({ name: 'signed-out' });
  }

  async #askHealth(): Promise<void> {
    const health = await this.#api.health();
    if (!health.ok || health.value.demonstration !== true) return;
    this.#demonstration = true;
    this.changed();
  }

  /** There may be a line again: a session that was left without one is ended, then the open store wakes. */
  async reconnect(): Promise<void> {
    await this.#sessionEnd.settle().catch(() => undefined);
    this.#open?.reconnect();
  }

  /** On line. Where this person's store is here already, the next step is to unlock it. */
  async signIn(person: string, password: string): Promise<Result<SignedIn>> {
    const session = await this.#api.signIn(person, password);
    if (!session.ok) return session;
    return isHalf(session.value)
      ? accept(this.#secondStepOf(session.value))
      : this.#takeSession(session.value);
  }

  #secondStepOf({ ticket, ...half }: HalfSession): SecondStep {
    return {
      ...half,
      prove: async (proof) => {
        const session = await this.#api.signInSecond(ticket ?? '', proof);
        return session.ok ? this.#takeSession(session.value) : session;
      },
      goOn: () => this.resumeSession()
    };
  }

  /** A session that is still open at the server, after a reload; `session.ended` where there is none. */
  async resumeSession(): Promise<Result<true>> {
    const session = await this.#api.session();
    return session.ok ? this.#takeSession(session.value) : session;
  }

  async #takeSession(session: Session): Promise<Result<true>> {
    this.#session = session;
    const { person } = session;
    if (this.#open && this.#open.person.id === person.id) {
      return this.#open.noteSession(session);
    }
    const known = await this.#registry.get(person.id);
    this.#set(known ? { name: 'locked', person: known.person } : { name: 'signed-in', person });
    return accept(true);
  }

  /** First time on this computer: a vault for the person, then the first sync. */
  async createSealedStore(passphrase: string): Promise<Result<true>> {
    const session = this.#session;
    if (this.#phase.name !== 'signed-in' || !session) return refuse({ code: 'session.none' });
    const { person, databases } = session;
    const problems = judgePassphrase(passphrase, [person.id, person.name]);
    if (problems.length > 0) return refuse(...problems);
    const { record, vault } = await createVault(passphrase);
    const entry: RegistryEntry = { person, vault: record, databases, lastUsed: null };
    await this.#registry.put(entry);
    return this.#openWith(entry, vault);
  }

  async choose(person: string): Promise<Result<true>> {
    const known = await this.#registry.get(person);
    if (!known) return refuse({ code: 'store.none', values: { person } });
    await this.lock();
    this.#set({ name: 'locked', person: known.person });
    return accept(true);
  }

  async unlock(passphrase: string): Promise<Result<true>> {
    if (this.#phase.name !== 'locked') return refuse({ code: 'store.notLocked' });
    const entry = await this.#registry.get(this.#phase.person.id);
    if (!entry) return refuse({ code: 'store.none', values: { person: this.#phase.person.id } });
    const vault = await openVault(entry.vault, passphrase);
    return vault.ok ? this.#openWith(entry, vault.value) : vault;
  }

  async changePassphrase(passphrase: string, next: string): Promise<Result<true>> {
    const person = this.#open?.person;
    const entry = person ? await this.#registry.get(person.id) : null;
    if (!entry) return refuse({ code: 'store.none' });
    const problems = judgePassphrase(next, [entry.person.id, entry.person.name]);
    if (problems.length > 0) return refuse(...problems);
    const changed = await changePassphrase(entry.vault, passphrase, next);
    if (!changed.ok) return changed;
    await this.#registry.put({ ...entry, vault: changed.value });
    return accept(true);
  }

  async #openWith(entry: RegistryEntry, vault: Vault): Promise<Result<true>> {
    const { person } = entry;
    const session = this.#session?.person.id === person.id ? this.#session : null;
    const opened = await OpenStore.open(
      this.#deps,
      session?.person ?? person,
      entry.databases,
      vault,
      session
    );
    if (!opened.ok) return opened;
    const store = opened.value;
    if (store.book.device.roots.length === 0) {
      // The browser has removed this device's own book: whom to trust is learnt at the server only.
      await store.close();
      return refuse({ code: 'session.none' });
    }
    if (entry.lastUsed !== null && !(await this.#registry.isPresent(store.country.pouch))) {
      await store.forgetFilling();
    }
    this.#open = store;
    this.#set({ name: 'filling', person, progress: null });
    const filled = await this.#fill(store);
    return filled.ok ? this.#unlock(store, entry) : filled;
  }

  /** Goes on where a cut stopped the first sync; also what `filling` calls to try again. */
  async continueFilling(): Promise<Result<true>> {
    const store = this.#open;
    if (this.#phase.name !== 'filling' || !store) return accept(true);
    const entry = await this.#registry.get(store.person.id);
    const filled = await this.#fill(store);
    return filled.ok && entry ? this.#unlock(store, entry) : filled;
  }

  async #fill(store: OpenStore): Promise<Result<true>> {
    if (store.isFilled()) return accept(true);
    try {
      await store.fill((progress) => this.#set({ name: 'filling', person: store.person, progress }));
      return accept(true);
    } catch {
      const { signedOut } = store.line.view;
      const roots = judgeRoots(store.book.device);
      return roots.ok ? refuse({ code: signedOut ? 'session.ended' : 'line.offline' }) : roots;
    }
  }

  async #unlock(store: OpenStore, entry: RegistryEntry): Promise<Result<true>> {
    await store.load();
    await this.#registry.markPresent(store.country.pouch);
    await this.#registry.put({ ...entry, person: store.person, lastUsed: instantNow(this.#deps) });
    store.changed = () => this.changed();
    store.connect();
    await this.#relist();
    this.#set({ name: 'unlocked', person: store.person });
    return accept(true);
  }

  /** Forgets the keys; what was typed is on the disk first. */
  async lock(): Promise<void> {
    const store = this.#open;
    if (!store) return;
    this.#open = null;
    store.changed = () => undefined;
    await store.close();
    this.#set({ name: 'locked', person: store.person });
  }

  /** Ends the session, at the latest with the next line, and locks; removes nothing: unsent work is still here. */
  async signOut(): Promise<void> {
    await this.lock();
    this.#session = null;
    await this.#sessionEnd.leave();
    await this.#relist();
    this.#set({ name: 'signed-out' });
  }

  /** Of the unlocked person: refuses while anything is only here, unless that is accepted. */
  async removeSealedStore(force: boolean): Promise<Result<true>> {
    const store = this.#open;
    if (!store) return refuse({ code: 'store.locked' });
    const { unsent } = store.lineState.counts;
    if (unsent > 0 && !force) return refuse({ code: 'store.unsent', values: { count: unsent } });
    await this.lock();
    await this.#registry.remove(store.person.id);
    await this.#relist();
    this.#set({ name: 'signed-out' });
    return accept(true);
  }

  /** A passphrase was forgotten: whoever is signed in at the server as this person may fetch the records anew. */
  get mayBeginAnew(): boolean {
    return this.#phase.name === 'locked' && this.#session?.person.id === this.#phase.person.id;
  }

  async beginAnew(): Promise<Result<true>> {
    const session = this.#session;
    if (!this.mayBeginAnew || !session) return refuse({ code: 'session.none' });
    await this.#registry.remove(session.person.id);
    await this.#relist();
    this.#set({ name: 'signed-in', person: session.person });
    return accept(true);
  }

  async #relist(): Promise<void> {
    this.#stores = await this.#registry.list();
  }

  #set(phase: Phase): void {
    this.#phase = phase;
    this.changed();
  }
}
