/** Loaded only when a person opens one of its panels. */
import { judgePassphrase, openVault, createVault, type VaultRecord } from '#lib/crypto/vault.ts';
import { open, seal } from '#lib/crypto/seal.ts';
import { accept, refuse, type Result, type Problem } from '#lib/domain/result.ts';
import { isPlainObject } from '#lib/domain/shape/shape.ts';
import type { FormerStore } from './api.ts';
import type { RegistryEntry } from './disk/device-registry.ts';
import { OpenStore } from './opening/open-store.ts';
import type { Identity } from './sign-in/identity.ts';
import {
  listUnsent,
  readLeaves,
  takeWork,
  type TakenIn,
  type Desk,
  type Leaf
} from './sign-in/unsent-work.ts';
import { store, type Store } from './store.svelte.ts';

export type { TakenIn };

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

export interface UnsentFile {
  readonly name: string;
  readonly text: string;
  readonly count: number;
  readonly leaves: readonly Leaf[];
}

interface Head {
  readonly kind: typeof KIND;
  readonly version: 1;
  readonly authority: string;
  readonly savedAt: string;
}

const KIND = 'i2es-unsent';
/** Bytes; a year's work of an office is a few million, and a large scan is nine. */
const MAX_BYTES = 256 * 1024 * 1024;

async function writeUnsentFile(store: Desk, passphrase: string): Promise<Result<UnsentFile>> {
  const { id, name, authority } = store.person;
  const problems = judgePassphrase(passphrase, [id, name]);
  if (problems.length > 0) return refuse(...problems);
  const leaves = await listUnsent(store);
  if (leaves.length === 0) return refuse({ code: 'unsent.none' });
  const head: Head = { kind: KIND, version: 1, authority, savedAt: store.now() };
  const { record, vault } = await createVault(passphrase);
  const sealed = await seal(vault, boundText(head), await readLeaves(store, leaves));
  return accept({
    name: `${authority.toLowerCase()}-${head.savedAt.slice(0, 10)}.i2es`,
    text: `${JSON.stringify({ ...head, vault: record, sealed })}\n`,
    count: leaves.length,
    leaves
  });
}

/** Anyone can supply such a file. Refuses a file of another authority, an altered one, or another passphrase. */
async function takeUnsentFile(store: Desk, given: Blob, passphrase: string): Promise<Result<TakenIn>> {
  if (given.size > MAX_BYTES) return refuse({ code: 'unsent.file.malformed' });
  const file = readUnsentFile(await given.text());
  if (!file) return refuse({ code: 'unsent.file.malformed' });
  const { authority } = store.person;
  if (file.authority !== authority)
    return refuse({ code: 'unsent.file.foreign', values: { authority: file.authority } });
  const vault = await openVault(file.vault, passphrase);
  if (!vault.ok) return refuse(...vault.problems.map(toFileProblem));
  const opened = await open(vault.value, boundText(file), file.sealed);
  return opened.ok ? takeWork(store, opened.value) : refuse({ code: 'unsent.file.malformed' });
}

/** The file has a passphrase of its own. */
function toFileProblem(problem: Problem): Problem {
  return problem.code === 'vault.passphrase.wrong' ? { code: 'unsent.passphrase.wrong' } : problem;
}

function readUnsentFile(
  text: string
): (Head & { readonly vault: VaultRecord; readonly sealed: string }) | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isPlainObject(value) || value['kind'] !== KIND || value['version'] !== 1) return null;
  const { authority, savedAt, vault, sealed } = value;
  const isWhole = typeof authority === 'string' && typeof savedAt === 'string' && typeof sealed === 'string';
  if (!isWhole || !isPlainObject(vault)) return null;
  return { kind: KIND, version: 1, authority, savedAt, sealed, vault: readVault(vault) };
}

function readVault({ version, iterations, salt, wrappedKey }: Record<string, unknown>): VaultRecord {
  return { version, iterations, salt, wrappedKey } as VaultRecord;
}

/** Bound into the cipher: no plain field of the file can be replaced. */
function boundText({ kind, version, authority, savedAt }: Head): string {
  return `${kind} ${version} ${authority} ${savedAt}`;
}
