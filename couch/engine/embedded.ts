/** One process, no server to install. For a small office, tests and teaching. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isOpenTo, revisionsOf } from '#couch/base/databases.ts';
import type { AuthorityCode } from '#lib/domain/ids.ts';
import {
  isDatabaseName,
  type Claimed,
  type Database,
  type Engine,
  type HearWrites,
  type TakenOut
} from './contract.ts';
import { putUnlessChanged, takeOut } from './document.ts';
import { openDurableLevel } from './durable-level.ts';
import {
  DATABASES_FOLDER,
  ensureRoom,
  folderError,
  holdFolder,
  readFreeBytes,
  ROOM_TO_OPEN
} from './folder.ts';
import { openPouch } from './pouch.ts';
import { databaseMissing, databaseRefused } from './problem.ts';

/**
 * Replaced revisions are useless, and sessions have many. Sign-in and sign-out use a lower disk reserve than documents.
 */
const UNSHARED = 'accounts';

interface EmbeddedOptions {
  readonly folder: string;
}

/** The disk of the engine. */
export interface DatabaseFiles {
  /** Names of databases, sorted. */
  list(): string[];
  has(name: string): boolean;
  /** Makes it if it is missing. */
  open(name: string, options: object): Database;
  remove(name: string): void;
  freeBytes(): Promise<number | null>;
  /** The error that the person at the server understands. */
  explain(error: unknown): unknown;
  close(): Promise<void>;
}

export async function openEmbeddedEngine({ folder }: EmbeddedOptions): Promise<Engine> {
  const hold = await holdFolder(folder);
  await ensureRoom(resolve(folder), ROOM_TO_OPEN).catch(async (error: unknown) => {
    await hold.release();
    throw error;
  });
  return new EmbeddedEngine(filesIn(resolve(folder), hold.release));
}

function filesIn(folder: string, release: () => Promise<void>): DatabaseFiles {
  const pathOf = (name: string): string => join(folder, DATABASES_FOLDER, name);
  return {
    list: () => readdirSync(join(folder, DATABASES_FOLDER)).filter(isDatabaseName).sort(),
    has: (name) => existsSync(join(pathOf(name), 'CURRENT')),
    open: (name, options) =>
      openPouch(pathOf(name), { ...options, adapter: 'leveldb', db: openDurableLevel }),
    remove: (name) => rmSync(pathOf(name), { recursive: true, force: true }),
    freeBytes: () => readFreeBytes(folder),
    explain: (error) => folderError(folder, error),
    close: release
  };
}

export class EmbeddedEngine implements Engine {
  readonly kind = 'embedded';
  readonly #files: DatabaseFiles;
  readonly #open = new Map<string, Database>();
  readonly #heard = new WeakMap<Database, HearWrites>();

  constructor(files: DatabaseFiles) {
    this.#files = files;
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

  freeBytes(): Promise<number | null> {
    return this.#files.freeBytes();
  }

  hearWrites(name: string): HearWrites | null {
    return this.#heard.get(this.open(name)) ?? null;
  }

  async create(name: string): Promise<void> {
    if (!isDatabaseName(name)) throw new Error(`Not the name of a database: ${name}`);
    try {
      await (this.#open.get(name) ?? this.#openNew(name)).info();
    } catch (error) {
      this.#open.delete(name);
      throw this.#files.explain(error);
    }
  }

  async exists(name: string): Promise<boolean> {
    return this.#has(name);
  }

  async list(): Promise<string[]> {
    return this.#files.list();
  }

  async destroy(name: string): Promise<void> {
    if (!this.#has(name)) return;
    await this.open(name).destroy();
    this.#open.delete(name);
    this.#files.remove(name);
  }

  async close(): Promise<void> {
    await Promise.all([...this.#open.values()].map((database) => database.close()));
    this.#open.clear();
    await this.#files.close();
  }

  async nodes(): Promise<null> {
    return null;
  }

  async protect(): Promise<void> {
    // The process is the wall.
  }

  #has(name: string): boolean {
    return isDatabaseName(name) && (this.#open.has(name) || this.#files.has(name));
  }

  #openNew(name: string): Database {
    const isUnshared = name === UNSHARED;
    const database = this.#files.open(name, {
      auto_compaction: isUnshared,
      revs_limit: revisionsOf(name),
      ...(isUnshared ? { keptFree: ROOM_TO_OPEN } : {})
    });
    this.#open.set(name, database);
    this.#heard.set(database, hearWritesOf(database));
    return database;
  }
}

/** All writes end in `bulkDocs`. PouchDB's own live feed would read every change again for each listener. */
function hearWritesOf(database: Database): HearWrites {
  const listeners = new Set<() => void>();
  const bulkDocs = database.bulkDocs.bind(database) as (...input: unknown[]) => unknown;
  const tell = (): void => {
    for (const listener of listeners) listener();
  };
  const heard = (...input: unknown[]): unknown => {
    const callback = input[input.length - 1];
    if (typeof callback === 'function') {
      input[input.length - 1] = (...outcome: unknown[]): void => {
        tell();
        (callback as (...outcome: unknown[]) => void)(...outcome);
      };
      return bulkDocs(...input);
    }
    return (bulkDocs(...input) as Promise<unknown>).finally(tell);
  };
  Object.assign(database, { bulkDocs: heard });
  return (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
}
