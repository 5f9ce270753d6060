/**
 * The states from no person, through a server session, to an unlocked store, and back. An ended session stops the sync
 * and never the work (architecture §7).
 */
import { openVault } from '#lib/crypto/vault.ts';
import type { Invented } from '#lib/domain/act/practice.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { FillProgress, Phase, SealedStore } from '../api.ts';
import type { StoreDeps } from '../browser/deps.ts';
import { Admission } from './admission.ts';
import { createEntry, type OpenDesk, HeldDesk } from './held-desk.ts';
import type { AskLock } from './device-lock.ts';
import { DeviceRegistry } from '../disk/device-registry.ts';
import type { OpenStore } from '../opening/open-store.ts';
import type { SignedIn, Session } from '../server/session.ts';
import { openChosen, takeCarried, type AskVault } from './open-chosen.ts';
import { ServerSession } from './server-session.ts';
import { SessionState } from './session-state.ts';
import { StoreRemoval } from './store-removal.ts';

export class PersonSession {
  readonly #deps: StoreDeps;
  readonly #server: ServerSession;
  readonly registry: DeviceRegistry;
  readonly removal: StoreRemoval;
  readonly #held: HeldDesk;
  readonly state: SessionState;
  readonly #admission: Admission;
  saveTyped: () => Promise<unknown> = () => Promise.resolve();

