/** By the person, by the server's answers on access and role (threats P7), and by other tabs. */
import { openVault, type Vault } from '#lib/crypto/vault.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import type { Phase, ShutOutCode } from '../api.ts';
import { instantNow, type StoreDeps } from '../browser/deps.ts';
import { DeviceRegistry, type RegistryEntry } from '../disk/device-registry.ts';
import type { OpenStore } from '../opening/open-store.ts';
import type { Session, SignedIn } from '../server/server-api.ts';
import { findShutOut } from '../server/shut-out.ts';
import type { AskLock } from './device-lock.ts';
import { IdentityState, OneSlotQueue } from './identity-state.ts';
import { ServerSession } from './server-session.ts';
import { createEntry, StoreOpener, type Sealed, type UnlockedStore } from './store-opener.ts';
import { StoreRemoval } from './store-removal.ts';

export class Identity {
  readonly deps: StoreDeps;
  readonly registry: DeviceRegistry;
  readonly state: IdentityState;
  readonly removal: StoreRemoval;
  readonly opener: StoreOpener;
  readonly #server: ServerSession;
  readonly #queue = new OneSlotQueue();
  saveTyped: () => Promise<unknown> = () => Promise.resolve();

  constructor(deps: StoreDeps) {
    this.registry = new DeviceRegistry(deps.prefix, { adapter: deps.adapter });
    this.state = new IdentityState(this.registry);
    this.#server = new ServerSession(deps, this.registry);
    this.deps = { ...deps, fetch: this.#server.fetch };
    this.opener = new StoreOpener(this.deps, this.registry, this.state, {
      changed: (unlocked) => {
        this.#noteStatus(unlocked);
        this.state.changed();
      },
      refused: (person, problems) => this.#noteRefusal(person, problems)
    });
    if (deps.carrier) deps.carrier.locked = (person) => void this.#lockAsElsewhere(person);
    this.removal = new StoreRemoval(deps, this.registry, (person) => void this.#noteRemoval(person));
  }

  get phase(): Phase {
    return this.state.phase;
  }

  get unlocked(): UnlockedStore | null {
    return this.opener.current;
  }

  get open(): OpenStore | null {
    return this.unlocked?.store ?? null;
  }

  /** From the open store, or from the server before one is open. */
  get invented(): Invented {
    return this.open?.book.device.demonstration ?? this.#server.demonstration;
  }

  async start(): Promise<void> {
    void this.#server.askHealth().then(() => this.#server.demonstration && this.state.changed());
    await this.state.relist();
    if (!(await this.#takeOver())) this.state.enter({ name: 'signed-out' });
    void this.removal.sweep().catch(() => undefined);
  }

  /** A store that was open before a reload, or is in another tab. */
  async #takeOver(): Promise<boolean> {
    const carried = await this.deps.carrier?.take().catch(() => null);
    const entry = carried && (await this.registry.get(carried.person));
    if (!carried || !entry || entry.shutOut) return false;
    const opened = await this.#openWith({ entry, vault: carried.vault }).catch(() => null);
    if (opened?.ok) return true;
    await this.opener.close();
    return false;
  }

  async reconnect(): Promise<void> {
    await this.#server.settle();
    this.open?.reconnect();
  }

  suspend(): void {
    this.open?.suspend();
    this.registry.suspend();
  }

  async resume(): Promise<void> {
    this.registry.resume();
    this.open?.resume();
    await this.#saveTyped();
    this.state.changed();
  }

  async #saveTyped(): Promise<void> {
    await this.saveTyped().catch(() => undefined);
  }

  /** Online only. If this person's store is here already, the next step is to unlock it. */
  async signIn(person: string, password: string): Promise<Result<SignedIn>> {
    const signedIn = await this.#server.signIn(person, password, (session) => this.#takeSession(session));
    if (!signedIn.ok) await this.#noteRefusal(person, signedIn.problems);
    return signedIn;
  }

  /** Ignored after `patience` has ended. */
  async resumeSession(patience?: AbortSignal): Promise<Result<true>> {
    const session = await this.#server.resume(patience);
    return session.ok ? this.#takeSession(session.value) : session;
  }

  async #takeSession(session: Session): Promise<Result<true>> {
    this.#server.note(session);
    const { person } = session;
    const { unlocked } = this;
    if (unlocked && unlocked.store.person.id === person.id)
      return unlocked.store.person.role === person.role
        ? unlocked.store.noteSession(session)
        : this.#changeRole(unlocked, session);
    const known = await this.registry.get(person.id);
    if (known?.shutOut) await this.registry.put({ ...known, shutOut: null });
    if (known?.shutOut) await this.state.relist();
    this.state.enter(known ? { name: 'locked', person: known.person } : { name: 'signed-in', person });
    return accept(true);
  }

  async createSealedStore(passphrase: string): Promise<Result<true>> {
    const session = this.#server.current;
    if (this.phase.name !== 'signed-in' || !session) return refuse({ code: 'session.none' });
    const made = await createEntry(this.registry, session, passphrase);
    return made.ok ? this.#openWith(made.value) : made;
  }

  async choose(person: string): Promise<Result<true>> {
    const known = await this.registry.get(person);
    if (!known) return refuse({ code: 'store.none', values: { person } });
    await this.lock();
    const { person: one, shutOut } = known;
    this.state.enter(shutOut ? { name: 'shut-out', person: one, shutOut } : { name: 'locked', person: one });
    return accept(true);
  }

  unlock(passphrase: string): Promise<Result<true>> {
    return this.#unlock((entry) => openVault(entry.vault, passphrase));
  }

  unlockByLock(ask: AskLock): Promise<Result<true>> {
    return this.#unlock(async (entry) => (await import('./device-lock.ts')).openByLock(entry, ask));
  }

  async #unlock(ask: (entry: RegistryEntry) => Promise<Result<Vault>>): Promise<Result<true>> {
    const { phase } = this;
    if (phase.name !== 'locked') return refuse({ code: 'store.notLocked' });
    const { id } = phase.person;
    const entry = await this.registry.get(id);
    if (!entry) return refuse({ code: 'store.none', values: { person: id } });
    // Another tab might have learned it since this one was locked.
    if (entry.shutOut) return this.choose(id);
    const vault = await ask(entry);
    if (!vault.ok) return vault;
    // While the person is asked, another can be chosen here, or this one excluded.
    const now = this.phase;
    if (now.name !== 'locked' || now.person.id !== id) return refuse({ code: 'store.notLocked' });
    const { shutOut } = (await this.registry.get(id)) ?? {};
    return shutOut ? this.choose(id) : this.#openWith({ entry, vault: vault.value });
  }

