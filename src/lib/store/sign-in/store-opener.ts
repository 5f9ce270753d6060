/** At most one store is open in this tab. */
import type { DeviceAnswer } from '#lib/crypto/device-lock.ts';
import { judgePassphrase, changePassphrase, createVault, openVault, type Vault } from '#lib/crypto/vault.ts';
import { accept, refuse, type Problem, type Result } from '#lib/domain/result.ts';
import type { FillProgress, Person } from '../api.ts';
import { instantNow, type StoreDeps } from '../browser/deps.ts';
import type { DeviceRegistry, RegistryEntry, WrittenCount } from '../disk/device-registry.ts';
import { NotStored } from '../disk/sealed-database.ts';
import { judgeRoots } from '../opening/open-parts.ts';
import { OpenStore } from '../opening/open-store.ts';
import type { Session } from '../server/server-api.ts';
import type { IdentityState } from './identity-state.ts';
import { UnsentCounter } from './unsent-counter.ts';

export interface Sealed {
  readonly entry: RegistryEntry;
  readonly vault: Vault;
}

export interface UnlockedStore extends Sealed {
  readonly store: OpenStore;
  /** Null until all is loaded: a partial store cannot be counted. */
  readonly count: UnsentCounter | null;
}

interface OpenerHooks {
  readonly changed: (unlocked: UnlockedStore) => void;
  readonly refused: (person: string, problems: readonly Problem[]) => Promise<void>;
}

export class StoreOpener {
  readonly #deps: StoreDeps;
  readonly #registry: DeviceRegistry;
  readonly #state: IdentityState;
  readonly #hooks: OpenerHooks;
  #unlocked: UnlockedStore | null = null;
  /** Until it is open; null again if the store is closed before that. */
  #opening: Sealed | null = null;

  constructor(deps: StoreDeps, registry: DeviceRegistry, state: IdentityState, hooks: OpenerHooks) {
    this.#deps = deps;
    this.#registry = registry;
    this.#state = state;
    this.#hooks = hooks;
  }

  get current(): UnlockedStore | null {
    return this.#unlocked;
  }

  get person(): Person | null {
    return this.#unlocked?.store.person ?? this.#opening?.entry.person ?? null;
  }

  changePassphrase(passphrase: string, next: string): Promise<Result<true>> {
    return this.#renew((person) => changeEntry(this.#registry, person, passphrase, next));
  }

  addLock(passphrase: string, answer: DeviceAnswer): Promise<Result<true>> {
    return this.#renew(async (person) =>
      (await import('./device-lock.ts')).enrolLock(this.#registry, person, passphrase, answer)
    );
  }

  removeLock(): Promise<Result<true>> {
    return this.#renew(async (person) => (await import('./device-lock.ts')).dropLock(this.#registry, person));
  }

  async #renew(work: (person: string) => Promise<Result<RegistryEntry>>): Promise<Result<true>> {
    const person = this.#unlocked?.entry.person.id;
    if (person === undefined) return refuse({ code: 'store.none' });
    const entry = await work(person);
    if (!entry.ok) return entry;
    if (this.#unlocked?.entry.person.id === person)
      this.#unlocked = { ...this.#unlocked, entry: entry.value };
    return accept(true);
  }

  async isPassphrase(text: string): Promise<boolean> {
    const entry = this.#unlocked && (await this.#registry.get(this.#unlocked.entry.person.id));
    return entry ? (await openVault(entry.vault, text)).ok : false;
  }

