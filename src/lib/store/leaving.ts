/** Loaded only when a person opens one of its panels. */
import { openVault } from '#lib/crypto/vault.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { FormerStore } from './api.ts';
import type { RegistryEntry } from './disk/device-registry.ts';
import { OpenStore } from './opening/open-store.ts';
import type { Identity } from './sign-in/identity.ts';
import { store, type Store } from './store.svelte.ts';
import { takeUnsentFile, writeUnsentFile, type UnsentFile } from './sign-in/unsent-file.ts';
import { listUnsent, readLeaves, takeWork, type TakenIn } from './sign-in/unsent-work.ts';

export type { TakenIn, UnsentFile };

const LOCKED = { code: 'store.locked' };

export class Leaving {
  readonly #store: Store;

  constructor(of: Store) {
    this.#store = of;
  }

  get #session(): Identity {
    return this.#store.session;
  }

  async saveUnsent(passphrase: string): Promise<Result<UnsentFile>> {
    const { unlocked } = this.#session;
    if (!unlocked) return refuse(LOCKED);
    await unlocked.store.drafts.flush();
    return this.#save(unlocked.entry, unlocked.store, passphrase);
  }

  async #save(entry: RegistryEntry, open: OpenStore, passphrase: string): Promise<Result<UnsentFile>> {
    const { removal, registry } = this.#session;
    const seq = await registry.seqOf(entry);
    const written = await writeUnsentFile(open, passphrase);
    if (written.ok) removal.noteSaved(entry, written.value.leaves, seq);
    // A check that found nothing unsent proves that nothing would be lost.
    else if (written.problems[0]?.code === 'unsent.none') removal.noteSaved(entry, [], seq);
    return written;
  }

  /** An excluded person's records are opened only for this, and closed again. */
  async saveSealed(own: string, passphrase: string): Promise<Result<UnsentFile>> {
    const { phase, registry } = this.#session;
    const entry = phase.name === 'shut-out' ? await registry.get(phase.person.id) : null;
    if (!entry) return refuse(LOCKED);
    return this.#aside(entry, own, (open) => this.#save(entry, open, passphrase));
  }

  /** From another computer of the same authority: acts are sent, drafts become drafts here. */
  async takeUnsent(file: Blob, passphrase: string): Promise<Result<TakenIn>> {
    const { open } = this.#session;
    return open ? takeUnsentFile(open, file, passphrase) : refuse(LOCKED);
  }

  /** Otherwise refuses with the number left. */
  removeRecords(): Promise<Result<true>> {
    return this.#session.removeRecords();
  }

  async formers(): Promise<FormerStore[]> {
    const { open, registry } = this.#session;
    if (!open) return [];
    const formers = await registry.formers(open.person.id);
    const listed = formers.map(async (one) => ({
      generation: one.generation ?? 0,
      lastUsed: one.lastUsed,
      open: await registry.countOf(one)
    }));
    return (await Promise.all(listed)).sort((a, b) => b.generation - a.generation);
  }

  /** Unsent work is copied here; the former store stays unchanged. */
  async bringFormer(generation: number, passphrase: string): Promise<Result<TakenIn>> {
    const [{ open: here }, former] = [this.#session, await this.#former(generation)];
    if (!here || !former) return refuse(LOCKED);
    return this.#aside(former, passphrase, async (open) => {
      const seq = await this.#session.registry.seqOf(former);
      const leaves = await listUnsent(open);
      const taken = await takeWork(here, await readLeaves(open, leaves));
      if (taken.ok && taken.value.doubted + taken.value.left === 0)
        this.#session.removal.noteSaved(former, leaves, seq);
      return taken;
    });
  }

  /** `knowingly`: includes unsent work that no one can open any more. */
  async removeFormer(generation: number, knowingly = false): Promise<Result<true>> {
    const { removal } = this.#session;
    const former = await this.#former(generation);
    if (!former) return refuse(LOCKED);
    const judged = await removal.judgeSealed(former);
    if (!judged.ok && !knowingly) return judged;
    return (await removal.remove([former], 'former'))
      ? accept(true)
      : refuse({ code: 'store.remove.blocked' });
  }

  async #former(generation: number): Promise<RegistryEntry | undefined> {
    const { open, registry } = this.#session;
    const formers = open ? await registry.formers(open.person.id) : [];
    return formers.find((one) => (one.generation ?? 0) === generation);
  }

  async #aside<T>(
    entry: RegistryEntry,
    passphrase: string,
    work: (open: OpenStore) => Promise<Result<T>>
  ): Promise<Result<T>> {
    const vault = await openVault(entry.vault, passphrase);
    if (!vault.ok) return vault;
    const opened = await OpenStore.open(this.#session.deps, entry, vault.value, null);
    if (!opened.ok) return opened;
    const open = opened.value;
    try {
      await open.load();
      return await work(open);
    } finally {
      await open.close();
    }
  }
}

export const leaving = new Leaving(store);