  #openWith(sealed: Sealed): Promise<Result<true>> {
    return this.opener.open(sealed, this.#server.of(sealed.entry.person.id));
  }

  async continueFilling(): Promise<Result<true>> {
    return this.phase.name === 'filling' ? this.opener.fill() : accept(true);
  }

  /** The person has locked in another tab: typed text is saved here first. */
  async #lockAsElsewhere(person: string): Promise<void> {
    if (this.opener.person?.id !== person) return;
    await this.#saveTyped();
    await this.lock();
  }

  /** An idle tab locks only itself: the person might be working in another. */
  async lock(where: 'everywhere' | 'here' = 'everywhere'): Promise<void> {
    const { person } = this.opener;
    if (!person) return;
    await this.#close(where === 'everywhere');
    this.#server.forget(person.id);
    await this.state.relist();
    this.state.enter({ name: 'locked', person });
  }

  async #close(everywhere: boolean): Promise<void> {
    this.deps.carrier?.release(everywhere);
    await this.opener.close();
  }

  async signOut(): Promise<void> {
    await this.#close(true);
    await this.#server.leave();
    await this.state.relist();
    this.state.enter({ name: 'signed-out' });
  }

  async removeRecords(): Promise<Result<true>> {
    const { unlocked, phase } = this;
    const person = unlocked?.entry.person ?? (phase.name === 'shut-out' ? phase.person : null);
    const entry = person && (unlocked?.entry ?? (await this.registry.get(person.id)));
    if (!entry) return refuse({ code: 'store.locked' });
    await unlocked?.store.drafts.flush();
    const entries = await this.removal.judge(entry, unlocked?.store ?? null);
    if (!entries.ok) return entries;
    await unlocked?.store.giveBack();
    await this.opener.close();
    this.deps.carrier?.release(true);
    const isWhole = await this.removal.remove(entries.value);
    await this.#server.leave();
    await this.state.relist();
    this.state.enter({ name: 'signed-out', removed: { person: entry.person, isWhole } });
    return accept(true);
  }

  async #noteRemoval(person: string): Promise<void> {
    if (this.opener.person?.id === person) await this.#close(false);
    await this.state.relist();
    if ('person' in this.phase && this.phase.person.id === person) this.state.enter({ name: 'signed-out' });
    else this.state.changed();
  }

  /** A person signed in on the server can fetch the records again. */
  get mayBeginAnew(): boolean {
    return this.phase.name === 'locked' && this.#server.of(this.phase.person.id) !== null;
  }

  /** The old store stays until the person deletes it. */
  async beginAnew(): Promise<Result<true>> {
    const session = this.#server.current;
    if (!this.mayBeginAnew || !session) return refuse({ code: 'session.none' });
    this.state.enter({ name: 'signed-in', person: session.person });
    return accept(true);
  }

  #noteStatus(unlocked: UnlockedStore): void {
    const { shutOut, role } = unlocked.store.lineView;
    if (shutOut !== null) void this.#shutOut(unlocked.entry, shutOut);
    else if (role !== null && role !== unlocked.store.person.role)
      void this.#queue.runIfFree(() => this.#askRole(unlocked));
  }

  async #noteRefusal(person: string, problems: readonly Problem[]): Promise<void> {
    const code = findShutOut(person, problems);
    const known = code && (await this.registry.get(person));
    if (known) await this.#shutOut(known, code);
  }

  async #askRole(unlocked: UnlockedStore): Promise<void> {
    const session = await this.#server.resume();
    if (!session.ok) return this.#noteRefusal(unlocked.entry.person.id, session.problems);
    if (this.open !== unlocked.store) return;
    const { id, role } = session.value.person;
    if (id === unlocked.entry.person.id && role !== unlocked.store.person.role)
      await this.#changeRole(unlocked, session.value);
  }

  /** Another role needs another store object: it is opened again under the same key. */
  async #changeRole({ entry, vault }: Sealed, session: Session): Promise<Result<true>> {
    const { person, databases } = session;
    await this.#saveTyped();
    await this.opener.close();
    this.#server.note(session);
    this.state.enter({ name: 'opening' });
    const opened = await this.#openWith({ entry: { ...entry, person, databases }, vault });
    if (!opened.ok && this.phase.name === 'opening') {
      await this.#close(false);
      this.state.enter({ name: 'locked', person });
    }
    return opened;
  }

  async #remember(entry: RegistryEntry): Promise<void> {
    await this.registry.put({
      ...((await this.registry.get(entry.person.id)) ?? entry),
      shutOut: entry.shutOut ?? null
    });
    await this.state.relist();
  }

  /** In every tab, until the server accepts the person again. */
  #shutOut(entry: RegistryEntry, code: ShutOutCode): Promise<void> {
    const { person } = entry;
    return this.#queue.enqueue(async () => {
      const { phase } = this;
      if (phase.name === 'shut-out' && phase.person.id === person.id && phase.shutOut.code === code) return;
      const shutOut = { code, at: instantNow(this.deps) };
      const isAtWork = this.opener.person?.id === person.id;
      if (isAtWork) {
        this.deps.carrier?.release(true);
        await this.#saveTyped();
        await this.opener.close();
      }
      this.#server.forget(person.id);
      // A full disk cannot remember it. The store closes all the same, and the server says it again at the next connection.
      await this.#remember({ ...entry, shutOut }).catch(() => undefined);
      if (isAtWork || this.unlocked === null) this.state.enter({ name: 'shut-out', person, shutOut });
    });
  }
}