  async open(sealed: Sealed, session: Session | null): Promise<Result<true>> {
    this.#opening = sealed;
    try {
      const opened = await this.#open(sealed, session);
      if (!opened.ok) return opened;
      if (this.#opening !== sealed) {
        await opened.value.close();
        return refuse({ code: 'store.locked' });
      }
      this.#unlocked = { ...sealed, store: opened.value, count: null };
    } finally {
      if (this.#opening === sealed) this.#opening = null;
    }
    if (this.#state.phase.name !== 'opening') this.#enterFilling(null);
    return this.fill();
  }

  async #open({ entry, vault }: Sealed, session: Session | null): Promise<Result<OpenStore>> {
    const opened = await OpenStore.open(this.#deps, entry, vault, session);
    if (!opened.ok) return opened;
    const store = opened.value;
    if (store.book.device.roots.length === 0) {
      // The device's book is gone: the trusted roots can come only from the server.
      await store.close();
      return refuse({ code: 'session.none' });
    }
    if (entry.lastUsed !== null && !(await this.#registry.isPresent(store.country.pouch)))
      await store.forgetFilling();
    return opened;
  }

  async fill(): Promise<Result<true>> {
    const filled = this.#unlocked ? await this.#fill(this.#unlocked) : refuse({ code: 'store.locked' });
    const unlocked = this.#unlocked;
    if (!filled.ok && unlocked) await this.#hooks.refused(unlocked.entry.person.id, filled.problems);
    if (!filled.ok) return filled;
    if (!unlocked) return refuse({ code: 'store.locked' });
    const { person } = unlocked.store;
    await this.#state.relist();
    if (!this.#isOpen(unlocked)) return refuse({ code: 'store.locked' });
    this.#state.enter({ name: 'unlocked', person });
    this.#deps.carrier?.hold({ person: person.id, vault: unlocked.vault });
    if (unlocked.store.reading) void this.#readOn(unlocked);
    return accept(true);
  }

  async #fill(opened: UnlockedStore): Promise<Result<true>> {
    const received = await this.#receive(opened.store);
    if (!received.ok) return received;
    if (!(await opened.store.loadRows())) return this.#loadAll(opened);
    if (!this.#isOpen(opened)) return refuse({ code: 'store.locked' });
    opened.store.changed = () => this.#noteChange();
    return received;
  }

  async #loadAll(opened: UnlockedStore): Promise<Result<true>> {
    const unlocked = await this.#load(opened);
    if (!this.#isOpen(opened)) return refuse({ code: 'store.locked' });
    this.#unlocked = unlocked;
    unlocked.store.changed = () => this.#noteChange();
    unlocked.store.connect();
    unlocked.count?.look();
    return accept(true);
  }

  /** The person works on what the snapshot shows. Without the rest nothing can be written, so a failure locks. */
  async #readOn(opened: UnlockedStore): Promise<void> {
    try {
      await this.#loadAll(opened);
    } catch {
      if (!this.#isOpen(opened)) return;
      const { person } = opened.store;
      await this.close();
      this.#state.enter({ name: 'locked', person });
    }
  }

  /** A lock or sign-out can close the store while it is filled and loaded. */
  #isOpen({ store }: UnlockedStore): boolean {
    return this.#unlocked?.store === store;
  }

  async #receive(store: OpenStore): Promise<Result<true>> {
    if (store.isFilled()) return accept(true);
    try {
      await store.fill((progress) => this.#enterFilling(progress));
      return accept(true);
    } catch (error) {
      const { signedOut, shutOut } = store.line.view;
      const roots = judgeRoots(store.book.device);
      const failed = error instanceof NotStored ? 'store.unfilled' : 'line.offline';
      const code = shutOut ?? (signedOut ? 'session.ended' : failed);
      const cause = error instanceof Error ? error.message : String(error);
      return roots.ok ? refuse({ code, values: { person: store.person.id, cause } }) : roots;
    }
  }

  async #load({ store, ...sealed }: UnlockedStore): Promise<UnlockedStore> {
    await store.load();
    await this.#registry.markPresent(store.country.pouch);
    const held = await this.#registry.get(store.person.id);
    // Another tab might have changed the entry since it was read.
    const isHeld = held !== null && held.generation === sealed.entry.generation;
    const entry = {
      ...(isHeld ? held : sealed.entry),
      person: store.person,
      databases: sealed.entry.databases,
      lastUsed: instantNow(this.#deps),
      keyId: store.signingKey.keyId
    };
    if (isHeld) await this.#registry.put(entry);
    const write = (count: WrittenCount): Promise<void> => this.#registry.putCount(entry, count);
    return { ...sealed, store, entry, count: new UnsentCounter(store, write) };
  }

  #enterFilling(progress: FillProgress | null): void {
    const person = this.#unlocked?.store.person;
    if (person) this.#state.enter({ name: 'filling', person, progress });
  }

  #noteChange(): void {
    const unlocked = this.#unlocked;
    if (!unlocked) return;
    unlocked.count?.look();
    this.#hooks.changed(unlocked);
  }

  async close(): Promise<void> {
    this.#opening = null;
    const unlocked = this.#unlocked;
    if (!unlocked) return;
    this.#unlocked = null;
    const { store, count } = unlocked;
    store.changed = () => undefined;
    // A full disk refuses text and counts; the keys are forgotten anyway.
    await store.settle().catch(() => undefined);
    await count?.settle().catch(() => undefined);
    count?.stop();
    await store.close();
  }
}

/** A store with a forgotten passphrase stays unchanged. */
export async function createEntry(
  registry: DeviceRegistry,
  { person, databases }: Session,
  passphrase: string
): Promise<Result<Sealed>> {
  const problems = judgePassphrase(passphrase, [person.id, person.name]);
  if (problems.length > 0) return refuse(...problems);
  const { record, vault } = await createVault(passphrase);
  const generation = await registry.nextGeneration(person.id);
  const former = await registry.get(person.id);
  if (former) await registry.putFormer(former);
  const entry: RegistryEntry = { person, vault: record, databases, lastUsed: null, generation };
  await registry.put(entry);
  return accept({ entry, vault });
}

async function changeEntry(
  registry: DeviceRegistry,
  person: string,
  passphrase: string,
  next: string
): Promise<Result<RegistryEntry>> {
  const entry = await registry.get(person);
  if (!entry) return refuse({ code: 'store.none' });
  const problems = judgePassphrase(next, [entry.person.id, entry.person.name]);
  if (problems.length > 0) return refuse(...problems);
  const changed = await changePassphrase(entry.vault, passphrase, next);
  if (!changed.ok) return changed;
  const renewed = { ...entry, vault: changed.value };
  await registry.put(renewed);
  return accept(renewed);
}
