/**
 * Who works here: from nobody, over a session at the server, to an unlocked store, and back. A session that ended
 * stops sync and never work (architecture §7); what the server states of a person closes his desk (threats P7).
 */
import { openVault, type Vault } from '#lib/crypto/vault.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import type { FillProgress, Phase, SealedStore, ShutOutCode } from '../api.ts';
import { instantNow, type StoreDeps } from '../browser/deps.ts';
import { createEntry, type OpenDesk } from './desk-opening.ts';
import { DeskTurn } from './desk-turn.ts';
import type { AskLock } from './device-lock.ts';
import { DeviceRegistry, type RegistryEntry } from '../disk/device-registry.ts';
import { HeldDesk } from './held-desk.ts';
import type { OpenStore } from '../desk/open-store.ts';
import type { SignedIn } from '../server/second-step.ts';
import type { Session } from '../server/session.ts';
import { ServerSession } from './server-session.ts';
import { findShutOut } from '../server/shut-out.ts';
import { StoreRemoval } from './store-removal.ts';

export class PersonSession {
  readonly #deps: StoreDeps;
  readonly #server: ServerSession;
  readonly registry: DeviceRegistry;
  readonly removal: StoreRemoval;
  readonly #held: HeldDesk;
  #phase: Phase = { name: 'opening' };
  #stores: readonly SealedStore[] = [];
  #demonstration = false;
  readonly #turn = new DeskTurn();
  changed: () => void = () => undefined;
  /** Before a desk is closed by what the server states: what is typed goes to the disk. */
  saveTyped: () => Promise<unknown> = () => Promise.resolve();

