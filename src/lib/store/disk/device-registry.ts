/**
 * In plain because it is read before unlocking; no content. Stores with a forgotten passphrase stay until their owner
 * deletes them.
 */
import type { Instant, KeyId } from '#lib/domain/ids.ts';
import type { DeviceLockRecord } from '#lib/crypto/device-lock.ts';
import type { VaultRecord } from '#lib/crypto/vault.ts';
import type { OpenCount, Person, SealedStore, ServerDatabases, ShutOut } from '../api.ts';
import { isConflict, isMissing, openPouch, type Pouch, type StoredDocument } from './pouch.ts';

export interface RegistryEntry {
  readonly person: Person;
  readonly vault: VaultRecord;
  readonly databases: ServerDatabases;
  readonly lastUsed: Instant | null;
  readonly generation?: number;
  readonly keyId?: KeyId | null;
  readonly shutOut?: ShutOut | null;
  readonly deviceLock?: DeviceLockRecord | null;
}

export type WrittenCount = Omit<OpenCount, 'isWhole'> & { readonly seq: string };

/** Without this marker in a person's country database the browser has removed the data. */
const MARKER = '_local/i2es';

/** Exists from leaving a session until its end is confirmed. */
const LEFT = '_local/left';

const PARTS = ['country', 'reference', 'device', 'files'] as const;
export type Part = (typeof PARTS)[number];

export function databaseName(prefix: string, person: string, part: Part, generation = 0): string {
  return `${prefix}i2es-${person}-${part}${generation > 0 ? `-${generation}` : ''}`;
}

type Named = Pick<RegistryEntry, 'person' | 'generation'>;

export class DeviceRegistry {
  readonly #openOwn: () => Pouch;
  readonly #open: (name: string) => Pouch;
  readonly #others = new Set<Pouch>();
  #pouch: Pouch;
  readonly #prefix: string;

