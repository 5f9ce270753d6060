/** The embedded engine without files: the databases of one server on a disk in memory. */
import { isOpenTo, revisionsOf } from '#couch/base/databases.ts';
import {
  isDatabaseName,
  type Claimed,
  type Database,
  type Engine,
  type HearWrites,
  type TakenOut
} from '#couch/engine/contract.ts';
import { putUnlessChanged, takeOut } from '#couch/engine/document.ts';
import { hearWritesOf } from '#couch/engine/embedded.ts';
import { openPouch } from '#couch/engine/pouch.ts';
import { databaseMissing, databaseRefused } from '#couch/engine/problem.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import type { Disk, Opened } from './disks.ts';

export class MemoryEngine implements Engine {
  readonly kind = 'embedded';
  readonly #disk: Disk;
  readonly #level: Opened;
  readonly #word: string;
  readonly #open = new Map<string, Database>();
  readonly #heard = new WeakMap<Database, HearWrites>();

  constructor(disk: Disk, word: string) {
    this.#disk = disk;
    this.#level = disk.begin();
    this.#word = word;
  }

  open(name: string): Database {
    const opened = this.#open.get(name);
    if (opened) return opened;
    if (!this.#has(name)) throw databaseMissing(name);
    return this.#openNew(name);
  }

  openFor(authority: AuthorityCode, name: string): Database {
    if (!isOpenTo(authority, name)) throw databaseRefused(authority, name);
    return this.open(name);
  }

  openAsExchange(name: string): Database {
    return this.open(name);
  }

  openAsAdministrator(name: string): Database {
    return this.open(name);
  }

  async claim(name: string, document: object): Promise<Claimed> {
    return (await putUnlessChanged(this.open(name), document)) ? 'claimed' : 'taken';
  }

  takeOut(name: string, id: string): Promise<TakenOut> {
    return takeOut(this.open(name), id);
  }

  async compact(name: string): Promise<void> {
    await this.open(name).compact();
  }

  async freeBytes(): Promise<null> {
    return null;
  }

  hearWrites(name: string): HearWrites | null {
    return this.#heard.get(this.open(name)) ?? null;
  }

  async create(name: string): Promise<void> {
    await (this.#open.get(name) ?? this.#openNew(name)).info();
  }

  async exists(name: string): Promise<boolean> {
    return this.#has(name);
  }

  async list(): Promise<string[]> {
    return this.#disk.locations().filter(isDatabaseName);
  }

  async destroy(name: string): Promise<void> {
    if (!this.#has(name)) return;
    await this.open(name).destroy();
    this.#open.delete(name);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((database) => database.close()));
    this.#open.clear();
  }

  async nodes(): Promise<null> {
    return null;
  }

  async protect(): Promise<void> {
    // The process is the wall.
  }

  #has(name: string): boolean {
    return this.#open.has(name) || this.#disk.has(name);
  }

  #openNew(name: string): Database {
    const database = openPouch(this.#word + name, {
      adapter: 'leveldb',
      db: this.#level,
      // There is no older format, and looking for one reads real files.
      migrate: false,
      auto_compaction: name === 'accounts',
      revs_limit: revisionsOf(name)
    });
    this.#open.set(name, database);
    this.#heard.set(database, hearWritesOf(database));
    return database;
  }
}