  constructor(deps: StoreDeps) {
    this.registry = new DeviceRegistry(deps.prefix, { adapter: deps.adapter });
    this.state = new SessionState(this.registry);
    this.#server = new ServerSession(deps, this.registry);
    this.#deps = { ...deps, fetch: this.#server.fetch };
    this.#held = new HeldDesk(this.#deps, this.registry, {
      progress: (progress) => this.#setFilling(progress),
      changed: (desk) => {
        this.#admission.hear(desk);
        this.state.changed();
      }
    });
    this.#admission = new Admission({
      deps: this.#deps,
      registry: this.registry,
      server: this.#server,
      held: this.#held,
      state: this.state,
      saveTyped: () => this.#saveTyped(),
      openWith: (sealed) => this.#openWith(sealed)
    });
    if (deps.carrier) deps.carrier.locked = (person) => void this.#lockAsElsewhere(person);
    this.removal = new StoreRemoval(deps, this.registry, (person) => void this.#hearRemoval(person));
  }

  get phase(): Phase {
    return this.state.phase;
  }

  get stores(): readonly SealedStore[] {
    return this.state.stores;
  }

  get open(): OpenStore | null {
    return this.desk?.store ?? null;
  }

  get desk(): OpenDesk | null {
    return this.#held.current;
  }

  get deps(): StoreDeps {
    return this.#deps;
  }

  /** From the open store, or from the server before one is open. */
  get invented(): Invented {
    return this.open?.book.device.demonstration ?? this.#server.demonstration;
  }

  async start(): Promise<void> {
    void this.#server.askHealth().then(() => this.#server.demonstration && this.state.changed());
    await this.state.relist();
    if (!(await this.#takeOver())) this.state.set({ name: 'signed-out' });
    void this.removal.sweep().catch(() => undefined);
  }

  /** Continues a store that was open before a reload, or is in another tab, without a passphrase. */
  async #takeOver(): Promise<boolean> {
    const carried = await takeCarried(this.#deps, this.registry);
    if (!carried) return false;
    const opened = await this.#openWith(carried).catch(() => null);
    if (opened?.ok) return true;
    await this.#held.close();
    return false;
  }

  /** Possible reconnection: a session that was left offline is ended first, then the open store connects. */
  async reconnect(): Promise<void> {
    await this.#server.settle();
    this.open?.reconnect();
  }

  suspend(): void {
    this.desk?.store.suspend();
    this.registry.suspend();
  }

  /** Text that the disk refuses now is still typed where the page continues. */
  async #saveTyped(): Promise<void> {
    await this.saveTyped().catch(() => undefined);
  }

  /** The page is back as it was; typed text that could not be saved is saved now. */
  async resume(): Promise<void> {
    this.registry.resume();
    this.desk?.store.resume();
    await this.#saveTyped();
    this.state.changed();
  }

  /** Online only. If this person's store is here already, the next step is to unlock it. */
  async signIn(person: string, password: string): Promise<Result<SignedIn>> {
    const signedIn = await this.#server.signIn(person, password, (session) => this.#takeSession(session));
    if (!signedIn.ok) await this.#admission.noteRefusal(person, signedIn.problems);
    return signedIn;
  }

  /** A session still open on the server after a reload; ignored after `patience` has ended. */
  async resumeSession(patience?: AbortSignal): Promise<Result<true>> {
    const session = await this.#server.resume(patience);
    return session.ok ? this.#takeSession(session.value) : session;
  }

  async #takeSession(session: Session): Promise<Result<true>> {
    this.#server.note(session);
    const { person } = session;
    const desk = this.desk;
    if (desk && desk.store.person.id === person.id)
      return desk.store.person.role === person.role
        ? desk.store.noteSession(session)
        : this.#admission.changeRole(desk, session);
    const known = await this.registry.get(person.id);
    if (known?.shutOut) await this.registry.put({ ...known, shutOut: null });
    if (known?.shutOut) await this.state.relist();
    this.state.set(known ? { name: 'locked', person: known.person } : { name: 'signed-in', person });
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
    this.state.set(shutOut ? { name: 'shut-out', person: one, shutOut } : { name: 'locked', person: one });
    return accept(true);
  }

  unlock(passphrase: string): Promise<Result<true>> {
    return this.#unlock((entry) => openVault(entry.vault, passphrase));
  }

  unlockByLock(ask: AskLock): Promise<Result<true>> {
    return this.#unlock(async (entry) => (await import('./device-lock.ts')).openByLock(entry, ask));
  }

  async #unlock(open: AskVault): Promise<Result<true>> {
    const chosen = await openChosen(this.state, this.registry, open);
    if (!chosen.ok) return chosen;
    const { entry, vault } = chosen.value;
    return vault === null ? this.choose(entry.person.id) : this.#openWith({ entry, vault });
  }

  get passphrase(): Pick<HeldDesk, 'changePassphrase' | 'isPassphrase' | 'addLock' | 'removeLock'> {
    return this.#held;
  }

  async #openWith(sealed: Pick<OpenDesk, 'entry' | 'vault'>): Promise<Result<true>> {
    const { person } = sealed.entry;
    const opened = await this.#held.open(sealed, this.#server.of(person.id));
    if (!opened.ok) return opened;
    if (this.phase.name !== 'opening') this.#setFilling(null);
    return this.#fill();
  }

  /** Continues an interrupted first sync; `filling` also calls it to retry. */
  async continueFilling(): Promise<Result<true>> {
    return this.phase.name === 'filling' ? this.#fill() : accept(true);
  }

  async #fill(): Promise<Result<true>> {
    const filled = await this.#held.fill();
    const { desk, open } = this;
    if (!filled.ok && desk) await this.#admission.noteRefusal(desk.entry.person.id, filled.problems);
    if (!filled.ok || !open) return filled;
    await this.state.relist();
    this.state.set({ name: 'unlocked', person: open.person });
    if (desk) this.#deps.carrier?.hold({ person: open.person.id, vault: desk.vault });
    return accept(true);
  }

  #setFilling(progress: FillProgress | null): void {
    if (this.open) this.state.set({ name: 'filling', person: this.open.person, progress });
  }

  /** The person has locked in another tab: typed text is saved here first. */
  async #lockAsElsewhere(person: string): Promise<void> {
    if (this.open?.person.id !== person) return;
    await this.#saveTyped();
    await this.lock();
  }

  /**
   * Forgets the keys and the sign-in: anyone at a locked device must prove who they are. An idle tab locks only itself:
   * the person might be working in another.
   */
  async lock(where: 'everywhere' | 'here' = 'everywhere'): Promise<void> {
    const person = this.open?.person;
    if (!person) return;
    this.#deps.carrier?.release(where === 'everywhere');
    await this.#held.close();
    this.#server.forget(person.id);
    await this.state.relist();
    this.state.set({ name: 'locked', person });
  }

  /** Ends the session, at the latest on reconnection, and locks; removes nothing: unsent work is still here. */
  async signOut(): Promise<void> {
    this.#deps.carrier?.release(true);
    await this.#held.close();
    await this.#leave();
    this.state.set({ name: 'signed-out' });
  }

  async #leave(): Promise<void> {
    await this.#server.leave();
    await this.state.relist();
  }

  async removeRecords(): Promise<Result<true>> {
    const desk = this.desk;
    const person = desk?.entry.person ?? (this.phase.name === 'shut-out' ? this.phase.person : null);
    const entry = person && (desk?.entry ?? (await this.registry.get(person.id)));
    if (!entry) return refuse({ code: 'store.locked' });
    await desk?.store.drafts.flush();
    const entries = await this.removal.judge(entry, desk?.store ?? null);
    if (!entries.ok) return entries;
    await this.#held.close();
    this.#deps.carrier?.release(true);
    const isWhole = await this.removal.remove(entries.value);
    await this.#leave();
    this.state.set({ name: 'signed-out', removed: { person: entry.person, isWhole } });
    return accept(true);
  }

  async #hearRemoval(person: string): Promise<void> {
    if (this.desk?.entry.person.id === person) {
      this.#deps.carrier?.release(false);
      await this.#held.close();
    }
    await this.state.relist();
    if ('person' in this.phase && this.phase.person.id === person) this.state.set({ name: 'signed-out' });
    else this.state.changed();
  }

  /** The passphrase was forgotten: a person signed in on the server can fetch the records again. */
  get mayBeginAnew(): boolean {
    return this.phase.name === 'locked' && this.#server.of(this.phase.person.id) !== null;
  }

  /** Removes nothing: the old store stays until the person deletes it. */
  async beginAnew(): Promise<Result<true>> {
    const session = this.#server.current;
    if (!this.mayBeginAnew || !session) return refuse({ code: 'session.none' });
    this.state.set({ name: 'signed-in', person: session.person });
    return accept(true);
  }

  async relist(): Promise<void> {
    await this.state.relist();
    this.state.changed();
  }
}
