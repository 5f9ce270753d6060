/** Opens, fills, loads and closes the store of this tab; at most one is open at any time. */
import type { DeviceAnswer } from '#lib/crypto/device-lock.ts';
import { openVault } from '#lib/crypto/vault.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { FillProgress } from '../api.ts';
import type { StoreDeps } from '../browser/deps.ts';
import { changeEntry, loadDesk, openDesk, type OpenDesk } from './desk-opening.ts';
import type { DeviceRegistry, RegistryEntry } from '../disk/device-registry.ts';
import { judgeRoots } from '../opening/pin-roots.ts';
import { NotStored } from '../disk/sealed-database.ts';
import type { Session } from '../server/session.ts';

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
