/** Opens, fills, loads and closes the store of this tab; at most one is open at any time. */
import type { DeviceAnswer } from '#lib/crypto/device-lock.ts';
import { openVault, changePassphrase, createVault, type Vault } from '#lib/crypto/vault.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { FillProgress } from '../api.ts';
import { type StoreDeps, instantNow } from '../browser/deps.ts';
import type { DeviceRegistry, RegistryEntry, WrittenCount } from '../disk/device-registry.ts';
import { judgeRoots } from '../opening/open-parts.ts';
import { NotStored } from '../disk/sealed-database.ts';
import type { Session } from '../server/session.ts';
import { judgePassphrase } from '#lib/crypto/passphrase.ts';
import { OpenStore } from '../opening/open-store.ts';
import type { Instant } from '#lib/domain/ids.ts';
import { countOpen, unsentActs } from '../index/unsent-count.ts';

interface DeskHooks {
  readonly progress: (progress: FillProgress | null) => void;
  readonly changed: (desk: OpenDesk) => void;
}

export class HeldDesk {
  readonly #deps: StoreDeps;
  readonly #registry: DeviceRegistry;
  readonly #hooks: DeskHooks;
  #desk: OpenDesk | null = null;

  constructor(deps: StoreDeps, registry: DeviceRegistry, hooks: DeskHooks) {
    this.#deps = deps;
    this.#registry = registry;
    this.#hooks = hooks;
  }

  get current(): OpenDesk | null {
    return this.#desk;
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
    const person = this.#desk?.entry.person.id;
    if (person === undefined) return refuse({ code: 'store.none' });
    const entry = await work(person);
    if (!entry.ok) return entry;
    if (this.#desk?.entry.person.id === person) this.#desk = { ...this.#desk, entry: entry.value };
    return accept(true);
  }

  async isPassphrase(text: string): Promise<boolean> {
    const entry = this.#desk && (await this.#registry.get(this.#desk.entry.person.id));
    return entry ? (await openVault(entry.vault, text)).ok : false;
  }

  /** Loads nothing yet: call `fill` next. */
  async open(sealed: Pick<OpenDesk, 'entry' | 'vault'>, session: Session | null): Promise<Result<true>> {
    const opened = await openDesk(this.#deps, this.#registry, sealed, session);
    if (!opened.ok) return opened;
    this.#desk = opened.value;
    return accept(true);
  }

  /** Continues an interrupted first sync, then loads everything and connects. */
  async fill(): Promise<Result<true>> {
    const opened = this.#desk;
    if (!opened) return refuse({ code: 'store.locked' });
    const filled = await this.#fill(opened);
    if (!filled.ok) return filled;
    const desk = await loadDesk(this.#deps, this.#registry, opened);
    this.#desk = desk;
    desk.store.changed = () => this.#noteChange();
    desk.store.connect();
    desk.count?.look();
    return accept(true);
  }

  async #fill({ store }: OpenDesk): Promise<Result<true>> {
    if (store.isFilled()) return accept(true);
    try {
      await store.fill(this.#hooks.progress);
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

  #noteChange(): void {
    const desk = this.#desk;
    if (!desk) return;
    desk.count?.look();
    this.#hooks.changed(desk);
  }

  /** Saves typed text and counts unsent writes, then forgets the keys. */
  async close(): Promise<void> {
    const desk = this.#desk;
    if (!desk) return;
    this.#desk = null;
    const { store, count } = desk;
    store.changed = () => undefined;
    await store.settle();
    await count?.settle().catch(() => undefined);
    count?.stop();
    await store.close();
  }
}

export interface OpenDesk {
  readonly store: OpenStore;
  readonly entry: RegistryEntry;
  readonly vault: Vault;
  /** Null until all is loaded: a partial store cannot be counted. */
  readonly count: OpenCountKeeper | null;
}

/** A store with a forgotten passphrase stays unchanged in addition to the new one. */
export async function createEntry(
  registry: DeviceRegistry,
  { person, databases }: Session,
  passphrase: string
): Promise<Result<{ readonly entry: RegistryEntry; readonly vault: Vault }>> {
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

export async function changeEntry(
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

export async function openDesk(
  deps: StoreDeps,
  registry: DeviceRegistry,
  { entry, vault }: Pick<OpenDesk, 'entry' | 'vault'>,
  session: Session | null
): Promise<Result<OpenDesk>> {
  const opened = await OpenStore.open(deps, entry, vault, session);
  if (!opened.ok) return opened;
  const store = opened.value;
  if (store.book.device.roots.length === 0) {
    // The browser has removed this device's book: the trusted roots can come only from the server.
    await store.close();
    return refuse({ code: 'session.none' });
  }
  if (entry.lastUsed !== null && !(await registry.isPresent(store.country.pouch)))
    await store.forgetFilling();
  return accept({ store, entry, vault, count: null });
}

/** All data is here: it is loaded, and the computer records the time. */
export async function loadDesk(deps: StoreDeps, registry: DeviceRegistry, desk: OpenDesk): Promise<OpenDesk> {
  const { store } = desk;
  await store.load();
  await registry.markPresent(store.country.pouch);
  const { keyId } = store.signingKey;
  const entry = { ...desk.entry, person: store.person, lastUsed: instantNow(deps), keyId };
  await registry.put(entry);
  const count = new OpenCountKeeper(
    () => openCountOf(store),
    (counted) => registry.putCount(entry, counted)
  );
  return { ...desk, entry, count };
}

const MIN_PAUSE_MS = 400;

type Counted = Pick<OpenStore, 'country' | 'records' | 'book' | 'person' | 'now'>;

export async function openCountOf(store: Counted): Promise<WrittenCount> {
  const { update_seq: seq } = await store.country.pouch.info();
  await store.records.catchUp();
  const acts = unsentActs(store);
  const { unsent, refused } = countOpen(store);
  const times = acts.flatMap((id) => store.records.shelf.acts.get(id)?.body.at ?? []).sort();
  return {
    acts: acts.length,
    documents: unsent - acts.length,
    refused,
    latest: (times.at(-1) as Instant | undefined) ?? null,
    at: store.now(),
    seq: String(seq)
  };
}

/**
 * Stores the number of unsent writes where a locked store can show it: a person with a forgotten passphrase sees what
 * is at risk. A tab killed between a write and its count leaves a sign that there might be more.
 */
export class OpenCountKeeper {
  readonly #read: () => Promise<WrittenCount>;
  readonly #write: (count: WrittenCount) => Promise<void>;
  #written = '';
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isDue = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(read: () => Promise<WrittenCount>, write: (count: WrittenCount) => Promise<void>) {
    this.#read = read;
    this.#write = write;
  }

  /** Counts immediately after a change, and again later while changes go on. */
  look(): void {
    this.#isDue = true;
    if (this.#timer !== null) return;
    this.#isDue = false;
    this.settle().catch(() => undefined);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      if (this.#isDue) this.look();
    }, MIN_PAUSE_MS);
  }

  /** Counts once more before the store is locked; a later count is written later. */
  settle(): Promise<void> {
    const counted = this.#turn.then(() => this.#count());
    this.#turn = counted.catch(() => undefined);
    return counted;
  }

  async #count(): Promise<void> {
    const count = await this.#read();
    const text = JSON.stringify({ ...count, at: '' });
    if (text === this.#written) return;
    this.#written = text;
    await this.#write(count);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
