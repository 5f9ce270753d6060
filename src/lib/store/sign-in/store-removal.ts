/**
 * Unsent writes must first be sent or saved to a file (threats P8). Blocked databases are retried at the next start,
 * and open nothing until then.
 */
import { forgetKeptLessons } from '../server/kept-lessons.ts';
import { accept, refuse, type Result } from '#lib/domain/result.ts';
import type { Channel, StoreDeps } from '../browser/deps.ts';
import type { DeviceRegistry, RegistryEntry } from '../disk/device-registry.ts';
import { fetchPart } from '../browser/fetch-part.ts';
import type { OpenStore } from '../opening/open-store.ts';
import type { Pouch } from '../disk/pouch.ts';
import type { Leaf } from './unsent-work.ts';

/** Milliseconds; a longer wait means another tab. */
const TIMEOUT_MS = 8_000;

export class StoreRemoval {
  readonly #registry: DeviceRegistry;
  readonly #channel: Channel;
  readonly #saved = new Map<string, { readonly leaves: ReadonlySet<string>; readonly seq: string }>();

  constructor(deps: StoreDeps, registry: DeviceRegistry, heard: (person: string) => void) {
    this.#registry = registry;
    this.#channel = deps.channel(`${deps.prefix}i2es-removal`, (person) => heard(String(person)));
  }

  noteSaved(entry: RegistryEntry, leaves: readonly Leaf[], seq: string): void {
    this.#saved.set(nameOf(entry), { leaves: new Set(leaves.map(leafName)), seq });
  }

  /** Only if removal loses nothing that this computer alone has. */
  async judge(entry: RegistryEntry, store: OpenStore | null): Promise<Result<readonly RegistryEntry[]>> {
    const formers = await this.#registry.formers(entry.person.id);
    const judged = [
      await (store ? this.#judgeOpen(entry, store) : this.judgeSealed(entry)),
      ...(await Promise.all(formers.map((former) => this.judgeSealed(former))))
    ];
    const problems = judged.flatMap((one) => (one.ok ? [] : one.problems));
    return problems.length > 0 ? refuse(...problems) : accept([entry, ...formers]);
  }

  async #judgeOpen(entry: RegistryEntry, store: OpenStore): Promise<Result<true>> {
    const part = await fetchPart(() => import('./unsent-work.ts'));
    if (!part.ok) return part;
    const saved = this.#saved.get(nameOf(entry));
    const left = (await part.value.listUnsent(store)).filter((leaf) => !saved?.leaves.has(leafName(leaf)));
    return left.length === 0
      ? accept(true)
      : refuse({ code: 'store.unsent', values: { count: left.length } });
  }

  async judgeSealed(entry: RegistryEntry): Promise<Result<true>> {
    const counted = await this.#registry.countOf(entry);
    const saved = this.#saved.get(nameOf(entry));
    if (saved && saved.seq === (await this.#registry.seqOf(entry))) return accept(true);
    // There is no count: a store that was never full never had writes.
    if (!counted && entry.lastUsed !== null) return refuse({ code: 'store.unsent.unknown' });
    const open = counted ? counted.acts + counted.documents + counted.refused : 0;
    if (open === 0 && counted?.isWhole !== false) return accept(true);
    return refuse({ code: 'store.unsent', values: { count: open } });
  }

  /** False if the browser has not deleted everything yet. A former store is never in use. */
  async remove(entries: readonly RegistryEntry[], which: 'all' | 'former' = 'all'): Promise<boolean> {
    const [first] = entries;
    if (first && which === 'all') this.#channel.send(first.person.id);
    const gone = await Promise.all(entries.map((entry) => this.#registry.remove(entry, destroy)));
    if (which === 'all') await forgetKeptLessons();
    return gone.every(Boolean);
  }

  async sweep(): Promise<void> {
    for (const entry of await this.#registry.leftovers()) await this.#registry.remove(entry, destroy);
  }
}

function destroy(database: Pouch): Promise<boolean> {
  const patience = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), TIMEOUT_MS));
  const gone = database.destroy().then(
    () => true,
    () => false
  );
  return Promise.race([gone, patience]);
}

function nameOf({ person, generation = 0 }: RegistryEntry): string {
  return `${person.id} ${generation}`;
}

function leafName({ id, rev }: Leaf): string {
  return `${id} ${rev}`;
}