  constructor(deps: StoreDeps) {
    this.registry = new DeviceRegistry(deps.prefix, { adapter: deps.adapter });
    this.#server = new ServerSession(deps, this.registry);
    this.#deps = { ...deps, fetch: this.#server.fetch };
    this.#held = new HeldDesk(this.#deps, this.registry, {
      progress: (progress) => this.#setFilling(progress),
      changed: (desk) => this.#hearStore(desk)
    });
    if (deps.carrier) deps.carrier.locked = (person) => void this.#lockAsElsewhere(person);
    this.removal = new StoreRemoval(deps, this.registry, (person) => void this.#hearRemoval(person));
  }

  get phase(): Phase {
    return this.#phase;
  }

  get stores(): readonly SealedStore[] {
    return this.#stores;
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

  /** As the open store remembers it, or the server says it before one is open. */
  get demonstration(): boolean {
    return this.open?.book.device.demonstration ?? this.#demonstration;
  }

  async start(): Promise<void> {
    void this.#askHealth();
    await this.#relist();
    if (!(await this.#takeOver())) this.#set({ name: 'signed-out' });
    void this.removal.sweep().catch(() => undefined);
  }

  /** The desk that was open before a reload, or is in another tab: nobody is asked for the passphrase again. */
  async #takeOver(): Promise<boolean> {
    const carried = await this.#deps.carrier?.take().catch(() => null);
    const entry = carried && (await this.registry.get(carried.person));
    if (!carried || !entry || entry.shutOut) return false;
    const opened = await this.#openWith({ entry, vault: carried.vault }).catch(() => null);
    if (opened?.ok) return true;
    await this.#held.close();
    return false;
  }

  async #askHealth(): Promise<void> {
    if (!(await this.#server.isDemonstration())) return;
    this.#demonstration = true;
    this.changed();
  }

  /** There may be a line again: a session that was left without one is ended, then the open store wakes. */
  async reconnect(): Promise<void> {
    await this.#server.settle();
    this.open?.reconnect();
  }

  /** The page is put aside as it stands, perhaps for good. */
  putAside(): void {
    this.desk?.store.putAside();
    this.registry.rest();
  }

  /** It is back as it was; what was typed and could not be saved is saved now. */
  async wake(): Promise<void> {
    this.registry.wake();
    this.desk?.store.wake();
    await this.saveTyped().catch(() => undefined);
    this.changed();
  }

  /** On line. Where this person's store is here already, the next step is to unlock it. */
  async signIn(person: string, password: string): Promise<Result<SignedIn>> {
    const signedIn = await this.#server.signIn(person, password, (session) => this.#takeSession(session));
    if (!signedIn.ok) await this.#noteRefusal(person, signedIn.problems);
    return signedIn;
  }

  /** Whom the server has shut out meanwhile is told so when he signs in: his desk closes here, if one is open. */
  async #noteRefusal(person: string, problems: readonly Problem[]): Promise<void> {
    const code = findShutOut(person, problems);
    const known = code && (await this.registry.get(person));
    if (known) await this.#shutOut(known, code);
  }

  /** A session that is still open at the server, after a reload; `session.ended` where there is none. */
  async resumeSession(): Promise<Result<true>> {
    const session = await this.#server.resume();
    return session.ok ? this.#takeSession(session.value) : session;
  }

  async #takeSession(session: Session): Promise<Result<true>> {
    this.#server.note(session);
    const { person } = session;
    const desk = this.desk;
    if (desk && desk.store.person.id === person.id)
      return desk.store.person.role === person.role
        ? desk.store.noteSession(session)
        : this.#changeOffice(desk, session);
    const known = await this.registry.get(person.id);
    if (known?.shutOut) await this.registry.put({ ...known, shutOut: null });
    if (known?.shutOut) await this.#relist();
    this.#set(known ? { name: 'locked', person: known.person } : { name: 'signed-in', person });
    return accept(true);
  }

  /** A vault for the person, then the first sync. */
  async createSealedStore(passphrase: string): Promise<Result<true>> {
    const session = this.#server.current;
    if (this.#phase.name !== 'signed-in' || !session) return refuse({ code: 'session.none' });
    const made = await createEntry(this.registry, session, passphrase);
    return made.ok ? this.#openWith(made.value) : made;
  }

  async choose(person: string): Promise<Result<true>> {
    const known = await this.registry.get(person);
    if (!known) return refuse({ code: 'store.none', values: { person } });
    await this.lock();
    this.#set(
      known.shutOut
        ? { name: 'shut-out', person: known.person, shutOut: known.shutOut }
        : { name: 'locked', person: known.person }
    );
    return accept(true);
  }

  unlock(passphrase: string): Promise<Result<true>> {
    return this.#unlock((entry) => openVault(entry.vault, passphrase));
  }

  /** By the device's own lock; each of the two is enough. */
  unlockByLock(ask: AskLock): Promise<Result<true>> {
    return this.#unlock(async (entry) => (await import('./device-lock.ts')).openByLock(entry, ask));
  }

  async #unlock(open: (entry: RegistryEntry) => Promise<Result<Vault>>): Promise<Result<true>> {
    if (this.#phase.name !== 'locked') return refuse({ code: 'store.notLocked' });
    const entry = await this.registry.get(this.#phase.person.id);
    if (!entry) return refuse({ code: 'store.none', values: { person: this.#phase.person.id } });
    // Another tab may have been told since this one was locked.
    if (entry.shutOut) return this.choose(entry.person.id);
    const vault = await open(entry);
    if (!vault.ok) return vault;
    // While somebody is asked, another person may be chosen here, or this one be shut out.
    const now = this.#phase;
    if (now.name !== 'locked' || now.person.id !== entry.person.id)
      return refuse({ code: 'store.notLocked' });
    const { shutOut } = (await this.registry.get(entry.person.id)) ?? {};
    return shutOut ? this.choose(entry.person.id) : this.#openWith({ entry, vault: vault.value });
  }

  /** Of whoever is at work here. */
  get passphrase(): Pick<HeldDesk, 'changePassphrase' | 'isPassphrase' | 'addLock' | 'removeLock'> {
    return this.#held;
  }

  async #openWith(sealed: Pick<OpenDesk, 'entry' | 'vault'>): Promise<Result<true>> {
    const { person } = sealed.entry;
    const opened = await this.#held.open(sealed, this.#server.of(person.id));
    if (!opened.ok) return opened;
    if (this.#phase.name !== 'opening') this.#setFilling(null);
    return this.#fill();
  }

  /** Goes on where a cut stopped the first sync; also what `filling` calls to try again. */
  async continueFilling(): Promise<Result<true>> {
    return this.#phase.name === 'filling' ? this.#fill() : accept(true);
  }

  async #fill(): Promise<Result<true>> {
    const filled = await this.#held.fill();
    const { desk, open } = this;
    if (!filled.ok && desk) await this.#noteRefusal(desk.entry.person.id, filled.problems);
    if (!filled.ok || !open) return filled;
    await this.#relist();
    this.#set({ name: 'unlocked', person: open.person });
    if (desk) this.#deps.carrier?.hold({ person: open.person.id, vault: desk.vault });
    return accept(true);
  }

  #setFilling(progress: FillProgress | null): void {
    if (this.open) this.#set({ name: 'filling', person: this.open.person, progress });
  }

  #hearStore(desk: OpenDesk): void {
    const { shutOut, role } = desk.store.lineView;
    if (shutOut !== null) void this.#shutOut(desk.entry, shutOut);
    else if (role !== null && role !== desk.store.person.role)
      void this.#turn.unlessUnderWay(() => this.#askOffice(desk));
    this.changed();
  }

  async #askOffice(desk: OpenDesk): Promise<void> {
    const session = await this.#server.resume();
    if (!session.ok) return this.#noteRefusal(desk.entry.person.id, session.problems);
    if (this.desk?.store !== desk.store) return;
    const { id, role } = session.value.person;
    if (id === desk.entry.person.id && role !== desk.store.person.role)
      await this.#changeOffice(desk, session.value);
  }

  /** In another office the desk is another one: it is opened anew under the same key. */
  async #changeOffice({ entry, vault }: OpenDesk, session: Session): Promise<Result<true>> {
    const { person, databases } = session;
    await this.saveTyped().catch(() => undefined);
    await this.#held.close();
    this.#server.note(session);
    this.#set({ name: 'opening' });
    const opened = await this.#openWith({ entry: { ...entry, person, databases }, vault });
    if (!opened.ok && this.#phase.name === 'opening') this.#set({ name: 'locked', person });
    return opened;
  }

  /** The desk closes in every tab, and stays closed until the server lets the person in again. */
  #shutOut(entry: RegistryEntry, code: ShutOutCode): Promise<void> {
    const { person } = entry;
    return this.#turn.next(async () => {
      const { phase } = this;
      if (phase.name === 'shut-out' && phase.person.id === person.id && phase.shutOut.code === code) return;
      const shutOut = { code, at: instantNow(this.#deps) };
      const isAtWork = this.desk?.entry.person.id === person.id;
      if (isAtWork) {
        this.#deps.carrier?.release(true);
        await this.saveTyped().catch(() => undefined);
        await this.#held.close();
      }
      this.#server.forget(person.id);
      // Another tab may have changed passphrase or lock since this desk was opened.
      await this.registry.put({ ...((await this.registry.get(person.id)) ?? entry), shutOut });
      await this.#relist();
      if (isAtWork || this.desk === null) this.#set({ name: 'shut-out', person, shutOut });
    });
  }

  /** Of this person in another tab: what is typed here goes to the disk first. */
  async #lockAsElsewhere(person: string): Promise<void> {
    if (this.open?.person.id !== person) return;
    await this.saveTyped().catch(() => undefined);
    await this.lock();
  }

  /**
   * Forgets the keys, and that somebody had signed in: who comes to a locked desk has to show who they are. Left
   * alone, only this tab locks: in another one the person may be at work.
   */
  async lock(where: 'everywhere' | 'here' = 'everywhere'): Promise<void> {
    const person = this.open?.person;
    if (!person) return;
    this.#deps.carrier?.release(where === 'everywhere');
    await this.#held.close();
    this.#server.forget(person.id);
    await this.#relist();
    this.#set({ name: 'locked', person });
  }

  /** Ends the session, at the latest with the next line, and locks; removes nothing: unsent work is still here. */
  async signOut(): Promise<void> {
    this.#deps.carrier?.release(true);
    await this.#held.close();
    await this.#leave();
    this.#set({ name: 'signed-out' });
  }

  async #leave(): Promise<void> {
    await this.#server.leave();
    await this.#relist();
  }

  /** Of the unlocked person, or of one who was shut out, with all his former stores. */
  async removeRecords(): Promise<Result<true>> {
    const desk = this.desk;
    const person = desk?.entry.person ?? (this.#phase.name === 'shut-out' ? this.#phase.person : null);
    const entry = person && (desk?.entry ?? (await this.registry.get(person.id)));
    if (!entry) return refuse({ code: 'store.locked' });
    await desk?.store.drafts.flush();
    const entries = await this.removal.judge(entry, desk?.store ?? null);
    if (!entries.ok) return entries;
    await this.#held.close();
    this.#deps.carrier?.release(true);
    const isWhole = await this.removal.remove(entries.value);
    await this.#leave();
    this.#set({ name: 'signed-out', removed: { person: entry.person, isWhole } });
    return accept(true);
  }

  async #hearRemoval(person: string): Promise<void> {
    if (this.desk?.entry.person.id === person) {
      this.#deps.carrier?.release(false);
      await this.#held.close();
    }
    await this.#relist();
    if ('person' in this.#phase && this.#phase.person.id === person) this.#set({ name: 'signed-out' });
    else this.changed();
  }

  /** A passphrase was forgotten: whoever is signed in at the server as this person may fetch the records anew. */
  get mayBeginAnew(): boolean {
    return this.#phase.name === 'locked' && this.#server.of(this.#phase.person.id) !== null;
  }

  /** Nothing is removed: the sealed store stays beside the new one until the person lets it go. */
  async beginAnew(): Promise<Result<true>> {
    const session = this.#server.current;
    if (!this.mayBeginAnew || !session) return refuse({ code: 'session.none' });
    this.#set({ name: 'signed-in', person: session.person });
    return accept(true);
  }

  /** What a locked store tells has changed. */
  async relist(): Promise<void> {
    await this.#relist();
    this.changed();
  }

  async #relist(): Promise<void> {
    this.#stores = await this.registry.list();
  }

  #set(phase: Phase): void {
    this.#phase = phase;
    this.changed();
  }
}