  constructor(prefix: string, options: object) {
    this.#prefix = prefix;
    this.#open = (name) => {
      const other = openPouch(name, options);
      this.#others.add(other);
      return other;
    };
    // A key wrapped under an older passphrase must not stay in old revisions.
    this.#openOwn = () => openPouch(`${prefix}i2es-devices`, { ...options, auto_compaction: true });
    this.#pouch = this.#openOwn();
  }

  suspend(): void {
    for (const one of [this.#pouch, ...this.#others]) one.close().catch(() => undefined);
    this.#others.clear();
  }

  resume(): void {
    this.#pouch = this.#openOwn();
  }

  async list(): Promise<SealedStore[]> {
    const entries = await this.#entries('store:');
    const stores = await Promise.all(entries.map((entry) => this.#toSealedStore(entry)));
    return stores.sort((a, b) => ((a.lastUsed ?? '') < (b.lastUsed ?? '') ? 1 : -1));
  }

  async get(person: string): Promise<RegistryEntry | null> {
    const document = await readOne(this.#pouch, `store:${person}`);
    return document ? toEntry(document) : null;
  }

  put(entry: RegistryEntry): Promise<void> {
    return this.#write(`store:${entry.person.id}`, entry);
  }

  async putFormer(entry: RegistryEntry): Promise<void> {
    await this.#write(`former:${entry.person.id}:${entry.generation ?? 0}`, entry);
  }

  /** Never the one in use, even after an interrupted replacement. */
  async formers(person: string): Promise<RegistryEntry[]> {
    const [current, entries] = [await this.get(person), await this.#entries(`former:${person}:`)];
    return entries.filter(({ generation = 0 }) => generation !== (current?.generation ?? 0));
  }

  async nextGeneration(person: string): Promise<number> {
    const current = await this.get(person);
    const kept = [
      ...(await this.#entries(`former:${person}:`)),
      ...(await this.#entries(`leftover:${person}:`))
    ];
    const all = [...(current ? [current] : []), ...kept].map(({ generation = 0 }) => generation);
    return Math.max(-1, ...all) + 1;
  }

  /**
   * The wrapped key first, so that leftovers open nothing. False if another tab blocks a database: the next start tries
   * again.
   */
  async remove(entry: Named, remove: (database: Pouch) => Promise<boolean>): Promise<boolean> {
    const { person, generation = 0 } = entry;
    await this.#write(`leftover:${person.id}:${generation}`, { person, generation });
    const current = await this.get(person.id);
    if (current && (current.generation ?? 0) === generation) await this.#drop(`store:${person.id}`);
    await this.#drop(`former:${person.id}:${generation}`);
    await this.#drop(countId(person.id, generation));
    const databases = PARTS.map((part) => databaseName(this.#prefix, person.id, part, generation));
    const gone = await Promise.all(databases.map((name) => remove(this.#open(name))));
    if (!gone.every(Boolean)) return false;
    await this.#drop(`leftover:${person.id}:${generation}`);
    return true;
  }

  leftovers(): Promise<readonly Named[]> {
    return this.#entries('leftover:');
  }

  isPresent(country: Pouch): Promise<boolean> {
    return isThere(country, MARKER);
  }

  async markPresent(country: Pouch): Promise<void> {
    if (await isThere(country, MARKER)) return;
    await country.put({ _id: MARKER } as PouchDB.Core.PutDocument<StoredDocument>);
  }

  isLeft(): Promise<boolean> {
    return isThere(this.#pouch, LEFT);
  }

  async setLeft(isLeft: boolean): Promise<void> {
    if (!isLeft) return this.#drop(LEFT);
    if (!(await this.isLeft()))
      await this.#pouch.put({ _id: LEFT } as PouchDB.Core.PutDocument<StoredDocument>);
  }

  /** A locked store can show it. No number and no name. */
  async putCount({ person, generation = 0 }: Named, count: WrittenCount): Promise<void> {
    await this.#write(countId(person.id, generation), count);
  }

  async countOf({ person, generation = 0 }: Named): Promise<OpenCount | null> {
    const held = await readOne(this.#pouch, countId(person.id, generation));
    if (!held) return null;
    const { _id, _rev, seq, ...count } = held;
    const isWhole = (await this.seqOf({ person, generation })) === seq;
    return { ...(count as Omit<OpenCount, 'isWhole'>), isWhole };
  }

  /** Changes with each write, in this tab or another. */
  async seqOf({ person, generation = 0 }: Named): Promise<string> {
    const country = this.#open(databaseName(this.#prefix, person.id, 'country', generation));
    return String((await country.info()).update_seq);
  }

  async close(): Promise<void> {
    await this.#pouch.close();
  }

  async #write(id: string, content: object): Promise<void> {
    for (;;) {
      const before = await readOne(this.#pouch, id);
      const document = { _id: id, ...content, ...(before ? { _rev: before._rev } : {}) };
      try {
        await this.#pouch.put(document as PouchDB.Core.PutDocument<StoredDocument>);
        return;
      } catch (error) {
        if (!isConflict(error)) throw error;
      }
    }
  }

  async #drop(id: string): Promise<void> {
    const before = await readOne(this.#pouch, id);
    if (before?._rev) await this.#pouch.remove(id, before._rev).catch(ignoreGone);
  }

  async #entries(prefix: string): Promise<RegistryEntry[]> {
    const { rows } = await this.#pouch.allDocs({
      include_docs: true,
      startkey: prefix,
      endkey: `${prefix}\uffff`
    });
    return rows.flatMap((row) => (row.doc ? [toEntry(row.doc as StoredDocument)] : []));
  }

  async #toSealedStore(entry: RegistryEntry): Promise<SealedStore> {
    const { person, lastUsed, generation, shutOut = null, deviceLock } = entry;
    const country = this.#open(databaseName(this.#prefix, person.id, 'country', generation));
    return {
      person,
      lastUsed,
      present: lastUsed === null || (await isThere(country, MARKER)),
      open: await this.countOf(entry),
      shutOut,
      lockCredential: deviceLock?.credential ?? null
    };
  }
}

function countId(person: string, generation: number): string {
  return `_local/open:${person}:${generation}`;
}

function ignoreGone(error: unknown): void {
  if (!isMissing(error) && !isConflict(error)) throw error;
}

async function readOne(pouch: Pouch, id: string): Promise<StoredDocument | null> {
  try {
    return (await pouch.get(id)) as StoredDocument;
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function isThere(pouch: Pouch, id: string): Promise<boolean> {
  return (await readOne(pouch, id)) !== null;
}

function toEntry(document: StoredDocument): RegistryEntry {
  const { _id, _rev, person, vault, databases, lastUsed, ...entry } = document;
  return { ...entry, person, vault, databases, lastUsed } as RegistryEntry;
}
