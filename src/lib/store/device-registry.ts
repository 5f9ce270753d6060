/**
 * Who has a sealed store on this computer. Plain, because it is read before anybody has unlocked: name,
 * authority, the wrapped key; nothing of what is stored. Several people share one computer, each with
 * databases and a key of his own.
 */
import type { Instant } from '#lib/domain/ids.ts';
import type { VaultRecord } from '#lib/crypto/vault.ts';
import type { Person, SealedStore } from './api.ts';
import { isMissing, openPouch, type Pouch, type StoredDocument } from './pouch.ts';
import type { Session } from './server-api.ts';

export interface RegistryEntry {
  readonly person: Person;
  readonly vault: VaultRecord;
  readonly databases: Session['databases'];
  readonly lastUsed: Instant | null;
}

/** A plain marker in each person's country database: where it is gone, the browser has removed the data. */
const MARKER = '_local/i2es';

/** There while a session was left and is not known to be over. */
const LEFT = '_local/left';

export function databaseName(
  prefix: string,
  person: string,
  part: 'country' | 'reference' | 'device'
): string {
  return `${prefix}i2es-${person}-${part}`;
}

export class DeviceRegistry {
  readonly #pouch: Pouch;
  readonly #open: (name: string) => Pouch;
  readonly #prefix: string;

  constructor(prefix: string, options: object) {
    this.#prefix = prefix;
    this.#open = (name) => openPouch(name, options);
    this.#pouch = this.#open(`${prefix}i2es-devices`);
  }

  async list(): Promise<SealedStore[]> {
    const { rows } = await this.#pouch.allDocs({
      include_docs: true,
      startkey: 'store:',
      endkey: 'store:\uffff'
    });
    const entries = rows.flatMap((row) => (row.doc ? [toEntry(row.doc as StoredDocument)] : []));
    const stores = await Promise.all(entries.map((entry) => this.#toSealedStore(entry)));
    return stores.sort((a, b) => ((a.lastUsed ?? '') < (b.lastUsed ?? '') ? 1 : -1));
  }

  async get(person: string): Promise<RegistryEntry | null> {
    const document = await this.#read(person);
    return document ? toEntry(document) : null;
  }

  async put(entry: RegistryEntry): Promise<void> {
    const before = await this.#read(entry.person.id);
    const document = { _id: `store:${entry.person.id}`, ...entry, ...(before ? { _rev: before._rev } : {}) };
    await this.#pouch.put(document as unknown as PouchDB.Core.PutDocument<StoredDocument>);
  }

  /** Removes the databases with all that is in them; the caller has asked. */
  async remove(person: string): Promise<void> {
    for (const part of ['country', 'reference', 'device'] as const) {
      await this.#open(databaseName(this.#prefix, person, part)).destroy();
    }
    const before = await this.#read(person);
    if (before?._rev) await this.#pouch.remove(before._id, before._rev);
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
    const held = await readOne(this.#pouch, LEFT);
    if (isLeft && !held) await this.#pouch.put({ _id: LEFT } as PouchDB.Core.PutDocument<StoredDocument>);
    if (!isLeft && held?._rev) await this.#pouch.remove(LEFT, held._rev);
  }

  async close(): Promise<void> {
    await this.#pouch.close();
  }

  #read(person: string): Promise<StoredDocument | null> {
    return readOne(this.#pouch, `store:${person}`);
  }

  async #toSealedStore({ person, lastUsed }: RegistryEntry): Promise<SealedStore> {
    const country = this.#open(databaseName(this.#prefix, person.id, 'country'));
    return { person, lastUsed, present: lastUsed === null || (await isThere(country, MARKER)) };
  }
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
  const { person, vault, databases, lastUsed } = document as unknown as RegistryEntry;
  return { person, vault, databases, lastUsed };
}
